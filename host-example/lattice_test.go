package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
)

// standIn is Lattice for a test, and the flags of an account there.
func standIn(t *testing.T, config latticetest.Config) (*latticetest.Server, []string) {
	t.Helper()
	server, err := latticetest.NewServer(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server, flagsAt(t, "lattice", server.Server, "api_key")
}

func TestLists(t *testing.T) {
	server, account := standIn(t, latticetest.Config{Users: 250})
	users := trellis(t, slices.Concat([]string{"users"}, account, []string{"-o", "ndjson"})...).want(t, 0, "250 users from lattice in 3 pages")
	all := users.lines(t)
	if len(all) != 250 {
		t.Errorf("%d users", len(all))
	}
	statuses := map[string]int{}
	for _, line := range all {
		var u struct {
			RemoteID string `json:"remote_id"`
			Email    string `json:"primary_email_address"`
			Status   struct {
				Value  string
				Source string `json:"source_value"`
			}
			Roles []struct{ ID string }
			Raw   json.RawMessage
		}
		if err := json.Unmarshal(line, &u); err != nil {
			t.Fatal(err)
		}
		if u.RemoteID == "" || u.Email == "" || len(u.Roles) != 1 || u.Raw != nil {
			t.Errorf("%s", line)
		}
		statuses[u.Status.Value+" "+u.Status.Source]++
	}
	for _, s := range []string{"enabled ACTIVE", "pending INVITED", "disabled DEACTIVATED"} {
		if statuses[s] == 0 {
			t.Errorf("nobody is %s: %v", s, statuses)
		}
	}
	if n := server.Requests(); n != 3 {
		t.Errorf("%d requests", n)
	}

	raw := trellis(t, slices.Concat([]string{"users"}, account, []string{"-o", "ndjson", "--raw", "--limit", "5"})...).want(t, 0)
	if got := raw.lines(t); len(got) != 5 || strings.Count(raw.stdout, `"raw":{"id":"`) != 5 {
		t.Errorf("with raw: %s", raw.stdout)
	}
	table := trellis(t, slices.Concat([]string{"users"}, account, []string{"--filter", "status=disabled"})...).want(t, 0, "a filter is set")
	if n := strings.Count(table.stdout, "\n"); n != 1+statuses["disabled DEACTIVATED"] || !strings.HasPrefix(table.stdout, "ID ") {
		t.Errorf("%d lines:\n%s", n, table.stdout)
	}
	roles := trellis(t, slices.Concat([]string{"roles"}, account)...).want(t, 0)
	if !strings.Contains(roles.stdout, "trellis:admin") || !strings.Contains(roles.stdout, "derived") {
		t.Errorf("%s", roles.stdout)
	}
	groups := trellis(t, slices.Concat([]string{"groups"}, account, []string{"-o", "ndjson"})...).want(t, 0)
	if len(groups.lines(t)) != 2 {
		t.Errorf("%s", groups.stdout)
	}
}

func TestWhoAndWhat(t *testing.T) {
	_, account := standIn(t, latticetest.Config{Users: 3})
	for _, tt := range []struct {
		args []string
		want []string
	}{
		{[]string{"connectors"}, []string{"lattice       Lattice  ", "sample        Orchard", "users, roles, groups"}},
		{[]string{"describe", "lattice"}, []string{"lattice: Lattice, version", "--secret api_key", "primary_email", "240 requests in any minute"}},
		{[]string{"describe", "sample", "-o", "json"}, []string{`"name": "sample"`}},
		{append([]string{"authenticate"}, account...), []string{"The credentials are good.", "user0@example.com", "users     available"}},
		{[]string{"version"}, []string{"trellis.connector.v1"}},
		{[]string{"--help"}, []string{"trellis demo"}},
		{[]string{"completion", "bash"}, []string{"trellis"}},
		{[]string{"__complete", "users", ""}, []string{"lattica\nlattice\nlattice-scim\nsample\nscim\n"}},
	} {
		r := trellis(t, tt.args...).want(t, 0)
		for _, s := range tt.want {
			if !strings.Contains(r.stdout, s) {
				t.Errorf("%q: stdout lacks %q:\n%s", tt.args, s, r.stdout)
			}
		}
	}
}

// Every exit status, as the vendor or the caller brings it about.
func TestExitStatus(t *testing.T) {
	server, account := standIn(t, latticetest.Config{Users: 250})
	answer := func(status int, header http.Header) func(*http.Request, int64) *latticetest.Fault {
		return func(*http.Request, int64) *latticetest.Fault {
			return &latticetest.Fault{Status: status, Header: header, Body: []byte(`{"error":"no"}`)}
		}
	}
	later := func(status int) func(*http.Request, int64) *latticetest.Fault {
		return func(r *http.Request, _ int64) *latticetest.Fault {
			if r.URL.Query().Get("startingAfter") == "" {
				return nil
			}
			return &latticetest.Fault{Status: status, Body: []byte(`{"error":"no"}`)}
		}
	}
	for _, tt := range []struct {
		name   string
		fault  func(*http.Request, int64) *latticetest.Fault
		args   []string
		status int
		stderr string
	}{
		{"complete", nil, nil, 0, "complete"},
		{"no such connector", nil, []string{"latice"}, 2, "users takes one connector"},
		{"unknown setting", nil, []string{"--set", "nope=1"}, 2, "flag     --set nope"},
		{"bad token", nil, []string{"--page-token", "nonsense"}, 2, "BAD_PAGE_TOKEN"},
		{"no such filter", nil, []string{"--filter", "nope=1"}, 2, "UNSUPPORTED"},
		{"no http", nil, []string{"--operator", "base_url=http://127.0.0.1:1"}, 2, "--operator: \"base_url\" is given twice"},
		{"wrong key", answer(http.StatusUnauthorized, nil), nil, 3, "CREDENTIALS_REJECTED"},
		{"no privilege", answer(http.StatusForbidden, nil), nil, 3, "PERMISSION_MISSING"},
		{"wrong key, later", later(http.StatusUnauthorized), nil, 4, "CREDENTIALS_REJECTED"},
		{"refused, later", later(http.StatusBadRequest), nil, 4, "partial: 100 users"},
		{"refused", answer(http.StatusConflict, nil), nil, 5, "UPSTREAM_REJECTED"},
		{
			"limited for long", answer(http.StatusTooManyRequests, http.Header{"Retry-After": {"3600"}}),
			[]string{"--operator", "max_wait=1s"}, 5, "RATE_LIMITED",
		},
		{"too slow", func(*http.Request, int64) *latticetest.Fault { return &latticetest.Fault{Hang: true} }, []string{"--timeout", "300ms"}, 1, "--timeout gives (300ms)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server.SetFault(tt.fault)
			r := trellis(t, slices.Concat([]string{"users"}, account, []string{"-o", "ndjson"}, tt.args)...).want(t, tt.status, tt.stderr)
			if strings.Contains(r.stdout+r.stderr, server.APIKey) {
				t.Errorf("the key is written:\n%s", r.stderr)
			}
			if (tt.status == 0 || tt.status == 4) != (r.stdout != "") {
				t.Errorf("stdout: %.200q", r.stdout)
			}
		})
	}
	t.Run("untrusted certificate", func(t *testing.T) {
		server.SetFault(nil)
		trellis(t, "users", "lattice", "--operator", "base_url="+server.URL, account[5], account[6]).want(t, 5, "UPSTREAM_UNTRUSTED")
	})
	t.Run("a token is bound to the page size", func(t *testing.T) {
		server.SetFault(nil)
		first := trellis(t, slices.Concat([]string{"users"}, account, []string{"--limit", "50"})...).want(t, 0)
		token := first.goOn(t)[2:]
		trellis(t, slices.Concat([]string{"users"}, account, token)...).want(t, 2, "BAD_PAGE_TOKEN", "page size")
	})
}

