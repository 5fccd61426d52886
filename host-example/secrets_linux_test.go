package main

import (
	"cmp"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
)

// hardKey is a key of characters that are written differently wherever they are escaped.
const hardKey = `lat"k<e>y&1+2/3=4%41\5?6-0d9f4c52'Zq`

// keyVariable is where the program finds a secret, in tests that put it into its environment.
const keyVariable = "TRELLIS_TEST_HARD_KEY"

// loud makes the program say as much as it can.
var loud = []string{"--log-level", "trace"}

// echo is a text with a secret in every form that a vendor could send it back in.
func echo(secret string) string {
	var b strings.Builder
	for name, form := range formsOf(secret) {
		b.WriteString(name + ": " + form + "\n")
	}
	return "Authorization: Bearer " + secret + "\n" + b.String()
}

// A key goes to the connector and to its vendor and nowhere else, whatever happens: it is in no argument, no environment but
// the one that it was given in, no log at the most talkative level, no error and no page token, in no encoding; not even
// where the vendor sends it back, or the connector is killed.
func TestSecretsStayInside(t *testing.T) {
	answer := func(status int, header http.Header) func(*http.Request) *latticetest.Fault {
		return func(*http.Request) *latticetest.Fault {
			return &latticetest.Fault{Status: status, Header: header, Body: []byte(echo(hardKey))}
		}
	}
	kill := func(t *testing.T, program int) {
		for _, pid := range children(t, program) {
			_ = syscall.Kill(pid, syscall.SIGKILL) // it may be dead already
		}
	}
	for name, c := range map[string]struct {
		command string                                 // users where there is none
		given   bool                                   // in the program's environment
		from    int64                                  // the first request that meets it
		fault   func(*http.Request) *latticetest.Fault // nil: none
		does    func(t *testing.T, program int)        // at that request, once; nil: nothing
		status  int
		stderr  []string
	}{
		"a list":                  {},
		"groups":                  {command: "groups"},
		"authenticate":            {command: "authenticate"},
		"authenticate, by env":    {command: "authenticate", given: true},
		"the connector is killed": {from: 2, does: kill, stderr: []string{"signal 9", "going on from page "}},
		"... with the key by env": {
			from: 2, does: kill, given: true,
			stderr: []string{"signal 9", "going on from page "},
		},
		"rejected": {
			from: 1, fault: answer(401, nil),
			status: 3, stderr: []string{"CREDENTIALS_REJECTED"},
		},
		"authenticate, rejected": {
			command: "authenticate", from: 1, fault: answer(401, nil),
			status: 3, stderr: []string{"CREDENTIALS_REJECTED"},
		},
		"forbidden half way": {
			from: 2, fault: answer(403, nil),
			status: 4, stderr: []string{"PERMISSION_MISSING", "--page-token"},
		},
		"a bad request": {
			from: 3, fault: answer(400, nil),
			status: 4, stderr: []string{"UPSTREAM_REJECTED", "said", "--page-token"},
		},
		"an answer that is no page": {
			from: 2, fault: answer(200, nil),
			status: 4, stderr: []string{"UPSTREAM_MALFORMED", "--page-token"},
		},
		"in headers": {
			from: 2, fault: answer(422, http.Header{"X-Request-Id": {hardKey}, "Content-Type": {hardKey}}),
			status: 4, stderr: []string{"UPSTREAM_REJECTED", "--page-token"},
		},
		"in a redirect": {
			from: 2, fault: answer(302, http.Header{"Location": {"https://elsewhere.example/" + strings.ReplaceAll(hardKey, "%", "%25")}}),
			status: 4, stderr: []string{"UPSTREAM_UNTRUSTED", "--page-token"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			server, account := standIn(t, latticetest.Config{Users: 250, Settings: latticetest.Settings{APIKey: hardKey}})
			spy := newSpy(hardKey)
			if spy.given = c.given; c.given {
				t.Setenv(keyVariable, hardKey)
				account[len(account)-1] = "api_key=env:" + keyVariable
			}
			var program *running
			var once sync.Once
			started := make(chan struct{})
			server.SetFault(func(r *http.Request, n int64) *latticetest.Fault {
				<-started
				spy.look(t, program.Process.Pid)
				if c.from == 0 || n < c.from {
					return nil
				}
				if c.does != nil {
					once.Do(func() { c.does(t, program.Process.Pid) })
				}
				if c.fault == nil {
					return nil
				}
				return c.fault(r)
			})
			program = start(t, slices.Concat([]string{cmp.Or(c.command, "users")}, account, loud)...)
			close(started)
			got := program.end(t).want(t, c.status, c.stderr...)
			if server.Requests() == 0 || len(server.WrongAuthorizations()) > 0 {
				t.Errorf("%d requests, with other keys: %q", server.Requests(), server.WrongAuthorizations())
			}
			if !strings.Contains(got.stderr, "[TRACE]") && !strings.Contains(got.stderr, "[DEBUG]") {
				t.Errorf("the log is not loud:\n%s", got.stderr)
			}
			spy.judge(t, got)
		})
	}
}

// The same of a secret that is no ASCII, while nothing happens, the connector is killed, and the list is interrupted.
func TestSecretsOfTheSample(t *testing.T) {
	const secret = `sample-é"k<e>y&1+2/3=4%41\5?6 Zürich`
	t.Setenv(keyVariable, secret)
	spy := newSpy(secret)
	spy.given = true
	r := start(t, slices.Concat([]string{
		"users", "sample", "-o", "ndjson", "--set", "users=4000", "--set", "delay=20ms", "--page-size", "10",
		"--secret", "token=env:" + keyVariable,
	}, loud)...)
	r.line(t)
	spy.look(t, r.Process.Pid)
	first := connectorOf(t, r)
	if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	waitUntil(t, func() bool { // its successor
		now := children(t, r.Process.Pid)
		return len(now) == 1 && now[0] != first
	})
	spy.look(t, r.Process.Pid)
	for range 25 {
		r.line(t)
	}
	spy.look(t, r.Process.Pid)
	if err := r.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	spy.judge(t, r.end(t).want(t, 4, "signal 9", "going on from page ", "partial: ", "--page-token"))
}

// The spy finds what it looks for.
func TestSpy(t *testing.T) {
	for name, form := range formsOf(hardKey) {
		spy := newSpy(hardKey)
		spy.read("here", "before "+form+" after")
		if !slices.Contains(spy.found, "here ("+name+")") {
			t.Errorf("%s is not found", name)
		}
	}
	spy := newSpy(hardKey)
	t.Setenv(keyVariable, hardKey)
	r := start(t, slices.Concat(slow, []string{"--set", "delay=20ms"})...)
	r.line(t)
	spy.look(t, r.Process.Pid)
	if len(spy.found) == 0 || len(spy.connectors) != 1 {
		t.Errorf("found %q, of the connectors %v", spy.found, spy.connectors)
	}
}
