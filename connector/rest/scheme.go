package rest

import (
	"encoding/base64"
	"net/http"
	"strings"
	"unicode"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Scheme is how requests show who asks. The zero value is the key as a bearer token (RFC 6750).
type Scheme struct {
	// Header is the header that the key stands in; empty: Authorization.
	Header string
	// Prefix stands before the key, its blank included: "Token ". It is of a Scheme with a Header.
	Prefix string
	// Basic is HTTP Basic (RFC 7617): user name and key. UserField is the setting with the user name, which is no secret;
	// empty: the key is the user name, and the password is empty.
	Basic     bool
	UserField string
}

// InHeader is a key in a header of any name, after a prefix, which may be empty.
func InHeader(header, prefix string) Scheme { return Scheme{Header: header, Prefix: prefix} }

// Basic is HTTP Basic with the user name of a setting; "": the key is the user name.
func Basic(userField string) Scheme { return Scheme{Basic: true, UserField: userField} }

// credential is what an account's requests show.
func (s Scheme) credential(account *connectorv1.Account, keyField, key string) (Credential, error) {
	switch {
	case s.Basic && s.UserField == "":
		if strings.Contains(key, ":") { // what is behind it would be the password
			return Credential{}, connector.InvalidField("credentials."+keyField, "must not hold a colon: it is sent as a user name (RFC 7617)")
		}
		return UserPassword(key, "", key), nil
	case s.Basic:
		user := account.GetSettings()[s.UserField]
		if user == "" || strings.Contains(user, ":") || strings.ContainsFunc(user, unicode.IsControl) {
			return Credential{}, connector.InvalidField("settings."+s.UserField, "must be a user name, without a colon (RFC 7617)")
		}
		return UserPassword(user, key, key), nil
	case s.Header != "":
		return Credential{header: http.CanonicalHeaderKey(s.Header), value: s.Prefix + key, secrets: []string{key}}, nil
	}
	return Bearer(key), nil
}

// UserPassword is HTTP Basic (RFC 7617). The secret is one of the two; their base64 is hidden, too.
func UserPassword(user, password, secret string) Credential {
	pair := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
	return Credential{header: "Authorization", value: "Basic " + pair, secrets: []string{secret, pair}}
}

// fits reports whether a key is made of what the scheme can carry: passwords may hold whatever can be typed.
func (s Scheme) fits(key string) bool {
	if s.Basic && s.UserField != "" {
		return key != "" && !strings.ContainsFunc(key, unicode.IsControl)
	}
	return isToken(key)
}
