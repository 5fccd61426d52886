package cli

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/host-example/diff"
)

// saved writes what a command wrote into a file, and returns its name.
func saved(t *testing.T, path string, r result) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(r.stdout), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Of several accounts each has its own evidence: who is gone from one is missing from another whose list broke.
func TestDiffOfSeveralAccounts(t *testing.T) {
	w := newWorld(t)
	dir := t.TempDir()
	for _, format := range []string{"json", "ndjson"} {
		list := func(name string, acme, globex int, args ...string) string {
			w.accounts("accounts:\n" + withUsers("acme", "sample", acme) + withUsers("globex", "sample", globex))
			path := filepath.Join(dir, name)
			args = append([]string{"users", "-o", format, "--receipt", path + diff.ReceiptSuffix}, args...)
			return saved(t, path, w.run(t.Context(), args...))
		}
		old, after := list("old", 30, 20, "--all"), list("new", 28, 21, "--all")
		r := w.run(t.Context(), "diff", old, after)
		r.want(t, 0, "50 in the old list, 49 in the new one: 1 came, 2 gone")
		for _, want := range []string{"1 came\n  + globex  21  ", "2 gone\n  - acme  29  "} {
			if !strings.Contains(r.stdout, want) {
				t.Errorf("%q is not in %s", want, r.stdout)
			}
		}
		cut := list("cut", 30, 20, "--all", "--limit", "25")
		w.run(t.Context(), "diff", old, cut).want(t, 0, "5 missing")
		w.run(t.Context(), "diff", old, list("one", 30, 20, "--account", "acme")).want(t, 2, "compare lists of the same accounts")
	}
}

// Lists are compared as they were written, whatever their format.
func TestDiff(t *testing.T) {
	w := newWorld(t)
	dir := t.TempDir()
	save := func(name, format string, args ...string) string {
		path := filepath.Join(dir, name)
		args = append([]string{"users", "sample", "-o", format, "--receipt", path + diff.ReceiptSuffix}, args...)
		return saved(t, path, w.list(t.Context(), args...))
	}
	old := save("old", "ndjson", "--set", "users=30")
	for _, format := range []string{"json", "ndjson"} {
		after := save("new."+format, format, "--set", "users=28")
		r := w.run(t.Context(), "diff", old, after)
		r.want(t, 0, "30 in the old list, 28 in the new one: 2 gone")
		if want := "2 gone\n  - 29  "; !strings.HasPrefix(r.stdout, want) || strings.Contains(r.stdout, "\x1b") {
			t.Errorf("%q", r.stdout)
		}
		if r := w.run(t.Context(), "diff", after, old, "-o", "ndjson"); strings.Count(r.stdout, `{"change":"new",`) != 2 {
			t.Errorf("the old list is the later one, and yet: %s", r.stdout)
		}
		w.run(t.Context(), "diff", after, after).want(t, 0, "28 in the old list, 28 in the new one: no difference")
	}
	// Nobody is gone from a list that is not whole, or filtered.
	part := save("part", "ndjson", "--set", "users=30", "--limit", "10")
	r := w.run(t.Context(), "diff", old, part)
	r.want(t, 0, "20 missing")
	if !strings.HasPrefix(r.stdout, "20 not in the new list, which proves nothing\n  the list did not come to its end (needed: ") {
		t.Errorf("%q", r.stdout)
	}
	var page struct {
		Data    []struct{ Change, ID string }
		Summary struct{ Gone, Missing int }
	}
	r = w.run(t.Context(), "diff", old, part, "-o", "json")
	if err := json.Unmarshal([]byte(r.stdout), &page); err != nil || len(page.Data) != 20 || page.Summary.Missing != 20 {
		t.Errorf("%v: %s", err, r.stdout)
	}
	if slices.ContainsFunc(page.Data, func(e struct{ Change, ID string }) bool { return e.Change != "missing" }) {
		t.Error(r.stdout)
	}
	w.run(t.Context(), "diff", old).want(t, 2, "name two files")
	w.run(t.Context(), "diff", old, old+".none").want(t, 2, "there is no file "+old+".none")
	w.run(t.Context(), "diff", old, old, "-o", "csv").want(t, 2, "-o must be table, json or ndjson")
	w.run(t.Context(), "diff", old, old, "--new-receipt", dir).want(t, 1, "is a directory")
	w.stdout = &failing{0, errors.New("disk full")}
	w.run(t.Context(), "diff", old, part).want(t, 1, "the output cannot be written: disk full")
}
