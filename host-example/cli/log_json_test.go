package cli

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
)

// objects are the lines of stderr, each of which must be an object with a level, a message and a time.
func (r result) objects(t *testing.T) (all []map[string]any) {
	t.Helper()
	for line := range strings.Lines(r.stderr) {
		var o map[string]any
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatalf("%v: %q", err, line)
		}
		for _, key := range []string{"@level", "@message", "@timestamp"} {
			if o[key] == nil {
				t.Errorf("no %s: %s", key, line)
			}
		}
		all = append(all, o)
	}
	return all
}

// In a log of JSON everything on stderr is one: what is wrong with the command, notes, what the connector says, the last error.
func TestLogOfJSON(t *testing.T) {
	for _, tt := range []struct {
		name   string
		args   []string
		status int
		last   map[string]any // what the last object has, at least
	}{
		{"a whole list", []string{"users", "sample", "--log-format", "json"}, 0, map[string]any{"@level": "info", "items": 25.0, "complete": true, "of": "users"}},
		{"a part", []string{"users", "sample", "--log-format=json", "--limit", "10"}, 0,
			map[string]any{"items": 10.0, "complete": false, "page_size": 10.0}},
		{"no such connector", []string{"users", "sampel", "--log-format=json"}, 2, map[string]any{"@level": "error", "exit_status": 2.0}},
		{"no such flag", []string{"users", "--nosuch", "--log-format", "json"}, 2, map[string]any{"@message": "there is no flag --nosuch; see trellis users --help"}},
		{"no such command", []string{"--log-format", "json", "nosuch"}, 2, map[string]any{"@level": "error"}},
		{"no such level", []string{"version", "--log-format", "json", "--log-level", "loud"}, 2, map[string]any{"@level": "error"}},
		{"wrong credentials", []string{"users", "sample", "--log-format=json", "--set", "users=x"}, 2,
			map[string]any{"reason": "INVALID_CONFIG", "fault": "CONFIG", "path": "settings.users", "exit_status": 2.0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			r := w.list(t.Context(), tt.args...)
			if r.status != tt.status {
				t.Errorf("exit status %d, want %d", r.status, tt.status)
			}
			all := r.objects(t)
			if len(all) == 0 {
				t.Fatal("nothing on stderr")
			}
			for key, want := range tt.last {
				if got := all[len(all)-1][key]; got != want {
					t.Errorf("%s is %v, want %v:\n%s", key, got, want, r.stderr)
				}
			}
		})
	}
	newWorld(t).run(t.Context(), "version", "--log-format", "xml").want(t, 2, "trellis: --log-format must be text or json")
}

// A list that ends early tells the log with which token to go on.
func TestPartialInJSON(t *testing.T) {
	w := newWorld(t)
	failure := connector.Errorf(connector.UpstreamUnavailable, "page 3: the vendor answered 503")
	failure.UpstreamStatus, failure.VendorRequestID, failure.Suggestion = 503, "req_1", "wait"
	w.add("broken", &broken{Connector: sample.New(), pages: 2, err: failure})
	r := w.list(t.Context(), "users", "broken", "--log-format", "json")
	r.want(t, 4)
	all := r.objects(t)
	if len(all) < 2 {
		t.Fatal(all)
	}
	failed, partial := all[len(all)-2], all[len(all)-1]
	if failed["reason"] != string(connector.UpstreamUnavailable) || failed["exit_status"] != 4.0 || failed["to_do"] != "wait" || failed["upstream_status"] != 503.0 {
		t.Errorf("%v", failed)
	}
	if token, _ := partial["page_token"].(string); token == "" || partial["items"] != 4.0 || partial["complete"] != false {
		t.Errorf("%v", partial)
	}
}

// Nothing acts, and no secret is there, in JSON as in text.
func TestLogOfJSONIsSafe(t *testing.T) {
	const secret = "hunter2\"<hunter2>"
	var stderr bytes.Buffer
	a := newApp(Env{Stderr: &stderr})
	a.flags.logLevel, a.flags.logFormat = "info", jsonLog
	a.secrets.add(secret)
	if err := a.openLog(); err != nil {
		t.Fatal(err)
	}
	hostile := "\x1b[2J\u009b\u202e\x7f\U000e0041\n" + secret
	a.log.Info(hostile, "key", hostile)
	a.note("%s", hostile)
	a.report(connector.Errorf(connector.UpstreamMalformed, "%s", hostile))
	r := result{stderr: stderr.String()}
	if n := len(r.objects(t)); n != 3 {
		t.Errorf("%d objects", n)
	}
	if strings.ContainsFunc(strings.ReplaceAll(r.stderr, "\n", ""), func(c rune) bool { return !unicode.IsPrint(c) }) {
		t.Errorf("it acts: %q", r.stderr)
	}
	for _, o := range r.objects(t) {
		if got := o["@message"].(string); !strings.Contains(got, "\x1b[2J\u009b\u202e\x7f\U000e0041\nREDACTED") {
			t.Errorf("the message is %q", got)
		}
	}
	if strings.Contains(r.stderr, "hunter2") {
		t.Errorf("the secret is there: %s", r.stderr)
	}
}
