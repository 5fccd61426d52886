package scim

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// The values of the filter `status`.
const (
	enabled  = "enabled"
	disabled = "disabled"
)

// condition is a filter as the provider reads it, and as we check it.
type condition struct {
	expression string
	fits       func(*iamv1.User) bool
}

// conditions are what a request's filters ask for.
func (p Profile) conditions(filters []*connectorv1.Filter) (all []condition) {
	for _, f := range filters {
		switch value := f.GetValues()[0]; f.GetName() {
		case "status":
			all = append(all, ofStatus(f.GetValues()))
		case "username":
			all = append(all, condition{
				expression: "userName eq " + quote(value),
				fits:       func(u *iamv1.User) bool { return strings.EqualFold(u.GetUsername(), value) },
			})
		case "email":
			all = append(all, condition{
				expression: p.Emails + " eq " + quote(value),
				fits: func(u *iamv1.User) bool {
					return strings.EqualFold(u.GetPrimaryEmail(), value) ||
						slices.ContainsFunc(u.GetEmails().GetValues(), func(e *iamv1.EmailAddress) bool { return strings.EqualFold(e.GetAddress(), value) })
				},
			})
		}
	}
	return all
}

func ofStatus(values []string) condition {
	wanted := map[iamv1.UserStatus]bool{
		iamv1.UserStatus_USER_STATUS_ENABLED:  slices.Contains(values, enabled),
		iamv1.UserStatus_USER_STATUS_DISABLED: slices.Contains(values, disabled),
	}
	c := condition{fits: func(u *iamv1.User) bool { return wanted[u.GetStatus()] }}
	switch {
	case !wanted[iamv1.UserStatus_USER_STATUS_DISABLED]:
		c.expression = "active eq true"
	case !wanted[iamv1.UserStatus_USER_STATUS_ENABLED]:
		c.expression = "active eq false"
	default:
		c.expression = "(active eq true or active eq false)"
	}
	return c
}

// expression is the filter of a request (RFC 7644, section 3.4.2.2); "" for none.
func expression(all []condition) string {
	var parts []string
	for _, c := range all {
		parts = append(parts, c.expression)
	}
	return strings.Join(parts, " and ")
}

// fit reports whether a user meets all conditions.
func fit(all []condition, u *iamv1.User) bool {
	return !slices.ContainsFunc(all, func(c condition) bool { return !c.fits(u) })
}

// quote writes a value as the JSON string that filters take, so that nothing in it can be read as more than the value.
func quote(value string) string {
	b, _ := jsontext.AppendQuote(nil, value) // its only error is replaced UTF-8, which options cannot hold
	return string(b)
}
