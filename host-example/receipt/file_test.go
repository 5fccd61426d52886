package receipt

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func create(t *testing.T, path, token string) *File {
	t.Helper()
	f, err := Create(path, token)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func write(t *testing.T, f *File, all ...Receipt) {
	t.Helper()
	if err := f.Write(all...); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []Receipt {
	t.Helper()
	all, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// alone checks that a folder has nothing in it but some files.
func alone(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if d := cmp.Diff(names, got); d != "" {
		t.Error(d)
	}
}

// A receipt is read as it was written, on one line, and nothing in it acts on a terminal.
func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users.receipt")
	first := part("", "a", Partial)
	first.Error = &Error{Reason: "UPSTREAM_UNAVAILABLE", Message: "503\x1b[1m\u202e\nx"}
	first.Filters, first.Expand, first.Fields = map[string][]string{"status": {"enabled"}}, []string{"groups"}, map[string]string{"a": "raw.b"}
	write(t, create(t, path, ""), first)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Count(text, []byte("\n")) != 1 || bytes.ContainsAny(text, "\x1b\u202e") {
		t.Errorf("%q", text)
	}
	if d := cmp.Diff([]Receipt{first}, read(t, path)); d != "" {
		t.Error(d)
	}
	alone(t, filepath.Dir(path), "users.receipt")
}

// What was asked for, in the order in which programs meet it.
func TestAppend(t *testing.T) {
	r := part("", "", Exhausted)
	r.Filters = map[string][]string{"status": {"enabled"}}
	r.Judge()
	got, err := Append(nil, r)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"format":1,"connector":"x","resource":"users","filters":{"status":["enabled"]},"end":"exhausted","items":10,"rejected":0,` +
		`"rejected_without_id":0,"warned":0,"visibility":"full","drift_observed":false,"consistency":"snapshot","listing_id":"l",` +
		`"listing_started_at":"2026-01-02T03:04:05.000000006Z","finished_at":"2026-01-02T03:05:05.000000006Z","absence_is_evidence":false,` +
		`"doubts":[{"code":"filter","text":"a filter is set"}]}`
	if string(got) != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// A list that goes on from its page token goes on in its file; any other list's receipt is gone before it begins.
func TestFileGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r")
	first, second := part("", "a", Partial), part("a", "", Exhausted)
	write(t, create(t, path, ""), first)

	f := create(t, path, "a")
	if d := cmp.Diff([]Receipt{first}, read(t, path)); d != "" {
		t.Errorf("before it has ended: %s", d)
	}
	write(t, f, second)
	if d := cmp.Diff([]Receipt{first, second}, read(t, path)); d != "" {
		t.Error(d)
	}
	if sum, err := Join(read(t, path)); err != nil || !sum.AbsenceIsEvidence {
		t.Errorf("%+v, %v", sum, err)
	}

	for _, token := range []string{"", "another"} {
		write(t, create(t, path, ""), first)
		create(t, path, token)
		alone(t, filepath.Dir(path))
	}
	for _, text := range []string{"", "no JSON", `{"format":2}`} { // of an earlier program, or of none
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		write(t, create(t, path, "a"), second)
		if d := cmp.Diff([]Receipt{second}, read(t, path)); d != "" {
			t.Error(d)
		}
	}
}

// What cannot be written to is known before the list begins, and what is there stays.
func TestCreateRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "none", "r"), filepath.Join(dir, "file", "r"), os.DevNull} {
		if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Create(path, ""); err == nil {
			t.Errorf("%s: no error", path)
		}
	}
	alone(t, dir, "file")
}

// A link stays one, and its target is written.
func TestFileBehindLink(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	if err := os.WriteFile(target, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Skipf("this system makes no links for us: %v", err)
	}
	write(t, create(t, link, ""), part("", "", Exhausted))
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("%v, %v", info, err)
	}
	read(t, target)
}

// A folder that is gone when the list has ended is an error.
func TestWriteFails(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	f := create(t, filepath.Join(dir, "r"), "")
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	if err := f.Write(part("", "", Exhausted)); err == nil {
		t.Error("no error")
	}
}

func TestReadRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r")
	for text, want := range map[string]string{
		"":                     "is empty",
		"{}":                   "receipt 1: it is no receipt",
		`{"format":2}`:         "use a newer one",
		`{"format":1} {"forma`: "receipt 2",
		`{"format":1,"end":3}`: "/end",
		`[]`:                   "receipt 1",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(path); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
