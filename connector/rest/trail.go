package rest

import (
	"fmt"
	"hash/maphash"
	"math/bits"

	"github.com/trellis-iam/trellis/connector"
)

// maxSeen is how many names are remembered one and all: 65,536 pages, some 2 MiB. After that every name whose number is a
// power of two is: a loop, however long, then shows after at most twice its length (Brent).
const maxSeen = 1 << 16

// trail remembers the names of the pages that a walk has been at, so that one that leads in a circle ends.
type trail struct {
	visited int
	seed    maphash.Seed
	seen    map[uint64]struct{}
}

func newTrail() trail { return trail{seed: maphash.MakeSeed(), seen: map[uint64]struct{}{}} }

func (t *trail) visit(name string) {
	t.visited++
	if len(t.seen) < maxSeen || bits.OnesCount(uint(t.visited)) == 1 {
		t.seen[maphash.String(t.seed, name)] = struct{}{}
	}
}

func (t *trail) saw(name string) bool {
	_, ok := t.seen[maphash.String(t.seed, name)]
	return ok
}

// endless is the error of a list that would go on for ever.
func (c *Client) endless(why string) *connector.Error {
	return c.advise(connector.Errorf(connector.UpstreamLoop, "the list of %s does not end: %s", c.options.base.Host, why))
}

// ofPage is an error with the page's number in its message.
func ofPage(number int, err error) error {
	e, ok := err.(*connector.Error) //nolint:errorlint // only our own, unwrapped, can be changed
	if !ok {
		return err
	}
	named := *e
	named.Message = fmt.Sprintf("page %d: %s", number, e.Message)
	return &named
}
