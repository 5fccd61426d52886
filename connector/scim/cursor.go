package scim

import (
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
)

// mode is who evaluates a list's filters. It stands in page tokens, because the numbers of a filtered list are others than
// those of the whole.
type mode byte

const (
	theirs mode = 'p' // the provider; there may be none
	ours   mode = 'o' // the connector, over the list of all
	both   mode = 'b' // the provider was asked to, and sends others too
)

// cursor is what a page token holds: who filters, and where to go on.
type cursor struct {
	mode mode
	rest.Place
}

func (c cursor) String() string { return string(c.mode) + c.Cursor() }

// parseCursor reads what String wrote; "" is the beginning.
func parseCursor(s string) (cursor, error) {
	c := cursor{mode: theirs}
	if s != "" {
		c.mode, s = mode(s[0]), s[1:]
	}
	var ok bool
	if c.Place, ok = rest.ParsePlace(s); !ok || !strings.ContainsRune("pob", rune(c.mode)) {
		return c, connector.Errorf(connector.BadPageToken, "the page token's cursor is none of this list's")
	}
	return c, nil
}
