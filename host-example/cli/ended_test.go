package cli

import (
	"bytes"
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
		ctx, cancel := withTimeout(t.Context(), 90*time.Second)
		defer cancel()
		other := errors.New("other")
		late := fmt.Errorf("call: %w", context.DeadlineExceeded)
		reason := connector.Errorf(connector.RateLimited, "limited")

		for _, err := range []error{other, late, reason} { // the deadline is far
			if got := ended(ctx, err); got != err {
				t.Errorf("%v became %v", err, got)
			}
		}
		time.Sleep(90*time.Second - time.Millisecond) // in a bubble, where time is ours
		// The other end saw the deadline pass a moment earlier.
		if got := ended(ctx, late); !strings.Contains(got.Error(), "--timeout gives (1m30s)") {
			t.Errorf("late: %v", got)
		}
		if got := ended(ctx, other); got == other {
			t.Errorf("after the deadline: %v", got)
		}
		if got := ended(ctx, reason); got != error(reason) {
			t.Errorf("what the connector says is kept: %v", got)
		}
	})
}

// Whatever is logged, nothing in it acts on a terminal, no line is two, and no secret is in it.
func TestLogIsSafe(t *testing.T) {
	var stderr bytes.Buffer
	a := &app{Env: Env{Stderr: &stderr}, flags: globalFlags{logLevel: "info"}, secrets: []string{"hunter2-hunter2", "short"}}
	if err := a.openLog(); err != nil {
		t.Fatal(err)
	}
	a.log.Info("a \x1b[2Jmessage\nof hunter2-hunter2", "key", "\u202evalue", "short", "short hunter2-hunter2")
	a.log.Debug("not shown")
	const want = `[INFO]  a \x1b[2Jmessage\nof REDACTED: key="\u202evalue" short="short REDACTED"` + "\n"
	if got := stderr.String(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
