package latticatest

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// Config says what a server is. The zero value is an empty workspace. Its JSON is that of the control endpoint.
type Config struct {
	// Users is how many users the workspace has, and Tasks how many tasks.
	Users int `json:"users"`
	Tasks int `json:"tasks"`
	// CustomRoles is how many roles there are besides Owner, Admin, Member and Guest (all assumed).
	CustomRoles int `json:"custom_roles"`
	// Seed makes another workspace of the same size.
	Seed uint64 `json:"seed"`

	// SandboxKey is taken besides APIKey, and shows the mirror workspace with sample data, as every key with the prefix
	// lat_test_ does; empty: DefaultSandboxKey.
	SandboxKey string `json:"sandbox_key"`
	// Scope is what the keys may do; empty: ReadOnly.
	Scope Scope `json:"scope"`
	// Reach is what the keys may see; empty: Workspace.
	Reach Reach `json:"reach"`
	// Expired says that the keys have: 401, with a code of its own (assumed).
	Expired bool `json:"expired"`

	// Plan sets the limit, unless Rate does; empty: Business. Window makes the minute shorter.
	Plan Plan `json:"plan"`
	// ResetForm is how X-RateLimit-Reset is written, whose unit is not documented; empty: ResetUnix.
	ResetForm ResetForm `json:"reset_form"`
	// ResetNext makes X-RateLimit-Reset tell when there is one more request, and not when all are back: neither is
	// documented.
	ResetNext bool `json:"reset_next"`

	// UsersPath and RolesPath are where users and roles are listed (assumed); empty: /v1/users and /v1/roles. What is
	// counted under them does not change later.
	UsersPath string `json:"users_path"`
	RolesPath string `json:"roles_path"`
	// RoleForm is how a user's roles look, none of which is documented; empty: RoleID.
	RoleForm RoleForm `json:"role_form"`
	// AllNull makes every member of users null that can be: name, email, roles, status, created_at.
	AllNull bool `json:"all_null"`
	// ExtraFields adds members that nobody documents.
	ExtraFields bool `json:"extra_fields"`
	// BadLimit is the status that answers a page size outside 1 to 100, which is not documented; 0: 400. With 200 the nearest
	// size that is allowed is taken.
	BadLimit int `json:"bad_limit"`
	// Records replaces the records of users, by index, byte for byte.
	Records map[int]string `json:"records,omitempty"`

	resttest.Settings
}

// Scope is what a key may do.
type Scope string

// The scopes that there are.
const (
	ReadOnly  Scope = "read_only"
	ReadWrite Scope = "read_write"
)

// Reach is what a key may see. Lattica documents that keys can be for specific projects or a single one, and not what such
// a key answers where users are asked for.
type Reach string

// The reach of a whole workspace, and two ways of one of some projects (assumed): users and roles are refused with 403, or
// those users are listed who are in the projects, which are two of three.
const (
	Workspace       Reach = "workspace"
	ProjectsRefused Reach = "projects_refused"
	ProjectsPartial Reach = "projects_partial"
)

// RoleForm is how a user's record has its roles: all assumed.
type RoleForm string

// A user's roles are one id ("role": "role_..."), one name ("role": "Admin"), several ids ("roles": ["role_..."]), or several
// objects ("roles": [{"id": "role_...", "name": "Admin"}]).
const (
	RoleID      RoleForm = "id"
	RoleName    RoleForm = "name"
	RoleIDs     RoleForm = "ids"
	RoleObjects RoleForm = "objects"
)

func (c *Config) usersPath() string { return cmp.Or(c.UsersPath, "/v1/users") }
func (c *Config) rolesPath() string { return cmp.Or(c.RolesPath, "/v1/roles") }

// Check says what cannot be.
func (c *Config) Check() error {
	switch {
	case c.Users < 0 || c.Users > resttest.MaxUsers || c.Tasks < 0 || c.Tasks > resttest.MaxUsers || c.CustomRoles < 0 || c.CustomRoles > resttest.MaxUsers:
		return errors.New("latticatest: users, tasks and roles must be 0 to 10,000,000")
	case !slices.Contains([]Scope{"", ReadOnly, ReadWrite}, c.Scope):
		return errors.New("latticatest: a scope is read_only or read_write")
	case !slices.Contains([]Reach{"", Workspace, ProjectsRefused, ProjectsPartial}, c.Reach):
		return errors.New("latticatest: a reach is workspace, projects_refused or projects_partial")
	case !slices.Contains([]RoleForm{"", RoleID, RoleName, RoleIDs, RoleObjects}, c.RoleForm):
		return errors.New("latticatest: a role's form is id, name, ids or objects")
	case !slices.Contains([]ResetForm{"", ResetUnix, ResetDelta}, c.ResetForm):
		return errors.New("latticatest: a reset's form is unix or delta")
	case c.BadLimit != 0 && c.BadLimit != http.StatusOK && (c.BadLimit < 400 || c.BadLimit > 599):
		return errors.New("latticatest: a bad limit is answered by 200 or 400 to 599")
	}
	return c.Plan.check()
}

// Clone is a copy that can be changed while this one is read.
func (c *Config) Clone() resttest.Config {
	clone := *c
	clone.Records = maps.Clone(c.Records)
	return &clone
}

// Accepts takes the two keys.
func (c *Config) Accepts(key string) bool {
	return resttest.Same(key, c.APIKey) || resttest.Same(key, cmp.Or(c.SandboxKey, DefaultSandboxKey))
}
