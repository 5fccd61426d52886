package report

import (
	"cmp"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// User is a user of an account, by reference to what was kept of it.
type User struct {
	in    *Intake
	place int32
}

func (u User) row() *row { return &u.in.rows[u.place] }

// Account is the name of the user's account.
func (u User) Account() Text { return Text(u.in.name) }

// ID is the vendor's id.
func (u User) ID() Text { return Text(u.row().id()) }

// Name is the name, or what the user signs in with where there is none.
func (u User) Name() Text { return Text(u.row().name()) }

// Email is the primary address, as the vendor sent it.
func (u User) Email() Text { return Text(u.row().email()) }

// Status is enabled, disabled, pending, unmapped_value, or nothing where it was not told.
func (u User) Status() string { return valueName(u.row().status.String(), "USER_STATUS_") }

// AccountType is human, service, unmapped_value, or nothing.
func (u User) AccountType() string { return valueName(u.row().kind.String(), "ACCOUNT_TYPE_") }

// MultiFactor is whether a second factor is set up, and nil where it was not told.
func (u User) MultiFactor() *bool {
	a := u.row().multiFactor
	if a == silent {
		return nil
	}
	set := a == yes
	return &set
}

// SeenAt is when the user last signed in or did something, and the zero time where it was not told.
func (u User) SeenAt() time.Time { return instant(u.row().seenAt) }

// CreatedAt is when the account was made, likewise.
func (u User) CreatedAt() time.Time { return instant(u.row().madeAt) }

func instant(seconds int64) time.Time {
	if seconds == never {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// Admin reports whether the user holds a role of type admin.
func (u User) Admin() bool { return u.in.admin(u.place) }

// AdminRole is a role of type admin that a user holds, and where that is known from.
type AdminRole struct {
	Role     Text   `json:"role"`
	Scope    Text   `json:"scope,omitzero"`
	ViaGroup Text   `json:"via_group,omitzero"`
	Origin   string `json:"origin,omitzero"` // direct, inherited or derived
	// Source is derived or assumed where the application has no such fact of its own, and From the field it is made of.
	Source string `json:"source,omitzero"`
	From   Text   `json:"from,omitzero"`
}

// AdminRoles are the roles of type admin that the user holds.
func (u User) AdminRoles() []AdminRole {
	var held []AdminRole
	for _, n := range u.in.held(u.place) {
		g := u.in.grants.all[n]
		if !u.in.ofAdmin(n) {
			continue
		}
		r := &u.in.roles[g.role]
		a := AdminRole{Role: Text(cmp.Or(r.name, r.id)), Origin: valueName(g.origin.String(), "ASSIGNMENT_ORIGIN_")}
		if g.scope != notTold {
			a.Scope = Text(u.in.scopes.all[g.scope])
		}
		if g.via != notTold {
			via := &u.in.groups[g.via]
			a.ViaGroup = Text(cmp.Or(via.name, via.id))
		}
		a.Source, a.From = u.in.sourceOfAdmin(r)
		held = append(held, a)
	}
	return held
}

// MarshalJSONTo writes the user. What was not told is left out.
func (u User) MarshalJSONTo(e *jsontext.Encoder) error {
	return json.MarshalEncode(e, struct {
		Account     Text        `json:"account"`
		ID          Text        `json:"id"`
		Name        Text        `json:"name,omitzero"`
		Email       Text        `json:"email,omitzero"`
		Status      string      `json:"status,omitzero"`
		AccountType string      `json:"account_type,omitzero"`
		MultiFactor *bool       `json:"has_multi_factor,omitzero"`
		SeenAt      time.Time   `json:"last_seen_at,omitzero"`
		CreatedAt   time.Time   `json:"created_at,omitzero"`
		AdminRoles  []AdminRole `json:"admin_roles,omitzero"`
	}{
		u.Account(), u.ID(), u.Name(), u.Email(), u.Status(), u.AccountType(), u.MultiFactor(), u.SeenAt(), u.CreatedAt(), u.AdminRoles(),
	})
}

// valueName is how the host names an enum's value: in lower case, and nothing for what was not told.
func valueName(value, prefix string) string {
	switch name := strings.ToLower(strings.TrimPrefix(value, prefix)); name {
	case "unspecified":
		return ""
	case "unmapped":
		return "unmapped_value"
	default:
		return name
	}
}
