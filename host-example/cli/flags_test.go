package cli

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/plugin"
)

// Every timeout of a connector's process can be set.
func TestTimeouts(t *testing.T) {
	w := newWorld(t)
	w.list(t.Context(), "users", "sample", "--timeouts", "start=11s,call=2m", "--timeouts", "silence=16s,drain=6s,stop=3s").want(t, 0)
	got := w.launched[0]
	want := plugin.Config{
		Path: filepath.Join(w.dir, "trellis-connector-sample"), Logger: got.Logger,
		StartTimeout: 11 * time.Second, CallTimeout: 2 * time.Minute, SilenceTimeout: 16 * time.Second,
		DrainTimeout: 6 * time.Second, StopTimeout: 3 * time.Second,
	}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	for arg, stderr := range map[string]string{
		"starts=1s":        `"starts" is none of start, call, silence, drain and stop`,
		"":                 `"" is none of`,
		"start":            "start takes a time above 0, such as 10s",
		"start=10":         "start takes a time above 0",
		"start=0s":         "start takes a time above 0",
		"call=1s,stop=-1s": "stop takes a time above 0",
	} {
		w.list(t.Context(), "users", "sample", "--timeouts", arg).want(t, 2, stderr)
	}
}

// Whom to attach to is said by flags, or else by a variable.
func TestAttachFlag(t *testing.T) {
	t.Chdir(t.TempDir())
	dir, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	w.env[attachVariable] = "sample=/a" + string(filepath.ListSeparator) + "other=b"
	a := &app{Env: Env{LookupEnv: func(name string) (string, bool) { v, ok := w.env[name]; return v, ok }}}
	if err := a.flags.attached(a.LookupEnv); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"sample": "/a", "other": filepath.Join(dir, "b")}, a.flags.attach); diff != "" {
		t.Error(diff)
	}
	// An attached connector needs no binary; and nothing is started when its file is not there.
	w.run(t.Context(), "describe", "elsewhere", "--attach", "elsewhere=gone").want(t, 1, filepath.Join(dir, "gone"), "PLUGIN_CRASHED")
	if len(w.launched) > 0 {
		t.Error("a connector was started")
	}
	for _, args := range [][]string{{"--attach", "sample"}, {"--attach", "=x"}, {"--attach", "sample="}} {
		w.run(t.Context(), append([]string{"describe", "sample"}, args...)...).want(t, 2, "is not name=FILE")
	}
	w.run(t.Context(), "describe", "sample", "--attach", "sample=a", "--attach", "sample=b").want(t, 2, "sample is given twice")
	w.env[attachVariable] = "nonsense"
	w.run(t.Context(), "describe", "sample").want(t, 2, `TRELLIS_ATTACH: "nonsense" is not name=FILE`)
}

// What is wrong with a command is said in words of the command, not of Go's.
func TestWrongUsage(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"users"}, "trellis: name a connector or an account: trellis users <connector> | --account NAME | --all [flags]; there is sample\n"},
		{[]string{"fields"}, "trellis: name a connector or an account: trellis fields <connector> | --account NAME [flags]; there is sample\n"},
		{[]string{"describe"}, "trellis: name a connector: trellis describe <connector> [flags]; there is sample\n"},
		{[]string{"users", "sample", "other"}, "trellis: users takes one connector, and further arguments only behind flags; see trellis users --help\n"},
		{[]string{"users", "sample", "--limit", "ten"}, `trellis: --limit takes a whole number, not "ten"; see trellis users --help` + "\n"},
		{[]string{"users", "sample", "--page-size", "1.5"}, `trellis: --page-size takes a whole number, not "1.5"; see trellis users --help` + "\n"},
		{[]string{"users", "sample", "--timeout", "90"}, `trellis: --timeout takes a time such as 90s, not "90"; see trellis users --help` + "\n"},
		{[]string{"users", "sample", "--raw=yes"}, `trellis: --raw takes true or false, not "yes"; see trellis users --help` + "\n"},
	} {
		r := w.run(t.Context(), tt.args...)
		if r.want(t, 2); r.stderr != tt.want || r.stdout != "" {
			t.Errorf("%q: %q, %q", tt.args, r.stderr, r.stdout)
		}
	}
	version, flag := w.run(t.Context(), "version"), w.run(t.Context(), "--version")
	if flag.want(t, 0); flag.stdout != version.stdout || !strings.HasPrefix(flag.stdout, "trellis ") {
		t.Errorf("%q, %q", version.stdout, flag.stdout)
	}
}
