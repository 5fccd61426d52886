package conformance

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"time"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Target is the connector that is judged, and with what.
type Target struct {
	// Path is the connector's binary.
	Path string
	// Sandbox has `<binary> sandbox` started (docs/sandbox.md says what it must do), as often as the cases need it. It
	// gives all accounts, so that none may be set.
	Sandbox bool
	// Account is one that works. It should hold little, and nothing that changes during the run: it is listed many times.
	Account *connectorv1.Account
	// Second is another customer's account, which has no item of the first's. Nil: there is none.
	Second *connectorv1.Account
	// Overlap says that the two accounts may have items of the same ids.
	Overlap bool
}

// Options says what is run, and how. The zero value runs everything.
type Options struct {
	// Run is a pattern that the ids of cases must match. Nil: all of them.
	Run *regexp.Regexp
	// Expected are cases that may fail, and why.
	Expected Expected
	// Timeout bounds the whole run. 0: 5 minutes.
	Timeout time.Duration
	// Done is told of each case that has run, one at a time, in the order in which they end. Nil: nobody is.
	Done func(Result)
}

// runTimeout is far more than a run takes (half a minute), and as long as anybody waits for one that hangs everywhere.
const runTimeout = 5 * time.Minute

func (t Target) complete() (Target, error) {
	if t.Path == "" {
		return t, errors.New("conformance: the target has no path")
	}
	if t.Sandbox && (t.Account != nil || t.Second != nil) {
		return t, errors.New("conformance: a sandbox gives the accounts: give it, or an account, not both")
	}
	if t.Second != nil && t.Account == nil {
		return t, errors.New("conformance: a second account needs a first")
	}
	path, err := filepath.Abs(t.Path)
	if err != nil {
		return t, fmt.Errorf("conformance: %w", err)
	}
	t.Path = path
	return t, startable(path)
}

// startable is why a file cannot be a program, of which no contract says anything.
func startable(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return fmt.Errorf("conformance: the connector's binary: %w", err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("conformance: %s is no file: name the connector's binary", path)
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o111 == 0:
		return fmt.Errorf("conformance: %s may not be executed: build it, or chmod +x it", path)
	}
	return nil
}
