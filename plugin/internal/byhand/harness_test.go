package byhand

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
)

type result struct {
	status         int
	stdout, stderr string
}

// want checks the status, and that stderr has words.
func (r result) want(t *testing.T, status int, words ...string) result {
	t.Helper()
	if r.status != status {
		t.Errorf("status %d, want %d", r.status, status)
	}
	for _, word := range words {
		if !strings.Contains(r.stderr, word) {
			t.Errorf("stderr does not say %q", word)
		}
	}
	if t.Failed() {
		t.Fatalf("stdout: %s\nstderr: %s", r.stdout, r.stderr)
	}
	return r
}

// ids are those of the items on stdout, each of which is one line of JSON.
func (r result) ids(t *testing.T) []string {
	t.Helper()
	var ids []string
	for line := range strings.Lines(r.stdout) {
		var item struct{ ID string }
		if err := json.Unmarshal([]byte(line), &item); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		ids = append(ids, item.ID)
	}
	return ids
}

// lastLine is the last line of stderr.
func (r result) lastLine() string {
	lines := strings.Split(strings.TrimSuffix(r.stderr, "\n"), "\n")
	return lines[len(lines)-1]
}

// env is a world with a token in the variable TOKEN.
func env(stdout, stderr io.Writer, args ...string) Env {
	return Env{
		Args: append([]string{"/opt/trellis-connector-sample.exe"}, args...), Stdout: stdout, Stderr: stderr,
		LookupEnv: func(name string) (string, bool) {
			v, ok := map[string]string{"TOKEN": sample.Token, "WRONG": "the-wrong-token"}[name]
			return v, ok
		},
		Prompt: func(context.Context, string) (string, error) { return sample.Token, nil },
	}
}

func run(t *testing.T, c connector.Connector, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := Run(t.Context(), c, env(&stdout, &stderr, args...))
	return result{status, stdout.String(), stderr.String()}
}

// list runs the sample with its token.
func list(t *testing.T, args ...string) result {
	t.Helper()
	return run(t, sample.New(), append(args, "--secret", "token=env:TOKEN")...)
}
