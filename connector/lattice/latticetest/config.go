package latticetest

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// Config says what a server is. The zero value is an empty company. Its JSON is that of the control endpoint.
type Config struct {
	// Users is how many users the company has; user 0 is the key's owner.
	Users int `json:"users"`
	// Departments is how many departments there are; 0: one for each hundred users, and at least one.
	Departments int `json:"departments"`
	// Seed makes another company of the same size.
	Seed uint64 `json:"seed"`
	// OwnerIsMember makes the key's owner no admin.
	OwnerIsMember bool `json:"owner_is_member"`

	// LastCursor is how the last page's endingCursor looks.
	LastCursor LastCursor `json:"last_cursor"`
	// RelativeURLs makes links relative.
	RelativeURLs bool `json:"relative_urls"`
	// ExtraFields adds members that nobody documents.
	ExtraFields bool `json:"extra_fields"`
	// AllNull makes every member null that can be: name, title, manager, department, time zone, dates, externalUserId.
	AllNull bool `json:"all_null"`
	// RefuseNull answers 422 to status=null.
	RefuseNull bool `json:"refuse_null"`
	// StrictStatus answers 422 to a status that is not in upper case.
	StrictStatus bool `json:"strict_status"`
	// IgnoreStatus answers active users whatever status is asked for.
	IgnoreStatus bool `json:"ignore_status"`
	// BadLimit is the status that answers a page size outside 1 to 100; 0: 400. With 200 the nearest size that is allowed is
	// taken, and the default for what is no number.
	BadLimit int `json:"bad_limit"`
	// BadCursor is the status that answers a startingAfter that is no cursor; 0: 400.
	BadCursor int `json:"bad_cursor"`
	// Records replaces the records of users, by index, byte for byte.
	Records map[int]string `json:"records,omitempty"`

	// Settings are those of all stand-ins. Two servers with different keys are Lattice's two regions: each answers 401 to the
	// other's key.
	Settings
}

// Check says what cannot be.
func (c *Config) Check() error {
	switch {
	case c.Users < 0 || c.Users > resttest.MaxUsers || c.Departments < 0 || c.Departments > resttest.MaxUsers:
		return errors.New("latticetest: users and departments must be 0 to 10,000,000")
	case c.LastCursor < CursorNull || c.LastCursor > CursorPresent:
		return errors.New("latticetest: there is no such last cursor")
	}
	for _, status := range []int{c.BadLimit, c.BadCursor} {
		if status != 0 && status != http.StatusOK && (status < 400 || status > 599) {
			return errors.New("latticetest: a bad limit or cursor is answered by 200 or 400 to 599")
		}
	}
	return nil
}

// Clone is a copy that can be changed while this one is read.
func (c *Config) Clone() resttest.Config {
	clone := *c
	clone.Records = maps.Clone(c.Records)
	return &clone
}

// LastCursor is how the endingCursor of a last page looks.
type LastCursor int

// The ways that clients have seen or allow for.
const (
	CursorNull LastCursor = iota
	CursorAbsent
	CursorPresent
)

var lastCursors = []string{"null", "absent", "present"}

// MarshalText writes "null", "absent" or "present".
func (l LastCursor) MarshalText() ([]byte, error) {
	if l < 0 || int(l) >= len(lastCursors) {
		return nil, fmt.Errorf("latticetest: there is no last cursor %d", l)
	}
	return []byte(lastCursors[l]), nil
}

// UnmarshalText reads what MarshalText writes.
func (l *LastCursor) UnmarshalText(text []byte) error {
	i := slices.Index(lastCursors, string(text))
	if i < 0 {
		return fmt.Errorf("latticetest: there is no last cursor %q; there is null, absent and present", text)
	}
	*l = LastCursor(i)
	return nil
}