// A list that broke off at the vendor goes on in another process: all of it, and nothing twice.
func TestGoOnAfterFailure(t *testing.T) {
	server, account := standIn(t, latticetest.Config{Users: 730})
	list := slices.Concat([]string{"users"}, account, []string{"-o", "ndjson"})
	whole := trellis(t, list...).want(t, 0).lines(t)
	for _, broken := range []int64{2, 5, 8} {
		server.ResetCounts()
		server.SetFault(func(_ *http.Request, n int64) *latticetest.Fault {
			if n == broken {
				return &latticetest.Fault{Status: http.StatusGone, Body: []byte(`{"error":"no"}`)}
			}
			return nil
		})
		first := trellis(t, list...).want(t, 4, fmt.Sprintf("partial: %d users", (broken-1)*100))
		server.SetFault(nil)
		got := first.lines(t)
		for id, line := range trellis(t, append(list, first.goOn(t)...)...).want(t, 0).lines(t) {
			if got[id] != nil {
				t.Errorf("user %s comes twice", id)
			}
			got[id] = line
		}
		if !maps.EqualFunc(got, whole, func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
			t.Errorf("broken at request %d: %d users of %d", broken, len(got), len(whole))
		}
	}
}

// The folder with connectors that do not work: each is a row, and a sentence when it is asked for.
func TestBrokenConnectors(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the broken connectors here are scripts and files without an execute bit, which Windows does not have")
	}
	dir := t.TempDir()
	for name, file := range map[string]struct {
		text string
		mode os.FileMode
	}{
		"noexec": {"#!/bin/sh\n", 0o600},
		"exits":  {"#!/bin/sh\necho 'no \033[31mlicence' >&2\nexit 7\n", 0o700},
		"other":  {"#!/bin/sh\necho hello\n", 0o700},
	} {
		if err := os.WriteFile(filepath.Join(dir, "trellis-connector-"+name), []byte(file.text), file.mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(built, "plugins", "trellis-connector-sample"), filepath.Join(dir, "trellis-connector-sample")); err != nil {
		t.Fatal(err)
	}
	r := trellis(t, "connectors", "--plugins", dir, "--dev").want(t, 0)
	if n := strings.Count(r.stdout, "\n"); n != 5 || strings.Contains(r.stdout+r.stderr, "\033") {
		t.Errorf("%d lines: %q", n, r.stdout)
	}
	for _, s := range []string{"Orchard (sample data)", "exited with status 7", "licence", "cannot be started"} {
		if !strings.Contains(r.stdout, s) {
			t.Errorf("stdout lacks %q:\n%s", s, r.stdout)
		}
	}
	trellis(t, "describe", "exits", "--plugins", dir, "--dev").want(t, 1, "PLUGIN_CRASHED", "status 7", "to do ")
	trellis(t, "describe", "lattice", "--plugins", dir).want(t, 2, `no connector "lattice" in `+dir, "there is exits, noexec, other, sample")
	trellis(t, "describe", "lattice", "--plugins", filepath.Join(dir, "gone")).want(t, 2, "cannot be read: no such file", "TRELLIS_PLUGINS")
}

