package scim

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/trellis-iam/trellis/mappings"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Profile is what is known of one provider's resources besides the RFC. The zero value fits any provider.
type Profile struct {
	// Extension is the URN of the provider's own extension, whose attributes are the customer's own: they stand in
	// custom_fields under their names. Those of other extensions stand under the extension's URN.
	Extension string
	// Unread are attributes of Extension that are the provider's and of no use for access reviews.
	Unread []string
	// NoGroups and the like: the provider does not have this attribute, whatever its resources say.
	NoGroups, NoRoles, NoUserType, NoEmployeeNumber bool
}

// people are the kinds of users that RFC 7643 names (section 4.1.1, userType), in lower case: all of them are people. What
// else providers put there is not to be guessed.
var people = map[string]bool{"contractor": true, "employee": true, "intern": true, "temp": true, "external": true}

// User maps a record whose id is usable. raw, where it was asked for, is the record's own JSON.
func (p Profile) User(id string, r *UserRecord, raw []byte) *iamv1.User {
	var n mappings.Notes
	r.Name.note(&n, "$.name")
	r.Meta.note(&n, "$.meta")
	u := &iamv1.User{
		Id: id,
		Name: cmp.Or(r.DisplayName.Text(&n, "$.displayName"), r.Name.Formatted.Text(&n, "$.name.formatted"),
			r.NickName.Text(&n, "$.nickName")),
		FirstName:    r.Name.GivenName.Text(&n, "$.name.givenName"),
		LastName:     r.Name.FamilyName.Text(&n, "$.name.familyName"),
		Username:     r.UserName.Text(&n, "$.userName"),
		Title:        r.Title.Text(&n, "$.title"),
		TimeZone:     r.TimeZone.Text(&n, "$.timezone"),
		CreatedAt:    r.Meta.Created.Value(&n, "$.meta.created"),
		UpdatedAt:    r.Meta.LastModified.Value(&n, "$.meta.lastModified"),
		Avatar:       avatar(&r.Photos, &n),
		CustomFields: p.customFields(r.Extensions, &n),
	}
	if r.moreExtensions {
		n.Add("$", fmt.Sprintf("more than %d extensions: the others are not read", maxExtensions))
	}
	u.PrimaryEmail, u.Emails = emails(&r.Emails, &n)
	u.Status, u.StatusSourceValue = status(&r.Active, &n)
	if !p.NoUserType {
		u.AccountType, u.AccountTypeSourceValue = accountType(&r.UserType, &n)
	}
	if !p.NoRoles {
		u.Roles = roles(&r.Roles, &n)
	}
	if !p.NoGroups {
		u.Groups = memberships(&r.Groups, &n)
	}
	p.enterprise(&r.Enterprise, u, &n)
	u.Source = n.Source(raw)
	return u
}

func accountType(userType *mappings.String, n *mappings.Notes) (iamv1.AccountType, string) {
	source := scalar(userType, n, "$.userType")
	switch {
	case source == "":
		return iamv1.AccountType_ACCOUNT_TYPE_UNSPECIFIED, ""
	case people[strings.ToLower(source)]:
		return iamv1.AccountType_ACCOUNT_TYPE_HUMAN, source
	}
	return iamv1.AccountType_ACCOUNT_TYPE_UNMAPPED, source
}

// enterprise adds what the enterprise extension tells.
func (p Profile) enterprise(c *Enterprise, u *iamv1.User, n *mappings.Notes) {
	const at = "$['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User']"
	c.note(n, at)
	if name := c.Department.Text(n, at+".department"); name != "" {
		u.Department = &iamv1.GroupRef{Name: name, Type: iamv1.GroupType_GROUP_TYPE_DEPARTMENT}
	}
	if !p.NoEmployeeNumber {
		u.EmployeeId = scalar(&c.EmployeeNumber, n, at+".employeeNumber")
	}
	c.Manager.note(n, at+".manager")
	id := scalar(&c.Manager.Value, n, at+".manager.value")
	if name := c.Manager.DisplayName.Text(n, at+".manager.displayName"); id != "" || name != "" {
		u.Manager = &iamv1.UserRef{Id: id, Name: name}
	}
}

// scalar is text, as which a number counts too.
func scalar(s *mappings.String, n *mappings.Notes, path string) string {
	t, ok := text(s)
	if !ok {
		n.Add(path, "neither text nor a number")
	}
	return t
}

// status is what `active` says. Some providers send it as a string, which is said, and taken.
func status(active *mappings.String, n *mappings.Notes) (iamv1.UserStatus, string) {
	const path = "$.active"
	source := active.Source()
	status := iamv1.UserStatus_USER_STATUS_UNMAPPED
	switch {
	case source == "":
		if active.State() == mappings.Mistyped {
			n.Add(path, "neither true nor false")
		}
		return iamv1.UserStatus_USER_STATUS_UNSPECIFIED, ""
	case strings.EqualFold(source, "true"):
		status = iamv1.UserStatus_USER_STATUS_ENABLED
	case strings.EqualFold(source, "false"):
		status = iamv1.UserStatus_USER_STATUS_DISABLED
	}
	if active.State() == mappings.Present && status != iamv1.UserStatus_USER_STATUS_UNMAPPED {
		n.Add(path, "string where a boolean is expected; taken for one")
	}
	return status, source
}

// emails are the addresses; the primary one is the one that is said to be, else the first.
func emails(v *Values, n *mappings.Notes) (primary string, all *iamv1.EmailAddresses) {
	if !v.told() {
		return "", nil
	}
	all = &iamv1.EmailAddresses{}
	var first *iamv1.EmailAddress
	whole := v.each(n, "$.emails", func(address string, of *Value) string {
		switch {
		case of.Value.State() == mappings.Mistyped:
			return "number where a string is expected"
		case address == "":
			return "no value, which is the address"
		}
		e := &iamv1.EmailAddress{Address: address, Type: of.Type.Text(n, "$.emails.type")}
		if first == nil || of.primary() && !first.Primary {
			first = e
			e.Primary = of.primary()
		}
		all.Values = append(all.Values, e)
		return ""
	})
	if first != nil {
		first.Primary = true
		primary = first.Address
	}
	if !whole {
		return primary, nil
	}
	return primary, all
}

// avatar is the picture that is said to be primary, else the first.
func avatar(v *Values, n *mappings.Notes) *iamv1.Avatar {
	var a *iamv1.Avatar
	found := false
	v.each(n, "$.photos", func(url string, of *Value) string {
		if url != "" && (a == nil || of.primary() && !found) {
			a, found = &iamv1.Avatar{Url: url}, of.primary()
		}
		return ""
	})
	return a
}
