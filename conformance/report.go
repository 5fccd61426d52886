package conformance

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Outcome is how a case ended.
type Outcome string

// The outcomes. A case that is expected to fail and passes has failed, too: the expectation is to be taken away. One whose
// severity is Should does not fail the run.
const (
	Passed        Outcome = "passed"
	Failed        Outcome = "failed"
	FailedShould  Outcome = "failed (should)"
	FailedAsKnown Outcome = "failed as expected"
	CouldNotRun   Outcome = "could not run"
	DoesNotApply  Outcome = "does not apply"
)

// Result is how one case ended.
type Result struct {
	Case    Case
	Outcome Outcome
	// Seen is what was seen of a case that failed, without secrets: one text for each thing that is wrong.
	Seen []string
	// Why is why it could not run or does not apply, or was expected to fail.
	Why string
	// First is the id of the case to mend first, of one that could not run because what it rests on fails.
	First string
	Took  time.Duration
}

// Report is the result of a run.
type Report struct {
	// Path is the binary; Connector and Version are what it says of itself, empty where it does not.
	Path, Connector, Version string
	Started                  time.Time
	Took                     time.Duration
	// Results are those of all cases that were asked for, and of those that have to be mended first, in the order of [Cases].
	Results []Result
	// Problems are what is wrong besides: a sandbox that does not start, an expected failure of a case that does not exist.
	Problems []string
}

// OK reports whether the connector is right as far as could be tried: nothing failed that must not, nor other than expected.
func (r *Report) OK() bool {
	return r.Count(Failed) == 0 && len(r.Problems) == 0
}

// Count is how many cases ended so.
func (r *Report) Count(o Outcome) int {
	n := 0
	for _, one := range r.Results {
		if one.Outcome == o {
			n++
		}
	}
	return n
}

// roundTo is as exact as times are told.
const roundTo = 10 * time.Millisecond

// Summary is the report in a line.
func (r *Report) Summary() string {
	var parts []string
	for _, o := range []Outcome{Passed, Failed, FailedShould, FailedAsKnown, CouldNotRun, DoesNotApply} {
		if n := r.Count(o); n > 0 || o == Passed || o == Failed {
			parts = append(parts, fmt.Sprintf("%d %s", n, o))
		}
	}
	return strings.Join(parts, ", ")
}

// Line is a part of what there is to say of a result.
type Line struct{ Label, Text string }

// Lines are what there is to say of a result besides its case's sentence: what was seen, what the contract says and where, and
// what to do.
func (r *Result) Lines() []Line {
	var lines []Line
	for _, text := range r.Seen {
		lines = append(lines, Line{"seen", text})
	}
	if r.Why != "" {
		lines = append(lines, Line{"why", r.Why})
	}
	if slices.Contains([]Outcome{Failed, FailedShould, FailedAsKnown}, r.Outcome) {
		lines = append(lines,
			Line{"contract", r.Case.Contract.Quote},
			Line{"where", r.Case.Contract.String()},
			Line{"to do", r.Case.Fix})
	}
	return lines
}

// Text is all that there is to say of a result, for people.
func (r *Result) Text() string {
	var b strings.Builder
	b.WriteString(r.Case.Sentence + "\n")
	for _, line := range r.Lines() {
		b.WriteString("  " + line.Label + ": " + line.Text + "\n")
	}
	return b.String()
}
