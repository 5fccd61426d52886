package conformance

import (
	"maps"
	"slices"
)

// Expected are the cases that a connector is known to fail, and why, by their ids. A case that is expected to fail and passes is
// a failure of the run, and an id that no case has is a problem of it. One that could not run, does not apply or was not asked
// for proves nothing either way, and may stand there: one file serves runs with a sandbox and without.
type Expected map[string]string

// judge is a result in the light of what is expected.
func (e Expected) judge(r Result) Result {
	why, known := e[r.Case.ID]
	switch {
	case !known:
	case r.Outcome == Failed, r.Outcome == FailedShould:
		r.Outcome, r.Why = FailedAsKnown, why
	case r.Outcome == Passed:
		r.Outcome, r.Why = Failed, "it is expected to fail ("+why+"), and passes"
		r.Seen = []string{"nothing wrong: take the case out of the expected failures"}
	}
	return r
}

// unknown are problems with ids that no case has.
func (e Expected) unknown() (problems []string) {
	known := map[string]bool{}
	for _, c := range Cases() {
		known[c.ID] = true
	}
	for _, id := range slices.Sorted(maps.Keys(e)) {
		if !known[id] {
			problems = append(problems, "the expected failures name "+id+", and no case has that id")
		}
	}
	return problems
}
