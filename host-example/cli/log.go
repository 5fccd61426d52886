package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/hashicorp/go-hclog"
	"github.com/trellis-iam/trellis/host-example/output"
)

// openLog begins the log on stderr, for what the connectors write and for warnings of our own.
func (a *app) openLog() error {
	level := hclog.LevelFromString(a.flags.logLevel)
	if level == hclog.NoLevel {
		return usagef("--log-level must be debug, info, warn or error")
	}
	a.log = hclog.New(&hclog.LoggerOptions{
		Level:       level,
		Output:      &safeWriter{&a.stderr, a.secrets.redact},
		DisableTime: level > hclog.Debug, // people who watch know the time
	})
	return nil
}

// note writes to stderr, in one write. No secret that this run knows gets there, whoever sent the text.
func (a *app) note(format string, args ...any) {
	_, _ = fmt.Fprintln(&a.stderr, a.secrets.redact(fmt.Sprintf(format, args...)))
}

// watched reports whether progress is worth showing.
func (a *app) watched() bool { return isTerminal(a.Stderr) || a.log.IsInfo() }

// safeWriter writes whole lines, as loggers do, without what is secret or would act on a terminal.
type safeWriter struct {
	w      io.Writer
	redact func(string) string
}

func (s *safeWriter) Write(p []byte) (int, error) {
	line := strings.TrimSuffix(string(p), "\n")
	if _, err := fmt.Fprintln(s.w, output.Printable(s.redact(line))); err != nil {
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
