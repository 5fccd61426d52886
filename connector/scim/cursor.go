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

// cursor is what a page token holds: who filters, the number to go on at, the total that was told last, and the mark of the
// page before.
type cursor struct {
	mode   mode
	start  int
	total  int
	before uint64
}

func (c cursor) String() string {
	total := ""
	if c.total != rest.Untold {
		total = strconv.Itoa(c.total)
	}
	return string(c.mode) + strconv.Itoa(c.start) + "." + total + "." + strconv.FormatUint(c.before, 36)
}

// parseCursor reads what String wrote; "" is the beginning.
func parseCursor(s string) (cursor, error) {
	c := cursor{mode: theirs, start: 1, total: rest.Untold}
	if s == "" {
		return c, nil
	}
	bad := connector.Errorf(connector.BadPageToken, "the page token's cursor is none of this list's")
	parts := strings.Split(s[1:], ".")
	c.mode = mode(s[0])
	if len(parts) != 3 || !strings.ContainsRune("pob", rune(c.mode)) {
		return c, bad
	}
	var err error
	if c.start, err = strconv.Atoi(parts[0]); err != nil || c.start < 1 {
		return c, bad
	}
	if parts[1] != "" {
		if c.total, err = strconv.Atoi(parts[1]); err != nil || c.total < 0 {
			return c, bad
		}
	}
	if c.before, err = strconv.ParseUint(parts[2], 36, 64); err != nil {
		return c, bad
	}
	return c, nil
}
