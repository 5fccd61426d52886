package receipt

import "time"

// Format is the number of the form that this package writes. Members may be added to it; a change that a reader has to know
// of makes it another.
const Format = 1

// How a list ended.
const (
	Exhausted = "exhausted"  // the vendor said that there is no more
	PageLimit = "page_limit" // as it was asked to, at a whole page
	ItemLimit = "item_limit" // as it was asked to, within a page
	Partial   = "partial"    // early: Error says why
)

// Receipt is what is known of one list when it has ended, or of one segment of it. Members that are empty are not written.
type Receipt struct {
	Format           int    `json:"format"`
	Connector        string `json:"connector"`
	ConnectorVersion string `json:"connector_version,omitempty"`
	// Account is this host's name for the account: that of the accounts file, or else its id.
	Account  string `json:"account,omitempty"`
	Resource string `json:"resource"` // users, roles or groups

	// What was asked for. Lists are comparable when they have the same filters, and show the same fields when the rest is the
	// same, too.
	Filters map[string][]string `json:"filters,omitempty"`
	Expand  []string            `json:"expand,omitempty"`
	Fields  map[string]string   `json:"fields,omitempty"` // expressions of mapped fields, by name
	Raw     bool                `json:"raw,omitzero"`

	End   string `json:"end"`
	Error *Error `json:"error,omitempty"` // why, when it is Partial

	Items    int64 `json:"items"`    // that were written, in this segment
	Rejected int64 `json:"rejected"` // that could not be used
	// RejectedWithoutID are those of them of which not even the id is known.
	RejectedWithoutID int64 `json:"rejected_without_id"`
	// RejectedIDs are the ids of the others: whoever has one is not absent.
	RejectedIDs []string `json:"rejected_ids,omitempty"`
	Warned      int64    `json:"warned"` // that carry warnings

	// Visibility is how much of the resource the credential sees: full, partial or unknown.
	Visibility string `json:"visibility,omitempty"`
	// DriftObserved: the data was seen to move while it was listed.
	DriftObserved bool `json:"drift_observed"`
	// Consistency is what such a list can miss while data moves: snapshot, stable_cursor or drifts.
	Consistency string `json:"consistency,omitempty"`

	// ListingID names the listing, over all its segments. A segment that broke has none.
	ListingID        string    `json:"listing_id,omitempty"`
	ListingStartedAt time.Time `json:"listing_started_at,omitzero"`
	FinishedAt       time.Time `json:"finished_at,omitzero"`

	// PageToken is where this segment began; none: at the beginning of the list.
	PageToken string `json:"page_token,omitempty"`
	// NextPageToken is where the next segment begins, if there is one.
	NextPageToken string `json:"next_page_token,omitempty"`
	// ItemsAgain are the last of Items, which come again from there.
	ItemsAgain int64 `json:"items_again,omitzero"`

	AbsenceIsEvidence bool    `json:"absence_is_evidence"`
	Doubts            []Doubt `json:"doubts,omitempty"`
}

// Error is why a list ended early.
type Error struct {
	Reason  string `json:"reason,omitempty"` // of the contract's table; none where the error is not a connector's
	Message string `json:"message"`
}

// The consistencies of lists that miss nothing while data moves.
var certain = map[string]bool{"snapshot": true, "stable_cursor": true}

// ToConfirm reports whether an absence from the list has to be confirmed by a second one before anyone acts on it.
func (r *Receipt) ToConfirm() bool { return !certain[r.Consistency] }
