package receipt

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var began = time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)

// part is a segment of one listing, which sees all.
func part(from, to, end string) Receipt {
	r := Receipt{
		Format: Format, Connector: "x", Resource: "users", PageToken: from, NextPageToken: to, End: end, Items: 10,
		Visibility: Full, Consistency: "snapshot", ListingID: "l", ListingStartedAt: began, FinishedAt: began.Add(time.Minute),
	}
	if end == Partial { // it has no receipt of the connector's
		r.Visibility, r.ListingID, r.ListingStartedAt = "", "", time.Time{}
	}
	return r
}

func with(r Receipt, change func(*Receipt)) Receipt {
	change(&r)
	return r
}

func codes(r Receipt) []string {
	all := []string{}
	for _, d := range r.Doubts {
		all = append(all, d.Code)
	}
	return all
}

// Segments are evidence only as list.proto has it, in whatever order their receipts come.
func TestJoin(t *testing.T) {
	last := part("b", "", Exhausted)
	for _, tt := range []struct {
		name   string
		parts  []Receipt
		doubts []string
	}{
		{"one", []Receipt{part("", "", Exhausted)}, nil},
		{"three", []Receipt{part("", "a", PageLimit), part("a", "b", PageLimit), last}, nil},
		{"one that broke", []Receipt{part("", "a", Partial), part("a", "b", PageLimit), last}, nil},
		{"broke within a page", []Receipt{part("", "b", ItemLimit), last}, nil},
		{"broke before its first token", []Receipt{part("", "", Partial), part("", "b", Partial), part("b", "b", Partial), last}, nil},
		{"the beginning lacks", []Receipt{part("a", "b", PageLimit), last}, []string{"segment", "gap"}},
		{"only the end", []Receipt{last}, []string{"segment"}},
		{"the middle lacks", []Receipt{part("", "a", PageLimit), last}, []string{"gap"}},
		{"the end lacks", []Receipt{part("", "a", PageLimit), part("a", "b", PageLimit)}, []string{"not_exhausted"}},
		{"the end broke", []Receipt{part("", "a", PageLimit), part("a", "b", Partial)}, []string{"not_exhausted"}},
		{"only one that broke", []Receipt{part("", "a", Partial)}, []string{"not_exhausted"}},
		{"twice", []Receipt{part("", "", Exhausted), part("", "", Exhausted)}, []string{"gap"}},
		{"a circle", []Receipt{part("", "a", PageLimit), part("a", "b", PageLimit), part("b", "a", PageLimit)}, []string{"not_exhausted"}},
		{"two listings", []Receipt{part("", "b", PageLimit), with(last, func(r *Receipt) { r.ListingID = "m" })}, []string{"gap"}},
		{
			"filters", []Receipt{
				with(part("", "b", PageLimit), func(r *Receipt) { r.Filters = map[string][]string{"a": {"1"}} }),
				with(last, func(r *Receipt) { r.Filters = map[string][]string{"a": {"1"}} }),
			},
			[]string{"filter"},
		},
		{"less is seen", []Receipt{part("", "b", PageLimit), with(last, func(r *Receipt) { r.Visibility = "partial" })}, []string{"visibility"}},
		{"drift", []Receipt{with(part("", "b", PageLimit), func(r *Receipt) { r.DriftObserved = true }), last}, []string{"drift"}},
		{"nameless", []Receipt{with(part("", "b", Partial), func(r *Receipt) { r.RejectedWithoutID = 1 }), last}, []string{"rejected_without_id"}},
		{"unseen", []Receipt{with(part("", "", Exhausted), func(r *Receipt) { r.Visibility = "" })}, []string{"visibility"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for range len(tt.parts) {
				sum, err := Join(tt.parts)
				if err != nil {
					t.Fatal(err)
				}
				got := codes(sum)
				slices.Sort(got)
				want := slices.Sorted(slices.Values(tt.doubts))
				if !slices.Equal(got, want) || sum.AbsenceIsEvidence != (len(want) == 0) {
					t.Errorf("doubts %q, want %q; evidence: %v", got, want, sum.AbsenceIsEvidence)
				}
				if sum.Items != int64(10*len(tt.parts)) {
					t.Errorf("%d items", sum.Items)
				}
				for _, d := range sum.Doubts {
					if d.Need() == "" {
						t.Errorf("nobody knows what dispels %s", d.Code)
					}
				}
				tt.parts = append(tt.parts[1:], tt.parts[0])
			}
		})
	}
}

// What segments say is added up, and the first ones stay as they were.
func TestJoinAddsUp(t *testing.T) {
	parts := []Receipt{
		with(part("", "a", Partial), func(r *Receipt) { r.Rejected, r.Warned, r.RejectedIDs, r.ItemsAgain = 1, 2, []string{"x"}, 3 }),
		with(part("a", "", Exhausted), func(r *Receipt) {
			r.Rejected, r.Warned, r.RejectedIDs, r.FinishedAt = 4, 5, []string{"y"}, began.Add(time.Hour)
		}),
	}
	sum, err := Join(parts)
	if err != nil {
		t.Fatal(err)
	}
	want := part("", "", Exhausted)
	want.Items, want.Rejected, want.Warned, want.RejectedIDs, want.ItemsAgain = 20, 5, 7, []string{"x", "y"}, 3
	want.FinishedAt, want.AbsenceIsEvidence = began.Add(time.Hour), true
	if d := cmp.Diff(want, sum); d != "" {
		t.Error(d)
	}
	if len(parts[0].RejectedIDs) != 1 || parts[0].Items != 10 {
		t.Errorf("%+v has changed", parts[0])
	}
}

// Lists of different things are not added up.
func TestJoinRefuses(t *testing.T) {
	for name, change := range map[string]func(*Receipt){
		"connector": func(r *Receipt) { r.Connector = "y" },
		"account":   func(r *Receipt) { r.Account = "y" },
		"resource":  func(r *Receipt) { r.Resource = "roles" },
		"filters":   func(r *Receipt) { r.Filters = map[string][]string{"a": {"b"}} },
		"expand":    func(r *Receipt) { r.Expand = []string{"groups"} },
		"fields":    func(r *Receipt) { r.Fields = map[string]string{"a": "b"} },
		"version":   func(r *Receipt) { r.ConnectorVersion = "2" },
	} {
		if _, err := Join([]Receipt{part("", "a", PageLimit), with(part("a", "", Exhausted), change)}); !errors.Is(err, ErrDifferent) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Visibility is the least of all that is known.
func TestLeast(t *testing.T) {
	order := []string{"partial", "unknown", Full, ""}
	for i, a := range order {
		for j, b := range order {
			if got := least(a, b); got != order[min(i, j)] {
				t.Errorf("least(%q, %q) = %q", a, b, got)
			}
		}
	}
}
