package mutants

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/trellis-iam/trellis/conformance"
)

// Options says what is proved, and how.
type Options struct {
	// Full runs all cases against each mutant, so that what else notices is known; else those that are meant to.
	Full bool
	// Run are patterns that the ids of mutants must match. Nil: all, and the good one.
	Run *regexp.Regexp
	// Program is a program that calls [Serve] first of all. Empty: the one that is running.
	Program string
	// Done is told of each mutant, one at a time, in the order in which they end. Nil: nobody is.
	Done func(Outcome)
}

// Outcome is what the kit made of a mutant.
type Outcome struct {
	Mutant
	// Failed are the cases that noticed, and Missed those that are meant to and did not, with how they ended.
	Failed, Missed []string
	// Problems are what else kept the kit from judging.
	Problems []string
	Took     time.Duration
}

// OK reports whether the mutant was caught by each case that is meant to, and the good one by none.
func (o *Outcome) OK() bool {
	return len(o.Missed) == 0 && len(o.Problems) == 0 && (o.ID == Good) == (len(o.Failed) == 0)
}

// Others are the cases that noticed and are not meant to. That is no fault: who sends no receipt fails at much.
func (o *Outcome) Others() []string {
	return slices.DeleteFunc(slices.Clone(o.Failed), func(id string) bool { return slices.Contains(o.By, id) })
}

// atOnce is how many mutants are proved at the same time: they wait more than they work, most of all where everything is run.
func (o *Options) atOnce() int {
	if o.Full {
		return 8 * runtime.GOMAXPROCS(0)
	}
	return 2 * runtime.GOMAXPROCS(0)
}

// Prove runs the kit against the mutants, each a link in a folder to a program that is all of them. The outcomes are in the
// order of [All], the good one's first.
func Prove(ctx context.Context, dir string, o Options) ([]Outcome, error) {
	program := o.Program
	if program == "" {
		var err error
		if program, err = os.Executable(); err != nil {
			return nil, err
		}
	}
	all := []Mutant{{ID: Good, Wrong: "is as it should be"}}
	all = slices.DeleteFunc(append(all, All()...), func(m Mutant) bool { return o.Run != nil && !o.Run.MatchString(m.ID) })
	outcomes := make([]Outcome, len(all))
	failures := make([]error, len(all))
	var telling sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan struct{}, o.atOnce())
	for i, m := range all {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			outcomes[i], failures[i] = judge(ctx, program, dir, m, o.Full)
			if o.Done != nil {
				telling.Lock()
				defer telling.Unlock()
				o.Done(outcomes[i])
			}
		})
	}
	wg.Wait()
	return outcomes, errors.Join(failures...)
}

// judge runs the kit against one mutant.
func judge(ctx context.Context, program, dir string, m Mutant, full bool) (Outcome, error) {
	o := Outcome{Mutant: m}
	path := filepath.Join(dir, Binary(m.ID))
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	if err := link(program, path); err != nil {
		return o, err
	}
	var options conformance.Options
	if !full && m.ID != Good {
		options.Run = regexp.MustCompile("^(" + strings.Join(m.By, "|") + ")$")
	}
	report, err := conformance.Check(ctx, conformance.Target{Path: path, Sandbox: true}, options)
	if err != nil {
		return o, err
	}
	o.Took, o.Problems = report.Took, report.Problems
	known := map[string]bool{}
	for _, r := range report.Results {
		known[r.Case.ID] = true
		switch meant := slices.Contains(m.By, r.Case.ID); {
		case r.Outcome == conformance.Failed || r.Outcome == conformance.FailedShould:
			o.Failed = append(o.Failed, r.Case.ID)
		case meant:
			o.Missed = append(o.Missed, fmt.Sprintf("%s %s %s", r.Case.ID, r.Outcome, r.Why))
		}
	}
	for _, id := range m.By {
		if !known[id] {
			o.Missed = append(o.Missed, id+" does not exist")
		}
	}
	return o, nil
}

// link makes a file the program by another name, which is all that a mutant is told apart by.
func link(program, path string) error {
	if err := os.Link(program, path); err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	b, err := os.ReadFile(program) // on another disk
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o700) //nolint:gosec // a program
}

// Unneeded are the cases that no mutant is caught by.
func Unneeded() []string {
	needed := map[string]bool{}
	for _, m := range All() {
		for _, id := range m.By {
			needed[id] = true
		}
	}
	var all []string
	for _, c := range conformance.Cases() {
		if !needed[c.ID] {
			all = append(all, c.ID)
		}
	}
	return all
}
