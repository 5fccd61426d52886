package cli

import (
	"testing"

	"go.uber.org/goleak"
)

// No command leaves a goroutine behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
