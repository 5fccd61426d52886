package cli

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/host-example/receipt"
)

// page is what -o json writes of a list.
type page struct {
	Data    []json.RawMessage
	Next    *string
	Receipt receipt.Receipt
}

func pageOf(t *testing.T, r result) page {
	t.Helper()
	var p page
	if err := json.Unmarshal([]byte(r.stdout), &p); err != nil {
		t.Fatalf("%v: %q", err, r.stdout)
	}
	return p
}

func receiptsIn(t *testing.T, path string) []receipt.Receipt {
	t.Helper()
	all, err := receipt.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func codesOf(r receipt.Receipt) []string {
	var all []string
	for _, d := range r.Doubts {
		all = append(all, d.Code)
	}
	return all
}

// The receipt says how each kind of list ended, in the JSON and in the file alike, and what it proves.
func TestReceipts(t *testing.T) {
	w := newWorld(t)
	failure := connector.Errorf(connector.UpstreamUnavailable, "the vendor answered 503 to %s", sample.Token)
	w.add("broken", &broken{Connector: sample.New(), pages: 2, err: failure})
	w.add("tokenless", &broken{Connector: sample.New(), pages: 2, err: failure, tokenless: true})
	w.add("odd", newOdd(usersOf(1, 4)))
	for _, tt := range []struct {
		args   []string
		status int
		end    string
		next   bool // there is a token to go on from
		doubts []string
	}{
		{[]string{"sample"}, 0, receipt.Exhausted, false, nil},
		{[]string{"sample", "--set", "users=0"}, 0, receipt.Exhausted, false, nil},
		{[]string{"sample", "--limit", "10"}, 0, receipt.PageLimit, true, []string{"not_exhausted"}},
		{[]string{"odd", "--limit", "3"}, 0, receipt.ItemLimit, false, []string{"not_exhausted"}},
		{[]string{"broken"}, 4, receipt.Partial, true, []string{"not_exhausted"}},
		{[]string{"tokenless"}, 4, receipt.Partial, true, []string{"not_exhausted"}},
	} {
		path := filepath.Join(t.TempDir(), "r")
		list := w.list
		if tt.args[0] == "odd" { // takes no token
			list = w.run
		}
		r := list(t.Context(), append([]string{"users", "-o", "json", "--receipt", path}, tt.args...)...)
		r.want(t, tt.status)
		p := pageOf(t, r)
		got := p.Receipt
		if got.End != tt.end || (p.Next != nil) != tt.next || got.Items != int64(len(p.Data)) {
			t.Errorf("%q: %s", tt.args, r.stdout)
		}
		if p.Next != nil && *p.Next != got.NextPageToken {
			t.Errorf("%q: next is %s, and the receipt's %s", tt.args, *p.Next, got.NextPageToken)
		}
		if d := cmp.Diff(tt.doubts, codesOf(got)); d != "" || got.AbsenceIsEvidence != (tt.doubts == nil) {
			t.Errorf("%q: %s", tt.args, d)
		}
		if d := cmp.Diff([]receipt.Receipt{got}, receiptsIn(t, path)); d != "" {
			t.Errorf("%q: the file differs: %s", tt.args, d)
		}
		if got.FinishedAt.IsZero() || got.Connector != tt.args[0] || got.Resource != "users" || got.Account != "local" {
			t.Errorf("%q: %+v", tt.args, got)
		}
		if tt.end == receipt.Partial {
			if got.Error.Reason != "UPSTREAM_UNAVAILABLE" || strings.Contains(r.stdout, sample.Token) {
				t.Errorf("%q: %s", tt.args, r.stdout)
			}
		}
		if last := r.stdout[strings.LastIndex(strings.TrimSuffix(r.stdout, "\n"), "\n")+1:]; !strings.HasPrefix(last, `"receipt":{`) {
			t.Errorf("%q: the last line is %s", tt.args, last)
		}
	}
}

// What was asked for is in the receipt, as the options that decide what the list proves.
func TestReceiptSaysWhatWasAskedFor(t *testing.T) {
	w := newWorld(t)
	path := filepath.Join(t.TempDir(), "r")
	w.list(t.Context(), "users", "sample", "--account-id", "acme", "--field", "badge=raw.number", "-o", "csv", "--receipt", path).want(t, 0)
	got := receiptsIn(t, path)[0]
	if got.Account != "acme" || got.Raw || got.Fields["badge"] != "raw.number" || got.Consistency != "snapshot" || got.ConnectorVersion == "" {
		t.Errorf("%+v", got)
	}
}

// The same command with the page token goes on in the same file, and all segments together are evidence.
func TestReceiptGoesOn(t *testing.T) {
	w := newWorld(t)
	path := filepath.Join(t.TempDir(), "r")
	list := []string{"users", "sample", "--set", "users=100", "-o", "ndjson", "--receipt", path}
	first := w.list(t.Context(), append(list, "--limit", "40")...)
	rest := w.list(t.Context(), append(list, first.goOnArgs(t)...)...)
	rest.want(t, 0, "this is a part of a list")
	segments := receiptsIn(t, path)
	if len(segments) != 2 || segments[1].AbsenceIsEvidence {
		t.Fatalf("%+v", segments)
	}
	sum, err := receipt.Join(segments)
	if err != nil || !sum.AbsenceIsEvidence || sum.Items != 100 {
		t.Errorf("%+v, %v", sum, err)
	}
}

// A list of which nothing came has a receipt, and one that nobody was asked for has none.
func TestReceiptOfNothing(t *testing.T) {
	w := newWorld(t)
	w.add("nothing", &broken{Connector: sample.New(), err: connector.Errorf(connector.CredentialsRejected, "401")})
	path := filepath.Join(t.TempDir(), "r")
	w.list(t.Context(), "users", "nothing", "--receipt", path).want(t, 3)
	if got := receiptsIn(t, path)[0]; got.End != receipt.Partial || got.Items != 0 || got.Error.Reason != "CREDENTIALS_REJECTED" {
		t.Errorf("%+v", got)
	}
	w.run(t.Context(), "users", "sample", "--secret", "token=env:NONE", "--receipt", path).want(t, 2)
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the receipt of another list is still there: %v", err)
	}
}

