package cli

import (
	"bytes"
	"testing"
)

// Whatever is logged, nothing in it acts on a terminal, no line is two, and no secret is in it.
func TestLogIsSafe(t *testing.T) {
	var stderr bytes.Buffer
	a := newApp(Env{Stderr: &stderr})
	a.flags.logLevel, a.flags.logFormat = "info", "text"
	for _, secret := range []string{"hunter2", "hunter2-hunter2", "short"} {
		a.secrets.add(secret)
	}
	if err := a.openLog(); err != nil {
		t.Fatal(err)
	}
	a.log.Info("a \x1b[2Jmessage\nof hunter2-hunter2", "key", "\u202evalue", "short", "short hunter2-hunter2")
	a.log.Debug("not shown")
	const want = `[INFO]  a \x1b[2Jmessage\nof REDACTED: key="\u202evalue" short="short REDACTED"` + "\n"
	if got := stderr.String(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
