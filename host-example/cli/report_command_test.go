package cli

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// summed is what these tests read of a report.
type summed struct {
	Complete bool
	Totals   struct{ Users, Accounts, Admins int }
	Accounts []struct {
		State string
		Lists []struct {
			Resource, State string
			Items           int
		}
	}
	Gaps []struct{ What, Reason, Message string }
}

func summary(t *testing.T, text string) (r summed) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return r
}

func TestReport(t *testing.T) {
	w := newWorld(t)
	got := w.list(t.Context(), "report", "sample", "--set", "users=120", "-o", "json")
	r := summary(t, got.stdout)
	if got.status != 0 || !r.Complete || r.Totals.Users != 120 || r.Totals.Admins == 0 || len(r.Accounts[0].Lists) != 3 {
		t.Errorf("%d %+v\n%s", got.status, r, got.stderr)
	}
	if !strings.Contains(got.stderr, "report of 120 users from 1 account in ") || !strings.Contains(got.stderr, ": complete") {
		t.Error(got.stderr)
	}
	page := w.list(t.Context(), "report", "sample", "--set", "users=120")
	if page.status != 0 || !strings.HasPrefix(page.stdout, "<!doctype html>") || !strings.Contains(page.stdout, "120 users of 1 account") {
		t.Errorf("%d %.200s\n%s", page.status, page.stdout, page.stderr)
	}
}

// A file is there whole, and for nobody else; one that is replaced stays as it was until then.
func TestReportIntoFile(t *testing.T) {
	w := newWorld(t)
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	got := w.run(t.Context(), "report", "sample", "--secret", "token=env:MISSING", "--out", file)
	if text, err := os.ReadFile(file); got.status != 2 || err != nil || string(text) != "old" {
		t.Errorf("%d %v %.100q", got.status, err, text)
	}
	if got := w.list(t.Context(), "report", "sample", "--out", file); got.status != 0 || got.stdout != "" {
		t.Errorf("%d %.100q %s", got.status, got.stdout, got.stderr)
	}
	text, err := os.ReadFile(file)
	if err != nil || !strings.HasSuffix(string(text), "</html>\n") && !strings.HasSuffix(strings.TrimSpace(string(text)), "</html>") {
		t.Errorf("%v %.100q", err, text)
	}
	info, err := os.Stat(file)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".*")); err != nil || len(left) > 0 {
		t.Errorf("left: %v %v", left, err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := errors.Join(os.WriteFile(file, nil, 0o600), os.Symlink(file, link)); err != nil && runtime.GOOS != "windows" { // where it takes a privilege
		t.Fatal(err)
	} else if err == nil {
		w.list(t.Context(), "report", "sample", "--out", link).want(t, 0)
		info, err := os.Lstat(link)
		if text, _ := os.ReadFile(file); err != nil || info.Mode()&os.ModeSymlink == 0 || len(text) == 0 {
			t.Errorf("the link was replaced: %v, %v", info, err)
		}
	}
	got = w.list(t.Context(), "report", "sample", "--out", filepath.Join(file, "none"))
	if got.status != 2 || !strings.Contains(got.stderr, "--out: there is no writing to that file") {
		t.Errorf("%d %s", got.status, got.stderr)
	}
	got = w.list(t.Context(), "report", "sample", "--out", os.DevNull) // which a file must not take the place of
	if got.status != 2 || !strings.Contains(got.stderr, os.DevNull+" is there, and is no file") {
		t.Errorf("%d %s", got.status, got.stderr)
	}
}

func TestReportThatIsNone(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct {
		args   []string
		stderr string
	}{
		{[]string{"report", "sample", "-o", "table"}, "-o must be html or json"},
		{[]string{"report"}, "name a connector or an account"},
		{[]string{"report", "smaple"}, "did you mean sample?"},
		{[]string{"report", "sample", "--secret", "token=env:MISSING"}, "MISSING"},
	} {
		got := w.run(t.Context(), tt.args...)
		if got.status != 2 || got.stdout != "" || !strings.Contains(got.stderr, tt.stderr) {
			t.Errorf("%v: %d %.100q\n%s", tt.args, got.status, got.stdout, got.stderr)
		}
	}
}

// An account that cannot be read is in the report, which is written all the same; the status is that of its list.
func TestReportOfWhatFails(t *testing.T) {
	w := newWorld(t)
	w.add("refuses", refuses{})
	w.add("stops", stops{Connector: sample.New()})
	for _, tt := range []struct {
		connector          string
		status, users      int
		state, what, words string
	}{
		{"refuses", 3, 0, "failed", "account_failed", "refuses: Authenticate: who are you"},
		{"stops", 4, 3, "partial", "partial_list", "3 users came, then: "},
	} {
		got := w.list(t.Context(), "report", tt.connector, "-o", "json")
		r := summary(t, got.stdout)
		if got.status != tt.status || r.Complete || r.Accounts[0].State != tt.state || r.Totals.Users != tt.users ||
			r.Gaps[0].What != tt.what || !strings.Contains(r.Gaps[0].Message, tt.words) {
			t.Errorf("%d %+v\n%s", got.status, r, got.stderr)
		}
		if !strings.Contains(got.stderr, "not complete") || !strings.Contains(got.stderr, "trellis: "+tt.connector+": ") {
			t.Error(got.stderr)
		}
	}
}

// When the time is over, what came by then is reported; an interrupt leaves no report.
func TestReportEndsEarly(t *testing.T) {
	w := newWorld(t)
	got := w.list(t.Context(), "report", "sample", "--set", "users=1000000", "--set", "delay=50ms", "--timeout", "300ms", "-o", "json")
	if r := summary(t, got.stdout); r.Complete || len(r.Gaps) == 0 || !strings.Contains(r.Gaps[0].Message, "the time that --timeout gives") {
		t.Errorf("%d %+v\n%s", got.status, r, got.stderr)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := w.list(ctx, "report", "sample", "-o", "json"); got.status != 1 || got.stdout != "" {
		t.Errorf("%d %.100q\n%s", got.status, got.stdout, got.stderr)
	}
}

// refuses takes no credentials.
type refuses struct{ connector.Unsupported }

func (refuses) Describe(ctx context.Context) (*connectorv1.Description, error) {
	return sample.New().Describe(ctx)
}

func (refuses) Authenticate(context.Context, *connectorv1.Account) (*connectorv1.Authentication, error) {
	return nil, connector.Errorf(connector.CredentialsRejected, "who are you")
}

// stops lists three users and fails.
type stops struct{ connector.Connector }

func (stops) ListUsers(_ context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	l, err := connector.Begin(sink, req, connector.Binding{Resource: "users"})
	if err != nil {
		return nil, err
	}
	if err := l.Page([]*iamv1.User{{Id: "1"}, {Id: "2"}, {Id: "3"}}, nil, ""); err != nil {
		return nil, err
	}
	return nil, connector.Errorf(connector.UpstreamRejected, "no more")
}