// Where the output cannot be ended, the list is not whole, and its receipt says so.
func TestReceiptOfAnOutputThatFails(t *testing.T) {
	w := newWorld(t)
	path := filepath.Join(t.TempDir(), "r")
	w.stdout = &failing{1, errors.New("disk full")}
	w.list(t.Context(), "users", "sample", "-o", "json", "--receipt", path).want(t, 4, "disk full")
	if got := receiptsIn(t, path)[0]; got.End != receipt.Partial || !strings.Contains(got.Error.Message, "disk full") {
		t.Errorf("%+v", got)
	}
}

// What --receipt cannot be is said before anyone is asked.
func TestReceiptFlag(t *testing.T) {
	dir := t.TempDir()
	for _, tt := range []struct{ path, want string }{
		{dir, "is there, and is no file"},
		{filepath.Join(dir, "none", "r"), "--receipt: there is no writing to that file: the folder " + filepath.Join(dir, "none") + ": "},
		{"-", "--receipt takes a file"},
	} {
		w := newWorld(t)
		w.list(t.Context(), "users", "sample", "--receipt", tt.path).want(t, 2, tt.want)
		if len(w.launched) > 0 {
			t.Errorf("%s: a connector was started", tt.path)
		}
	}
	w := newWorld(t)
	out, err := os.Create(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = out.Close() }()
	w.stdout = out
	w.list(t.Context(), "users", "sample", "-o", "ndjson", "--receipt", out.Name()).want(t, 2, "another file than the list itself")
}

// A receipt that cannot be written fails the command, and the list that came stays what it is.
func TestReceiptThatCannotBeWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	w.stdout = writerFunc(func(p []byte) (int, error) { return len(p), os.RemoveAll(dir) })
	w.list(t.Context(), "users", "sample", "-o", "ndjson", "--receipt", filepath.Join(dir, "r")).want(t, 1,
		"25 users from sample", "the receipt cannot be written, and there is none")
}

type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
