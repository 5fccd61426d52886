package rest

import (
	"strings"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// KeyPrefix is how a vendor's keys of one kind begin.
type KeyPrefix struct {
	Prefix string
	// Environment is what data they open.
	Environment connectorv1.Environment
}

// readKey checks an account's key, and says what its prefix tells. A key that begins like none of the vendor's is another's,
// and is sent to nobody.
func (a *API) readKey(account *connectorv1.Account) (key string, of connectorv1.Environment, err error) {
	key, path := account.GetCredentials()[a.KeyField], "credentials."+a.KeyField
	if !a.Scheme.fits(key) {
		return "", of, connector.InvalidField(path, "holds a character that is in no API key, such as a space")
	}
	var prefixes []string
	for _, p := range a.KeyPrefixes {
		if strings.HasPrefix(key, p.Prefix) {
			return key, p.Environment, nil
		}
		prefixes = append(prefixes, p.Prefix)
	}
	if len(prefixes) > 0 {
		return "", of, connector.InvalidField(path, "must begin with %s, as keys of %s do", strings.Join(prefixes, " or "), a.Description.GetTitle())
	}
	return key, of, nil
}

// isToken reports whether a key is made of what a header may hold and a person can see.
func isToken(key string) bool {
	for _, c := range []byte(key) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return key != ""
}

// APIKey is the usual name of the field that holds a key.
const APIKey = "api_key"

// maxKey finds a paste that brought a document along.
const maxKey = 1024

// KeyMethod describes authentication by a key that people paste, as [APIKey]. Keys shorter than least were cut.
func KeyMethod(help string, least int32, guide *connectorv1.ConnectGuide) *connectorv1.AuthMethod {
	return fieldsMethod("API key", guide, keyField(help, least))
}

// BasicMethod describes HTTP Basic with a user name and a key that people paste as [APIKey]. The user name is the setting
// userField, which people know by a label such as "E-mail", and is no secret.
func BasicMethod(userField, label, userHelp, help string, least int32, guide *connectorv1.ConnectGuide) *connectorv1.AuthMethod {
	return fieldsMethod(label+" and API key", guide, &connectorv1.Field{
		Key: userField, Label: label, Help: userHelp, Required: true,
		Type: connectorv1.FieldType_FIELD_TYPE_STRING, MinLength: 1, MaxLength: maxKey,
	}, keyField(help, least))
}

func keyField(help string, least int32) *connectorv1.Field {
	return &connectorv1.Field{
		Key: APIKey, Label: "API key", Help: help, Secret: true, Required: true,
		Type: connectorv1.FieldType_FIELD_TYPE_STRING, MinLength: least, MaxLength: maxKey,
	}
}

func fieldsMethod(title string, guide *connectorv1.ConnectGuide, fields ...*connectorv1.Field) *connectorv1.AuthMethod {
	return &connectorv1.AuthMethod{
		Id: APIKey, Title: title, Guide: guide,
		Kind: &connectorv1.AuthMethod_Fields{Fields: &connectorv1.FieldsAuth{Fields: fields}},
	}
}
