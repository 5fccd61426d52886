package cli

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector/sample"
)

// checkedWorld is a world in which connectors run only when they are trusted.
func checkedWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.checked = true
	return w
}

// What is not trusted is not started, by any command; the error has the command that helps; and that does help.
func TestUntrusted(t *testing.T) {
	w := checkedWorld(t)
	commands := [][]string{
		{"describe", "sample"}, {"demo"}, {"authenticate", "sample", "--secret", "token=env:TOKEN"},
		{"users", "sample", "--secret", "token=env:TOKEN"}, {"roles", "sample"}, {"groups", "sample"},
	}
	for _, name := range []string{"lattica", "lattice", "lattice-scim", "scim"} { // with which the demonstration is whole
		w.add(name, sample.New())
	}
	refused := func(toDo string) {
		t.Helper()
		for _, args := range commands {
			r := w.run(t.Context(), args...)
			r.want(t, 2, "reason   PLUGIN_UNTRUSTED: for the operator of this machine", "to do    "+toDo)
			if r.stdout != "" || len(w.launched) > 0 {
				t.Errorf("%q: %d started; stdout: %s", args, len(w.launched), r.stdout)
			}
		}
	}
	command := []string{"connectors", "trust", "sample", "lattice", "--plugins", w.dir}
	refused("trellis connectors trust ")
	w.run(t.Context(), command[:3]...).want(t, 0)
	w.run(t.Context(), commands[3]...).want(t, 0, "25 users from sample")

	w.write("sample", "changed")
	w.launched, w.closed = nil, 0
	commands = append(commands[:1], commands[2:]...) // the demonstration needs all connectors
	refused("if you know why it changed: trellis connectors trust sample --plugins " + w.dir + "\n")
	w.run(t.Context(), command...).want(t, 0)
	w.run(t.Context(), commands[0]...).want(t, 0)

	w.run(t.Context(), "connectors", "distrust", "sample").want(t, 0, "sample is not trusted any more")
	w.launched, w.closed = nil, 0
	refused("trellis connectors trust sample --plugins " + w.dir + "\n")
}

// Nobody is asked for a secret, and none is looked up, for a connector that would not be run.
func TestTrustComesBeforeSecrets(t *testing.T) {
	w := checkedWorld(t)
	refused := func(says string) {
		t.Helper()
		for _, command := range []string{"users", "roles", "groups", "authenticate"} {
			for _, secret := range []string{"token=prompt", "token=env:NOT_SET"} {
				w.run(t.Context(), command, "sample", "--secret", secret).want(t, 2, "PLUGIN_UNTRUSTED", says)
			}
		}
		if w.prompted > 0 {
			t.Errorf("a secret was asked for %d times", w.prompted)
		}
	}
	refused("to do    trellis connectors trust sample")
	w.run(t.Context(), "connectors", "trust", "sample").want(t, 0)
	w.write("sample", "changed")
	refused("if you know why it changed")
	w.run(t.Context(), "connectors", "trust", "sample").want(t, 0)
	w.launched, w.closed = nil, 0
	w.run(t.Context(), "users", "sample", "--secret", "token=prompt").want(t, 2, "there is no terminal")
	if w.prompted != 1 || len(w.launched) > 0 {
		t.Errorf("asked %d times, with %d processes", w.prompted, len(w.launched))
	}
}

// The table of what was trusted says what became of each.
func TestTrustShowsChanges(t *testing.T) {
	w := checkedWorld(t)
	told := everything()
	w.add("everything", told)
	trusted := func(args ...string) string {
		t.Helper()
		r := w.run(t.Context(), append([]string{"connectors", "trust"}, args...)...)
		r.want(t, 0)
		return r.stdout
	}
	const sum = "5feceb66ffc8" // SHA-256 of "0"
	want := "" +
		"CONNECTOR   VERSION       BYTES  SHA-256       CHANGE\n" +
		"everything  1.2.3-beta+4  1      " + sum + "  new\n" +
		"sample      0.1.0         1      " + sum + "  new\n"
	if diff := cmp.Diff(want, trusted("--all")); diff != "" {
		t.Error(diff)
	}
	for _, step := range []struct{ version, bytes, change string }{
		{"1.2.3-beta+4", "0", "unchanged"},
		{"1.2.3-beta+4", "x", "same version, other bytes!"},
		{"2.0.0", "xy", "1.2.3-beta+4 -> 2.0.0"},
	} {
		told.description.Version = step.version
		w.write("everything", step.bytes)
		if got := trusted("everything", "everything"); strings.Count(got, "\n") != 2 || !strings.HasSuffix(got, step.change+"\n") {
			t.Errorf("want %q:\n%s", step.change, got)
		}
	}
}

