package diff

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/host-example/output"
)

var update = flag.Bool("update", false, "write what is expected into testdata")

// TestGolden compares the lists below testdata, and what is said of them to people and to programs.
func TestGolden(t *testing.T) {
	cases, err := filepath.Glob("testdata/*/old")
	if err != nil || len(cases) < 10 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	for _, old := range cases {
		dir := filepath.Dir(old)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			d := compare(t, Source{Items: old}, Source{Items: filepath.Join(dir, "new")}, "last_login_at")
			var text bytes.Buffer
			if err := d.WriteText(&text, output.Screen{}); err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join(dir, "want.txt"), text.Bytes())
			golden(t, filepath.Join(dir, "want.ndjson"), lines(t, d))
		})
	}
}

// compare opens a difference for as long as the test runs.
func compare(t *testing.T, old, after Source, skip ...string) *Diff {
	t.Helper()
	d, err := Open(old, after, skip...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// lines are all entries and the summary, as JSON.
func lines(t *testing.T, d *Diff) []byte {
	t.Helper()
	var all []byte
	err := d.Each(func(e Entry) (err error) {
		all, err = AppendEntry(all, e)
		all = append(all, '\n')
		return err
	}, Kinds()...)
	if err == nil {
		all, err = d.AppendSummary(all)
	}
	if err != nil {
		t.Fatal(err)
	}
	return append(all, '\n')
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n"))), string(got)); d != "" {
		t.Errorf("%s (-want +got; go test -update writes it):\n%s", path, d)
	}
}
