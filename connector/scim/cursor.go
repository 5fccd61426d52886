package scim

import (
	"strconv"
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

// cursor is what a page token holds: who filters, the number to go on at, and the total that was told last.
type cursor struct {
	mode  mode
	start int
	total int
}

func (c cursor) String() string {
	s := string(c.mode) + strconv.Itoa(c.start) + "."
	if c.total == rest.Untold {
		return s
	}
	return s + strconv.Itoa(c.total)
}

// parseCursor reads what String wrote; "" is the beginning.
func parseCursor(s string) (cursor, error) {
	c := cursor{mode: theirs, start: 1, total: rest.Untold}
	if s == "" {
		return c, nil
	}
	bad := connector.Errorf(connector.BadPageToken, "the page token's cursor is none of this list's")
	start, total, ok := strings.Cut(s[1:], ".")
	c.mode = mode(s[0])
	var err error
	if c.start, err = strconv.Atoi(start); err != nil || c.start < 1 || !ok || !strings.ContainsRune("pob", rune(c.mode)) {
		return c, bad
	}
	if total != "" {
		if c.total, err = strconv.Atoi(total); err != nil || c.total < 0 {
			return c, bad
		}
	}
	return c, nil
}
