package receipt

// Doubt is a reason why absence from a list proves nothing. Codes are stable; texts are for people.
type Doubt struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// The doubts that there can be about a list.
var (
	Segment    = Doubt{"segment", "this is a part of a list"}
	NotEnded   = Doubt{"not_exhausted", "the list did not come to its end"}
	Gap        = Doubt{"gap", "its parts do not follow on one another"}
	Filtered   = Doubt{"filter", "a filter is set"}
	Moved      = Doubt{"drift", "the data moved meanwhile"}
	Nameless   = Doubt{"rejected_without_id", "some were rejected without an id"}
	NoReceipt  = Doubt{"no_receipt", "there is no receipt of it"}
	Miscounted = Doubt{"count", "it has not as many items as its receipt says"}
	Undated    = Doubt{"undated", "there is no receipt of the other list, which would say when it was read"}
	Overlap    = Doubt{"overlap", "the old list ended after the new one began"}
	Strangers  = Doubt{"nothing_in_common", "no item is in both lists: are they of the same account?"}
)

// Full is the visibility of a credential that sees all.
const Full = "full"

// Unseen is the doubt about a list of that visibility.
func Unseen(visibility string) Doubt { return Doubt{"visibility", "visibility is " + visibility} }

// needs say what dispels a doubt, for people.
var needs = map[string]string{
	Segment.Code:    "the receipts of all its parts, from the beginning on",
	NotEnded.Code:   "a list up to its end: go on from its page token, or list again",
	Gap.Code:        "a list without gaps: each part from the page token at which the one before ended",
	Filtered.Code:   "a list without --filter",
	Moved.Code:      "another list, while the data stands still",
	Nameless.Code:   "records that all have an id",
	NoReceipt.Code:  "its receipt: list with --receipt, or with -o json",
	Miscounted.Code: "the file and the receipt of the same list",
	Undated.Code:    "the receipt of the other list: list with --receipt, or with -o json",
	Overlap.Code:    "a new list that begins after the old one has ended",
	Strangers.Code:  "two lists of the same account",
	"visibility":    "a connector, and a credential, of which the application says that they see everyone",
}

// Doubts are all that there can be.
func Doubts() []Doubt {
	return []Doubt{
		Segment, NotEnded, Gap, Filtered, Unseen("unknown"), Moved, Nameless, NoReceipt, Miscounted, Undated, Overlap, Strangers,
	}
}

// Need is what would dispel the doubt.
func (d Doubt) Need() string { return needs[d.Code] }

// Judge applies the rules of list.proto: it sets the doubts, and whether absence is evidence.
func (r *Receipt) Judge() {
	seen := r.Visibility
	if seen == "" {
		seen = "unknown"
	}
	r.Doubts = nil
	for _, d := range []struct {
		doubt bool
		Doubt
	}{
		{r.PageToken != "", Segment},
		{r.End != Exhausted, NotEnded},
		{len(r.Filters) > 0, Filtered},
		// A list that broke says nothing of what is seen, which adds no doubt to the one that it broke.
		{seen != Full && (r.Visibility != "" || r.End == Exhausted), Unseen(seen)},
		{r.DriftObserved, Moved},
		{r.RejectedWithoutID > 0, Nameless},
	} {
		if d.doubt {
			r.Doubts = append(r.Doubts, d.Doubt)
		}
	}
	r.AbsenceIsEvidence = len(r.Doubts) == 0
}

// Add adds a doubt that others found.
func (r *Receipt) Add(d Doubt) {
	r.Doubts = append(r.Doubts, d)
	r.AbsenceIsEvidence = false
}
