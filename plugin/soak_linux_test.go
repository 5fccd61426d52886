package plugin_test

import (
	"os"
	"strconv"
	"testing"
)

// kills is how many hosts are killed in one test: more in `make soak`.
func kills(t testing.TB) int {
	n, err := strconv.Atoi(os.Getenv("TRELLIS_SOAK"))
	if err != nil {
		return 20
	}
	t.Logf("%d kills", n)
	return n
}
