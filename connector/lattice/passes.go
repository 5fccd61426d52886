package lattice

import (
	"slices"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// pass is one walk over Lattice's list of users: those of one status, or all.
//
// The cursor in a page token is a pass's code, followed by Lattice's own cursor in that pass; without the latter it is the
// beginning of the pass. Codes are part of what tokens mean: with other codes api.CursorVersion must change.
type pass struct {
	code   byte
	status string // wire value of the parameter `status`
	filter string // the value of our filter that it belongs to
}

// everyone is the pass of a census. "null" on the wire is documented to mean every status.
var everyone = pass{code: 'n', status: "null"}

// byStatus are the passes that make up a filter, and a census where Lattice refuses `everyone`. Each user has one status,
// so that nobody comes in two of them while data stands still.
var byStatus = []pass{
	{code: 'A', status: "ACTIVE", filter: "enabled"},
	{code: 'I', status: "INVITED", filter: "pending"},
	{code: 'C', status: "CREATED", filter: "pending"},
	{code: 'D', status: "DEACTIVATED", filter: "disabled"},
}

// filtered are the passes that a request's filter selects, and nil for a census.
func filtered(o *connectorv1.ListOptions) []pass {
	for _, f := range o.GetFilters() {
		if f.GetName() == "status" {
			return slices.DeleteFunc(slices.Clone(byStatus), func(p pass) bool { return !slices.Contains(f.GetValues(), p.filter) })
		}
	}
	return nil
}

// plan is what is left to do of a list, from a token's cursor on: the passes, and Lattice's cursor in the first.
func plan(o *connectorv1.ListOptions, cursor string) (passes []pass, from string, err error) {
	passes = filtered(o)
	census := passes == nil
	if census {
		passes = []pass{everyone}
	}
	if cursor == "" {
		return passes, "", nil
	}
	if census && cursor[0] != everyone.code {
		passes = byStatus // the list fell back to them
	}
	i := slices.IndexFunc(passes, func(p pass) bool { return p.code == cursor[0] })
	if i < 0 {
		return nil, "", connector.Errorf(connector.BadPageToken, "the page token's cursor is none of this list's")
	}
	return passes[i:], cursor[1:], nil
}

func (p pass) cursor(vendor string) string { return string(p.code) + vendor }

// has reports whether a user of the given status, Lattice's own value, is this pass's to deliver. What a filter selects must
// have the status; in a census, one that is no other pass's is delivered too, so that a status which Lattice comes to have
// loses nobody.
func (p pass) has(status string, census bool) bool {
	if p == everyone || status == p.status {
		return true
	}
	return census && !slices.ContainsFunc(byStatus, func(other pass) bool { return other.status == status })
}
