package trust

import (
	"errors"
	"strings"

	"github.com/trellis-iam/trellis/connector"
)

// The causes of what [Lock.Check] refuses.
var (
	ErrUnknown = errors.New("nobody has trusted the connector")
	ErrChanged = errors.New("the binary is not the one that was trusted")
)

// untrusted is the one shape of this package's errors; their fault is the host's.
func untrusted(suggestion, format string, args ...any) *connector.Error {
	e := connector.Errorf(connector.PluginUntrusted, format, args...)
	e.Suggestion = suggestion
	return e
}

// shellWord writes a path so that a shell takes it for what it is, whatever is in it.
func shellWord(path string) string {
	odd := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("/._-+@%:,=", r)
	}
	if !strings.ContainsFunc(path, odd) {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
