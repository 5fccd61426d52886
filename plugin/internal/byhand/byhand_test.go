package byhand

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
)

func TestLists(t *testing.T) {
	for command, n := range map[string]int{"users": 120, "roles": 4, "groups": 5} {
		r := list(t, command, "--set=users=120").want(t, 0)
		if len(r.ids(t)) != n || !strings.HasPrefix(r.lastLine(), "complete: ") {
			t.Errorf("%s: %d lines, %s", command, len(r.ids(t)), r.stderr)
		}
	}
	r := list(t, "users", "-set", "users=120", "--page-size", "50", "-raw").want(t, 0)
	if r.lastLine() != "complete: 120 users in 3 pages, visibility full" || !strings.Contains(r.stdout, `"raw":"`) {
		t.Error(r.stderr)
	}
}

// TestGoOn: what one list says is enough to go on with, exactly from there.
func TestGoOn(t *testing.T) {
	first := list(t, "users", "--set", "users=30", "--limit", "20").want(t, 0, "stopped at the limit: 20 users in 1 page")
	_, add, ok := strings.Cut(first.lastLine(), "add ")
	if !ok {
		t.Fatal(first.stderr)
	}
	rest := list(t, append([]string{"users", "--set", "users=30"}, strings.Fields(add)...)...).want(t, 0, "complete from the page token on: 10 users")
	if ids := append(first.ids(t), rest.ids(t)...); len(ids) != 30 || ids[19] != "20" || ids[20] != "21" {
		t.Errorf("%v", ids)
	}
}

func TestItems(t *testing.T) {
	r := list(t, "get-role", "--id", "2", "--raw").want(t, 0)
	if ids := r.ids(t); len(ids) != 1 || ids[0] != "2" {
		t.Error(r.stdout)
	}
	list(t, "get-user", "--id", "none").want(t, 1, "NOT_FOUND", "sample: GetUser: ")
	list(t, "get-user").want(t, 2, "needs --id")
	list(t, "get-user", "--id", "1", "--expand", "a,b").want(t, 2, "UNSUPPORTED")
}

// A stand-in is a command like any other, where there is one.
func TestSandbox(t *testing.T) {
	var stdout, stderr bytes.Buffer
	ran := 0
	with := func(args ...string) string {
		stdout.Reset()
		e := env(&stdout, &stderr, args...)
		e.Sandbox = func() { ran++ }
		Run(t.Context(), sample.New(), e)
		return stdout.String()
	}
	if help := with("--help"); !strings.Contains(help, "\n    sandbox        play the application") || ran != 0 {
		t.Errorf("%s, ran %d times", help, ran)
	}
	if with("sandbox", "--users", "3"); ran != 1 || stderr.Len() > 0 {
		t.Errorf("it ran %d times: %s", ran, &stderr)
	}
	if help := run(t, sample.New(), "--help").want(t, 0).stdout; strings.Contains(help, "sandbox") {
		t.Error(help)
	}
	run(t, sample.New(), "sandbox").want(t, 2, "there is no such command")
}

func TestDocuments(t *testing.T) {
	for _, r := range []result{run(t, sample.New(), "describe"), list(t, "authenticate")} {
		r.want(t, 0)
		if !json.Valid([]byte(r.stdout)) || !strings.HasPrefix(r.stdout, "{\n  \"") || r.stderr != "" {
			t.Errorf("%s%s", r.stdout, r.stderr)
		}
	}
	prompted := run(t, sample.New(), "authenticate", "--secret", "token=prompt")
	if again := list(t, "authenticate"); prompted.stdout != again.stdout {
		t.Errorf("the layout is another one: %s, %s", prompted.stdout, again.stdout)
	}
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"help"}, {"-h"}} {
		r := run(t, sample.New(), args...).want(t, 0)
		for _, words := range []string{"Orchard", "get-group ", "debug ", "trellis-connector-sample users --secret token=prompt --limit 10"} {
			if !strings.Contains(r.stdout, words) {
				t.Errorf("%v does not say %q: %s", args, words, r.stdout)
			}
		}
	}
	for command, words := range map[string]string{
		"users": "--page-token string", "get-user": "--id id", "authenticate": `(default "local")`, "describe": "describe [flags]", "debug": "until Ctrl-C",
	} {
		if r := run(t, sample.New(), command, "--help").want(t, 0); !strings.Contains(r.stdout, words) || r.stderr != "" {
			t.Errorf("%s does not say %q: %s", command, words, r.stdout)
		}
	}
	if r := run(t, sample.New(), "version").want(t, 0); r.stdout != "sample 0.1.0\n" {
		t.Error(r.stdout)
	}
}

// TestDebugIsHandedOn: the command is the caller's business, its error the program's.
func TestDebugIsHandedOn(t *testing.T) {
	var stderr bytes.Buffer
	e := env(io.Discard, &stderr, "debug")
	e.Debug = func(_ context.Context, c connector.Connector, w io.Writer) error {
		_, _ = io.WriteString(w, "waiting\n")
		if _, err := c.GetUser(t.Context(), connector.GetRequest{}); connector.ReasonOf(err) != connector.InvalidConfig {
			t.Errorf("the connector is not checked: %v", err)
		}
		return errors.New("no folder")
	}
	if status := Run(t.Context(), sample.New(), e); status != 1 || stderr.String() != "waiting\ntrellis-connector-sample: no folder\n" {
		t.Errorf("status %d: %s", status, stderr.String())
	}
}
