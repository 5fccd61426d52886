package cli

import (
	"errors"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/plugin/trust"
)

// lock is the lock file.
func (a *app) lock() string {
	if a.flags.lock != "" {
		return a.flags.lock
	}
	if file, ok := a.LookupEnv(lockVariable); ok && file != "" {
		return file
	}
	return filepath.Join(a.plugins(), trust.LockName)
}

// What a connector can be to the lock file, as `trellis connectors` shows it.
const (
	isTrusted    = "trusted"
	isUnknown    = "unknown" // nobody has trusted it
	isChanged    = "changed" // it is not what was trusted
	isRefused    = "refused" // others may change it, or it cannot be looked at
	isNotChecked = "not checked"
	isAttached   = "attached" // this program did not start it
)

// trustColors: what may run, what may not yet, and what somebody should look at.
var trustColors = map[string]output.Color{
	isTrusted: output.Green, isUnknown: output.Yellow, isNotChecked: output.Yellow, isChanged: output.Red, isRefused: output.Red,
}

// judge says what a connector is to the lock file, given what it answered with.
func (a *app) judge(name string, err error) string {
	switch {
	case a.flags.attach[name] != "":
		return isAttached
	case a.flags.dev:
		return isNotChecked
	case errors.Is(err, trust.ErrUnknown):
		return isUnknown
	case errors.Is(err, trust.ErrChanged):
		return isChanged
	case errors.Is(err, connector.PluginUntrusted):
		return isRefused
	}
	return isTrusted
}

// helpful gives the error of a connector that is not trusted the command with which it would be, this run's flags included.
func (a *app) helpful(err error) error {
	e, ok := errors.AsType[*connector.Error](err)
	if !ok || !errors.Is(err, trust.ErrUnknown) && !errors.Is(err, trust.ErrChanged) {
		return err
	}
	command := []string{"trellis", "connectors", "trust", e.Connector}
	for _, f := range []struct{ flag, value string }{{"--plugins", a.flags.plugins}, {"--lock", a.flags.lock}} {
		if f.value != "" {
			command = append(command, f.flag, shellWord(f.value))
		}
	}
	better := *e
	better.Suggestion = strings.Join(command, " ")
	if errors.Is(err, trust.ErrChanged) {
		better.Suggestion = "if you know why it changed: " + better.Suggestion
	}
	return &better
}

// plain is what no shell has a meaning for.
var plain = regexp.MustCompile(`^[\w./:@%+=,-]+$`)

// shellWord writes a word so that shells take it for what it is.
func shellWord(s string) string {
	if plain.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
