package trust

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// namePattern is what describe.proto says of connectors' names. It keeps a name from being a path or an option, too.
var namePattern = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

const (
	maxName = 64 // as in describe.proto
	// maxText bounds versions, which have a dozen bytes, and interpreters, of which the kernel reads one line of 256.
	maxText = 1024
)

// flaw is what is wrong with one field of an entry.
type flaw struct{ field, problem string }

// valid finds the first flaw of an entry. Values come from files that anybody may have made: they are quoted and cut.
func (e Entry) valid() (flaw, bool) {
	bad := func(field, format string, args ...any) (flaw, bool) {
		return flaw{field, fmt.Sprintf(format, args...)}, false
	}
	switch {
	case len(e.Name) > maxName || !namePattern.MatchString(e.Name):
		return bad("name", "%.*q is no name of a connector", maxName, e.Name)
	case e.Version == "" || !printable(e.Version):
		return bad("version", "it is empty, too long or not printable")
	case e.Size <= 0 || e.Size > maxSize:
		return bad("size", "%d is no size of a binary", e.Size)
	case !isSum(e.SHA256):
		return bad("sha256", "it does not have %d lower-case hexadecimal digits", hex.EncodedLen(sha256.Size))
	case !printable(e.Interpreter):
		return bad("interpreter", "it is too long or not printable")
	case e.Key != "" && parseKey(e.Key) == nil:
		return bad("key", "it is not the base64 of the %d bytes of a public key", ed25519.PublicKeySize)
	}
	return flaw{}, true
}

func printable(s string) bool {
	return len(s) <= maxText && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

func isSum(s string) bool {
	raw, err := hex.DecodeString(s)
	return err == nil && len(raw) == sha256.Size && s == strings.ToLower(s)
}

// parseKey reads the base64 of a public key, and answers nil for anything else.
func parseKey(s string) ed25519.PublicKey {
	raw, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil || len(raw) != ed25519.PublicKeySize {
		return nil
	}
	return raw
}
