package cli

import (
	"fmt"
	"io"
	"strings"

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
		Output:      &safeWriter{a.Stderr, a.redact},
		DisableTime: level > hclog.Debug, // people who watch know the time
	})
	return nil
}

// note writes to stderr. No secret that this run knows gets there, whoever sent the text.
func (a *app) note(format string, args ...any) {
	_, _ = fmt.Fprintln(a.Stderr, a.redact(fmt.Sprintf(format, args...)))
}

// watched reports whether progress is worth showing.
func (a *app) watched() bool { return isTerminal(a.Stderr) || a.log.IsInfo() }

// leastSecret is the length in bytes from which a secret is taken out of texts; shorter ones stand in many words.
const leastSecret = 6

func (a *app) redact(s string) string {
	for _, secret := range a.secrets {
		if len(secret) >= leastSecret {
			s = strings.ReplaceAll(s, secret, "REDACTED")
		}
	}
	return s
}

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
