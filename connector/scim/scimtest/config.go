package scimtest

import (
	"errors"
	"maps"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// Config says what a server is. The zero value is a provider that keeps to the RFCs and has nobody. Its JSON is that of the
// control endpoint.
type Config struct {
	// Users is how many users there are.
	Users int `json:"users"`
	// Groups is how many groups there are; 0: one for each hundred users, and at least one.
	Groups int `json:"groups"`
	// Seed makes another company of the same size.
	Seed uint64 `json:"seed"`
	// Lattice makes it Lattice's SCIM: its path, its extension, no groups, no roles, nothing to discover. It cannot be
	// changed later.
	Lattice bool `json:"-"`

	// NoContent answers 204 past the end.
	NoContent bool `json:"no_content"`
	// MaxCount is the most resources of a page, whatever is asked for; 0: 1000.
	MaxCount int `json:"max_count"`
	// ShortEvery makes every so many pages half as long as it should be; 0: none.
	ShortEvery int64 `json:"short_every"`
	// HideEvery counts every so many users and never shows them; 0: none.
	HideEvery int `json:"hide_every"`
	// GrowEvery adds a user at the end with every so many requests for users; 0: never.
	GrowEvery int64 `json:"grow_every"`
	// IgnoreStart answers each request with the first page, SayStart with the number that was asked for.
	IgnoreStart bool `json:"ignore_start"`
	SayStart    bool `json:"say_start"`
	// NoTotal and NoStart leave out totalResults and startIndex; NoResources the empty array past the end.
	NoTotal     bool `json:"no_total"`
	NoStart     bool `json:"no_start"`
	NoResources bool `json:"no_resources"`

	// Discovery is the status that answers requests for ServiceProviderConfig and ResourceTypes; 0: they are there.
	Discovery int `json:"discovery"`
	// NoGroups: there are none.
	NoGroups bool `json:"no_groups"`
	// NoFilter says in ServiceProviderConfig that lists cannot be filtered, and refuses filters as RefuseFilter does.
	NoFilter bool `json:"no_filter"`
	// RefuseFilter answers 400 and invalidFilter to filters, IgnoreFilter takes no notice of them.
	RefuseFilter bool `json:"refuse_filter"`
	IgnoreFilter bool `json:"ignore_filter"`
	// ActiveText sends `active` as "True" and "False".
	ActiveText bool `json:"active_text"`
	// LowerNames sends all attribute names in lower case.
	LowerNames bool `json:"lower_names"`
	// Records replaces the resources of users, by index, byte for byte.
	Records map[int]string `json:"records,omitempty"`

	// Settings are those of all stand-ins.
	Settings
}

// Check says what cannot be.
func (c *Config) Check() error {
	switch {
	case c.Users < 0 || c.Users > resttest.MaxUsers || c.Groups < 0 || c.Groups > resttest.MaxUsers:
		return errors.New("scimtest: users and groups must be 0 to 10,000,000")
	case c.MaxCount < 0 || c.ShortEvery < 0 || c.HideEvery < 0 || c.GrowEvery < 0:
		return errors.New("scimtest: numbers must not be negative")
	case c.Discovery != 0 && (c.Discovery < 400 || c.Discovery > 599):
		return errors.New("scimtest: discovery is answered by 400 to 599")
	}
	return nil
}

// Clone is a copy that can be changed while this one is read.
func (c *Config) Clone() resttest.Config {
	clone := *c
	clone.Records = maps.Clone(c.Records)
	return &clone
}
