package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/hashicorp/go-hclog"
	"github.com/trellis-iam/trellis/host-example/output"
)

// jsonLog is the format of the log in which each line on stderr is a JSON object, notes and the last error included.
const jsonLog = "json"

// openLog begins the log on stderr, for what the connectors write and for warnings of our own.
func (a *app) openLog() error {
	level := hclog.LevelFromString(a.flags.logLevel)
	if level == hclog.NoLevel {
		return usagef("--log-level must be debug, info, warn or error")
	}
	if f := a.flags.logFormat; f != jsonLog && f != "text" {
		return usagef("--log-format must be text or json")
	}
	a.log = a.logger(level)
	return nil
}

func (a *app) logger(level hclog.Level) hclog.Logger {
	inJSON := a.flags.logFormat == jsonLog
	safe := output.Printable
	if inJSON {
		safe = output.PrintableJSON
	}
	return hclog.New(&hclog.LoggerOptions{
		Level:              level,
		JSONFormat:         inJSON,
		JSONEscapeDisabled: true, // of what only HTML has a meaning for: secrets are looked for as they are
		Output:             &safeWriter{&a.stderr, a.secrets.redact, safe},
		DisableTime:        !inJSON && level > hclog.Debug, // people who watch know the time
	})
}

// note writes to stderr, in one write. No secret that this run knows gets there, whoever sent the text.
func (a *app) note(format string, args ...any) { a.noteWith(fmt.Sprintf(format, args...)) }

// noteWith is note, with what programs should know of it besides, as the log has it: keys and values. People do not see it, for
// the text says it.
func (a *app) noteWith(text string, about ...any) {
	if a.flags.logFormat == jsonLog {
		a.logger(hclog.Info).Info(text, about...) // whatever the level of the log: it is no part of it
		return
	}
	_, _ = fmt.Fprintln(&a.stderr, a.secrets.redact(text))
}

// watched reports whether progress is worth showing.
func (a *app) watched() bool { return isTerminal(a.Stderr) || a.log.IsInfo() }

// safeWriter writes whole lines, as loggers do, without what is secret or would act on a terminal.
type safeWriter struct {
	w      io.Writer
	redact func(string) string
	safe   func(string) string
}

func (s *safeWriter) Write(p []byte) (int, error) {
	line := strings.TrimSuffix(string(p), "\n")
	if _, err := fmt.Fprintln(s.w, s.safe(s.redact(line))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// turns lets one write after the other: several lists and the log write to stderr.
type turns struct {
	mu sync.Mutex
	w  io.Writer
}

func (t *turns) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.w.Write(p)
}

// to turns what is written from now on to another writer.
func (t *turns) to(w io.Writer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.w = w
}
