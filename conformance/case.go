package conformance

import (
	"context"
	"strings"
)

// Case is one thing that a connector must do.
type Case struct {
	// ID is stable: "listing.receipt-counts". The part before the dot is its group's.
	ID string
	// Sentence says what is so with a connector that is right.
	Sentence string
	// Contract is the place that demands it.
	Contract Place
	// Severity is how much it matters.
	Severity Severity
	// Needs are what a run must have for it.
	Needs []Need
	// Fix says to the connector's author what to do.
	Fix string

	// alone has it run while nothing else does: it measures.
	alone bool
	// slow says that it waits for seconds, and does little else.
	slow  bool
	check func(ctx context.Context, t *trial)
}

// Group is the id of the case's group.
func (c *Case) Group() string {
	group, _, _ := strings.Cut(c.ID, ".")
	return group
}

// Group is cases about one thing.
type Group struct {
	ID string
	// About says what they are about, in a sentence.
	About string
	Cases []Case
}

// Place is where the contract says something.
type Place struct {
	// File is below proto/trellis: "connector/v1/list.proto".
	File string
	// Element is a message, a field, an enum value or an RPC of the file: "Receipt.items", "ConnectorService.Describe"; or a
	// heading of its text: "## Page tokens".
	Element string
	// Quote is what it says, word for word.
	Quote string
}

// String is the place without what it says.
func (p Place) String() string {
	return "proto/trellis/" + p.File + ", " + strings.TrimLeft(p.Element, "# ")
}

// says names a place in the files of the connector's contract.
func says(file, element, quote string) Place {
	return Place{File: "connector/v1/" + file, Element: element, Quote: quote}
}

// saysModel names a place in the files of the models.
func saysModel(file, element, quote string) Place {
	return Place{File: "iam/v1/" + file, Element: element, Quote: quote}
}

// Severity is how much a case matters, in the words of RFC 2119.
type Severity string

// The severities: a connector that fails a MUST is not right; one that fails a SHOULD needs a reason.
const (
	Must   Severity = "must"
	Should Severity = "should"
)

// Need is what a run must have for a case.
type Need string

// What cases need. An account is also what a sandbox gives, and two of them are a second account.
const (
	NeedsAccount Need = "an account (--secret, --set ..., or --sandbox)"
	NeedsSecond  Need = "a second account (--sandbox)"
	NeedsSandbox Need = "a sandbox (--sandbox)"
	NeedsProc    Need = "/proc of Linux"
)

// what a case commonly needs.
var (
	account = []Need{NeedsAccount}
	second  = []Need{NeedsAccount, NeedsSecond}
	stand   = []Need{NeedsAccount, NeedsSandbox}
)
