package conformance

import "testing"

// Run runs the cases against a connector as subtests, one for each. Options change what is run.
func Run(t *testing.T, target Target, options ...func(*Options)) {
	t.Helper()
	var o Options
	for _, change := range options {
		change(&o)
	}
	report, err := Check(t.Context(), target, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		t.Error(p)
	}
	for _, r := range report.Results {
		t.Run(r.Case.ID, func(t *testing.T) {
			switch {
			case r.Outcome == Failed:
				t.Error(r.Text())
			case r.Outcome == CouldNotRun, r.Outcome == DoesNotApply:
				t.Skipf("%s: %s", r.Outcome, r.Why)
			case r.Outcome != Passed:
				t.Log(r.Text())
			}
		})
	}
	t.Logf("%s in %v", report.Summary(), report.Took.Round(roundTo))
}