// One connector that cannot be trusted keeps none of the others from it, and is told.
func TestTrustOfWhatDoesNotWork(t *testing.T) {
	w := checkedWorld(t)
	w.add("dead", nil)
	w.add("liar", nil)
	w.connectors["liar"] = sample.New()
	r := w.run(t.Context(), "connectors", "trust", "--all")
	r.want(t, 1, "trellis: trellis-connector-dead exited with status 1", "trellis: liar: the binary ", "has the connector sample in it")
	if !strings.Contains(r.stdout, "\nsample ") || strings.Count(r.stdout, "\n") != 2 {
		t.Errorf("stdout: %s", r.stdout)
	}
	w.run(t.Context(), "describe", "sample").want(t, 0)
	w.run(t.Context(), "describe", "liar").want(t, 2, "PLUGIN_UNTRUSTED")
}

func TestTrustUsage(t *testing.T) {
	w := checkedWorld(t)
	for args, stderr := range map[string]string{
		"trust":                              "name connectors, or give --all; see trellis connectors trust --help",
		"trust --all sample":                 "name connectors, or give --all",
		"trust sampel":                       "did you mean sample?",
		"trust sample --key /does/not/exist": "/does/not/exist",
		"distrust":                           "see trellis connectors distrust --help",
		"distrust sample":                    `"sample" is not in ` + filepath.Join(w.dir, "connectors.lock.json"),
		"trusty":                             "trusty",
	} {
		w.run(t.Context(), append([]string{"connectors"}, strings.Fields(args)...)...).want(t, 2, stderr)
	}
	if len(w.launched) > 0 {
		t.Error("a connector was started")
	}
	w.run(t.Context(), "connectors", "trust", "sample").want(t, 0)
	w.run(t.Context(), "connectors", "distrust", "sampel").want(t, 2, "did you mean sample?")
	w.run(t.Context(), "describe", "sample").want(t, 0)
}

// `trellis connectors` says of each whether it may run, and runs none that may not.
func TestConnectorsTrust(t *testing.T) {
	w := checkedWorld(t)
	w.add("changed", sample.New())
	w.run(t.Context(), "connectors", "trust", "--all").want(t, 0)
	w.add("unknown", sample.New())
	w.write("changed", "x")
	w.launched, w.closed = nil, 0
	trust := func(args ...string) map[string]string {
		t.Helper()
		r := w.run(t.Context(), append([]string{"connectors", "-o", "ndjson"}, args...)...)
		r.want(t, 0)
		all := map[string]string{}
		for line := range strings.Lines(r.stdout) {
			var c struct {
				Name, Trust, Reason string
				ToDo                string `json:"to_do"`
			}
			if err := json.Unmarshal([]byte(line), &c); err != nil {
				t.Fatal(err)
			}
			all[c.Name] = c.Trust
			if (c.Reason == "PLUGIN_UNTRUSTED") != strings.HasSuffix(c.ToDo, "trellis connectors trust "+c.Name+" --plugins "+w.dir) {
				t.Errorf("%s", line)
			}
		}
		return all
	}
	if diff := cmp.Diff(map[string]string{"changed": "changed", "sample": "trusted", "unknown": "unknown"}, trust()); diff != "" {
		t.Error(diff)
	}
	if len(w.launched) != 1 {
		t.Errorf("%d were started", len(w.launched))
	}
	all := map[string]string{"changed": "not checked", "sample": "not checked", "unknown": "not checked"}
	if diff := cmp.Diff(all, trust("--dev")); diff != "" {
		t.Error(diff)
	}
	table := w.run(t.Context(), "connectors")
	table.want(t, 0)
	for _, s := range []string{"TRUST", "trusted", "; to do: trellis connectors trust unknown", "; to do: if you know why it changed: "} {
		if !strings.Contains(table.stdout, s) {
			t.Errorf("stdout lacks %q:\n%s", s, table.stdout)
		}
	}
}

// The lock file is where the flag, the variable or the folder of the connectors says.
func TestLockFile(t *testing.T) {
	w := checkedWorld(t)
	other, third := filepath.Join(t.TempDir(), "other lock"), filepath.Join(t.TempDir(), "third")
	w.run(t.Context(), "connectors", "trust", "sample", "--lock", other).want(t, 0)
	w.run(t.Context(), "describe", "sample").want(t, 2, "trellis connectors trust sample --plugins "+w.dir+"\n")
	w.run(t.Context(), "describe", "sample", "--lock", other).want(t, 0)
	w.run(t.Context(), "describe", "sample", "--lock", third).want(t, 2, "trust sample --plugins "+w.dir+" --lock "+third)
	w.run(t.Context(), "describe", "sample", "--lock", other+"s").want(t, 2, "--lock '"+other+"s'")
	w.env[lockVariable] = other
	w.run(t.Context(), "describe", "sample").want(t, 0)
	if r := w.run(t.Context(), "describe", "sample", "--dev", "--lock", third); strings.Count(r.stderr, "\n") != 1 {
		t.Errorf("--dev warns in one line: %q", r.stderr)
	}
}