var pidPattern = regexp.MustCompile(`(?m)^  (?:lattice|sample) .* (\d+) +[\d.]+[mµ]?s$`)

// killedPattern finds the process that was killed, the one that went on, and that nothing came twice or was lost.
var killedPattern = regexp.MustCompile(`(?m)^  sample +(\d+) +10,000 +(\d+) +50,000 +0 +0$`)

func TestDemo(t *testing.T) {
	r := trellis(t, "demo").want(t, 0)
	if r.stderr != "" {
		t.Errorf("stderr: %s", r.stderr)
	}
	for _, s := range []string{"user0@example.com", "trellis:admin", "Orchard", "2,000   20 ", "visibility full"} {
		if !strings.Contains(r.stdout, s) {
			t.Errorf("stdout lacks %q:\n%s", s, r.stdout)
		}
	}
	var pids []string
	for _, m := range pidPattern.FindAllStringSubmatch(r.stdout, -1) {
		pids = append(pids, m[1])
	}
	killed := killedPattern.FindStringSubmatch(r.stdout)
	if len(pids) != 2 || killed == nil || !slices.Contains(pids, killed[1]) || slices.Contains(pids, killed[2]) {
		t.Fatalf("processes %v, %q:\n%s", pids, killed, r.stdout)
	}
	for _, pid := range append(pids, killed[2]) {
		if _, err := os.Stat("/proc/" + pid); err == nil {
			t.Errorf("process %s is still there", pid)
		}
	}
	trellis(t, "demo", "--plugins", t.TempDir()).want(t, 2, "there is none at all")
}

func TestTenThousandUsersAreAHundredRequests(t *testing.T) {
	server, account := standIn(t, latticetest.Config{Users: 10_000})
	users := trellis(t, slices.Concat([]string{"users"}, account, []string{"-o", "ndjson"})...).want(t, 0, "10,000 users from lattice in 100 pages")
	if n := len(users.lines(t)); n != 10_000 { // lines fails where one comes twice
		t.Errorf("%d users", n)
	}
	if n := server.Requests(); n != 100 {
		t.Errorf("%d requests", n)
	}
}
