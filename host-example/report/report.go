package report

import "time"

// Shape names the shape of a report as JSON. Members may be added to it; what is there keeps its meaning.
const Shape = "trellis.report.v1"

// Report is who has access to what, over several accounts. Everything in it is sorted, so that two reports of the same data
// are the same.
type Report struct {
	Shape       string    `json:"shape"`
	GeneratedAt time.Time `json:"generated_at"`
	Generator   string    `json:"generator,omitzero"`
	// Complete is true where every list that the connectors offer was read to its end. Doubts may be left: see Gaps.
	Complete bool   `json:"complete"`
	Totals   Totals `json:"totals"`

	Accounts []*Account `json:"accounts"`
	// Connectors are the accounts' counts, added up by connector.
	Connectors []Connector `json:"connectors"`
	Roles      []Role      `json:"roles"`
	Groups     []Group     `json:"groups"`
	// Findings are what is worth a look, the most telling first; one that found nobody is there, too.
	Findings []Finding `json:"findings"`
	// Admins are the users who hold a role of type admin.
	Admins []User `json:"admins"`
	// People are the e-mail addresses with users in several accounts.
	People []Person `json:"people"`
	// Gaps are what could not be read, and what is less sure than it looks.
	Gaps []Gap `json:"gaps"`
}

// Totals count over all accounts that were read, also in part.
type Totals struct {
	Accounts         int `json:"accounts"`
	AccountsComplete int `json:"accounts_complete"`
	AccountsPartial  int `json:"accounts_partial"`
	AccountsFailed   int `json:"accounts_failed"`
	Counts
	// AdminsNotTold are the accounts that were read and in which nothing says who is an admin.
	AdminsNotTold int `json:"accounts_without_admins_told"`
	// Emails are different addresses, compared without regard to case, and People those in several accounts.
	Emails int64 `json:"emails"`
	People int64 `json:"people_in_several_accounts"`
}

// Counts are how many users there are, and of how many something is known.
type Counts struct {
	Users    int64    `json:"users"`
	ByStatus Statuses `json:"by_status"`
	Admins   int64    `json:"admins"`
	// AdminsTold is false where nothing says who is an admin, so that Admins being 0 says nothing; AdminsAtLeast is true
	// where there may be more: of some users or roles it is not told, or a list was cut off.
	AdminsTold    bool `json:"admins_told"`
	AdminsAtLeast bool `json:"admins_at_least"`
	// Told is of how many users each fact was told: what is missing to Users is not known, and is not "none".
	Told Told `json:"told"`
}

// Statuses are users by status.
type Statuses struct {
	Enabled  int64 `json:"enabled"`
	Disabled int64 `json:"disabled"`
	Pending  int64 `json:"pending"`
	// Unmapped are those with a status of the application's own that has no counterpart.
	Unmapped int64 `json:"unmapped_value"`
	NotTold  int64 `json:"not_told"`
}

// Told counts users of whom a fact was told.
type Told struct {
	Status      int64 `json:"status"`
	Email       int64 `json:"email"`
	Roles       int64 `json:"roles"`
	Groups      int64 `json:"groups"`
	AccountType int64 `json:"account_type"`
	MultiFactor int64 `json:"multi_factor"`
	LastSeen    int64 `json:"last_seen"`
	Created     int64 `json:"created"`
}

// Connector is the accounts of one connector, added up.
type Connector struct {
	Name     Text `json:"name"`
	Accounts int  `json:"accounts"`
	Read     int  `json:"accounts_read"` // whole or in part: the counts are of these
	Counts
}

// State is how far an account or a list was read.
type State string

// The states.
const (
	Complete    State = "complete"
	Partial     State = "partial"     // some came
	Failed      State = "failed"      // nothing came, and that says nothing
	Unsupported State = "unsupported" // the connector or the account has no such list
)

// Account is one account, and how it was read.
type Account struct {
	Name        Text   `json:"name"`
	Connector   Text   `json:"connector"`
	Application Text   `json:"application,omitzero"`
	Workspace   Text   `json:"workspace,omitzero"`
	Environment string `json:"environment,omitzero"` // live, sandbox, or nothing where it is not told
	State       State  `json:"state"`
	Lists       []List `json:"lists"`
	Counts
}

// List is how a list of an account was read.
type List struct {
	Resource   string `json:"resource"` // users, roles or groups
	State      State  `json:"state"`
	Items      int64  `json:"items"`
	Rejected   int64  `json:"rejected"`
	Warned     int64  `json:"warned"`
	Visibility string `json:"visibility,omitzero"` // full, partial or unknown; nothing without a receipt
	Drift      bool   `json:"drift_observed,omitzero"`
}

// Role is a role of an account. Users is nil where the account does not tell who holds roles.
type Role struct {
	Account Text   `json:"account"`
	ID      Text   `json:"id,omitzero"`
	Name    Text   `json:"name,omitzero"`
	Type    string `json:"type,omitzero"`
	Derived bool   `json:"derived,omitzero"`
	Users   *int64 `json:"users,omitzero"`
}

// Group is a group of an account. Users is nil where the account does not tell who is in it.
type Group struct {
	Account Text   `json:"account"`
	ID      Text   `json:"id,omitzero"`
	Name    Text   `json:"name,omitzero"`
	Type    string `json:"type,omitzero"`
	Users   *int64 `json:"users,omitzero"`
}

// Person is an e-mail address with users in several accounts. That they are one person is a guess.
type Person struct {
	Email Text `json:"email"`
	// Mismatch is true where one account has the person disabled and another enabled.
	Mismatch bool   `json:"disabled_and_enabled"`
	Users    []User `json:"users"`

	weight int
}

// Finding is something worth a look: users or people of whom it holds.
type Finding struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Limit is what the data cannot tell.
	Limit string `json:"limit"`
	Total int64  `json:"total"`
	// Told of Of users told enough to be judged; both 0 where that does not apply.
	Told   int64    `json:"told"`
	Of     int64    `json:"of"`
	Users  []User   `json:"users,omitzero"`
	People []Person `json:"people,omitzero"`
}

// Gap is something that was not read, or that is less sure than it looks.
type Gap struct {
	Account Text `json:"account"`
	// Resources are the lists that it is about, and nothing where it is the account.
	Resources []string `json:"resources,omitzero"`
	// Weight is missing (data is missing), doubt (what is there may not be all or not be so) or note.
	Weight string `json:"weight"`
	// What is the kind of gap, for programs.
	What string `json:"what"`
	// Reason is that of an error, as in the contract, or the code of a warning about the account.
	Reason  Text  `json:"reason,omitzero"`
	Message Text  `json:"message"`
	ToDo    Text  `json:"to_do,omitzero"`
	Count   int64 `json:"count,omitzero"`
}
