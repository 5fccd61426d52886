//go:build !race

package plugin_test

import "testing"

// hostileBinary is this test binary, in a folder where it can have other names.
func hostileBinary(t *testing.T) string {
	t.Helper()
	return program(t, "sample")
}
