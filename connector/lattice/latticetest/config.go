package latticetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// Config says what a server is. The zero value is an empty company. Its JSON is that of the control endpoint; durations
// are written with units there: "50ms".
type Config struct {
	// Users is how many users the company has; user 0 is the key's owner.
	Users int `json:"users"`
	// Departments is how many departments there are; 0: one for each hundred users, and at least one.
	Departments int `json:"departments"`
	// Seed makes another company of the same size.
	Seed uint64 `json:"seed"`
	// APIKey is the key that is taken; empty: DefaultAPIKey. Two servers with different keys are Lattice's two regions: each
	// answers 401 to the other's key.
	APIKey string `json:"api_key"`
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

	// Delay is how long each answer takes.
	Delay time.Duration `json:"-"`
	// Rate answers 429 to more than Rate requests in any Window; 0: no limit. Window 0: a minute.
	Rate   int           `json:"rate"`
	Window time.Duration `json:"-"`

	// Port is where to listen; 0: any free one. It cannot be changed later.
	Port int `json:"-"`
	// HTTP2 offers HTTP/2 besides HTTP/1.1. It cannot be changed later.
	HTTP2 bool `json:"-"`
	// ControlKey opens the control endpoint; empty: a new one. It cannot be changed later.
	ControlKey string `json:"-"`
}

// check says what cannot be.
func (c *Config) check() error {
	switch {
	case c.Users < 0 || c.Users > maxUsers || c.Departments < 0 || c.Departments > maxUsers:
		return errors.New("latticetest: users and departments must be 0 to 10,000,000")
	case c.Rate < 0 || c.Delay < 0 || c.Window < 0:
		return errors.New("latticetest: rate, delay and window must not be negative")
	case c.LastCursor < CursorNull || c.LastCursor > CursorPresent:
		return errors.New("latticetest: there is no such last cursor")
	case c.APIKey != "" && c.APIKey == c.ControlKey:
		return errors.New("latticetest: the control key must not be the API key")
	}
	for _, status := range []int{c.BadLimit, c.BadCursor} {
		if status != 0 && status != http.StatusOK && (status < 400 || status > 599) {
			return errors.New("latticetest: a bad limit or cursor is answered by 200 or 400 to 599")
		}
	}
	return nil
}

// plainConfig is Config without its methods, so that its JSON can be made of it.
type plainConfig Config

type configJSON struct {
	*plainConfig
	Delay  Duration `json:"delay"`
	Window Duration `json:"window"`
}

// MarshalJSON writes the form of the control endpoint.
func (c *Config) MarshalJSON() ([]byte, error) {
	return json.Marshal(configJSON{(*plainConfig)(c), Duration(c.Delay), Duration(c.Window)})
}

// merge reads JSON over what is set: members that are not there stay as they are.
func (c *Config) merge(read func(any) error) error {
	form := configJSON{(*plainConfig)(c), Duration(c.Delay), Duration(c.Window)}
	if err := read(&form); err != nil {
		return err
	}
	c.Delay, c.Window = time.Duration(form.Delay), time.Duration(form.Window)
	return nil
}

// Duration is a time.Duration that is written with units in JSON: "50ms".
type Duration time.Duration

// MarshalText writes it with units.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = Duration(parsed)
	return err
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
