package connect

import (
	"fmt"
	"strings"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// longestName bounds the names that are proposed; longer ones are a burden to type.
const longestName = 32

// Slug makes a name of a text: small letters, digits and hyphens. It is empty where the text has none.
func Slug(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case b.Len() >= longestName:
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimRight(b.String(), "-")
}

// Name proposes a name for the account: the workspace's, where the vendor tells it, or the connector's; with a number where
// that is taken.
func Name(about *connectorv1.Description, answer *connectorv1.Authentication, taken func(string) bool) string {
	slug := Slug(answer.GetWorkspace().GetName())
	if slug == "" {
		slug = about.GetName()
	}
	name := slug
	for n := 2; taken(name); n++ {
		name = fmt.Sprintf("%s-%d", slug, n)
	}
	return name
}

// NameQuestion asks for the account's name.
func NameQuestion(proposed string, check func(string) error) Question {
	return Question{
		ID: "name", Label: "Name of the account", Help: "What commands know it by: trellis users --account NAME.",
		Required: true, Default: proposed, check: check,
	}
}
