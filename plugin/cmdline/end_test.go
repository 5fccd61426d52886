package cmdline

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trellis-iam/trellis/connector"
)

// What people are told of a call that ended is what ended it.
func TestEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		other := errors.New("other")
		late := fmt.Errorf("call: %w", context.DeadlineExceeded)
		reason := connector.Errorf(connector.RateLimited, "limited")

		for _, err := range []error{other, late, reason} { // the deadline is far
			if got := Ended(ctx, err); got != err {
				t.Errorf("%v became %v", err, got)
			}
		}
		time.Sleep(90*time.Second - time.Millisecond) // in a bubble, where time is ours
		// The other end saw the deadline pass a moment earlier.
		if got := Ended(ctx, late); !strings.Contains(got.Error(), "--timeout gives (1m30s)") {
			t.Errorf("late: %v", got)
		}
		if got := Ended(ctx, other); got == other {
			t.Errorf("after the deadline: %v", got)
		}
		if got := Ended(ctx, reason); got != error(reason) {
			t.Errorf("what the connector says is kept: %v", got)
		}
	})
}
