package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// In a bash of its own, what its user types is completed by our script, without the package bash-completion as well.
func TestBashCompletes(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skipf("there is no bash here: %v", err)
	}
	for _, tt := range []struct{ typed, want string }{
		{"trellis us\t", "trellis users "},
		{"trellis users latti\t", "trellis users lattic"}, // there are several
		{"trellis users samp\t", "trellis users sample "},
		{"trellis users lattice --filter sta\t", "trellis users lattice --filter status="},
		{"trellis users lattice --filter status=en\t", "trellis users lattice --filter status=enabled"},
		{"trellis users lattice --filter=status=en\t", "trellis users lattice --filter=status=enabled"},
		{"trellis users lattice --filter status=enabled,pe\t", "trellis users lattice --filter status=enabled,pending"},
		{"trellis users lattice --set reg\tem\t", "trellis users lattice --set region=emea "},
		{"trellis users lattice --secret api\tenv\t", "trellis users lattice --secret api_key=env:"},
		{"trellis users lattice -o nd\t", "trellis users lattice -o ndjson "},
		{"trellis users lattice --columns id,primary\t", "trellis users lattice --columns id,primary_email_address"},
		{"trellis users nosuch --filter x\t", "trellis users nosuch --filter x"},
	} {
		if got := typedInBash(t, bash, tt.typed); got != tt.want {
			t.Errorf("%q becomes %q, want %q", tt.typed, got, tt.want)
		}
	}
}

// typedInBash is what a line has become in an interactive bash by the time that its user presses Enter. The function that shows it
// stands for the program then.
func typedInBash(t *testing.T, bash, line string) string {
	t.Helper()
	dir := t.TempDir()
	script, err := command(t, "completion", "bash").Output()
	if err != nil {
		t.Fatal(err)
	}
	rc := filepath.Join(dir, "rc")
	text := "PS1='ready> '\nPATH=" + built + ":$PATH\nbind 'set bell-style none'\nbind 'set enable-bracketed-paste off'\n" + string(script) +
		"\nbind -x '\"\\C-x\": printf \"%s\" \"$READLINE_LINE\" > " + filepath.Join(dir, "line") + "; echo; echo done'\n"
	if err := os.WriteFile(rc, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	shell := exec.CommandContext(t.Context(), bash, "--noprofile", "--rcfile", rc, "-i")
	shell.Env = append(os.Environ(), "TERM=xterm", "INPUTRC=/dev/null")
	r, screen := terminalFor(t, 200, shell)
	screen.see(t, "ready> ")
	for piece := range strings.SplitAfterSeq(line, "\t") {
		if _, err := screen.WriteString(piece); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := screen.WriteString("\x18"); err != nil { // Ctrl-X
		t.Fatal(err)
	}
	screen.see(t, "done")
	if all := screen.screen.String(); strings.Contains(all, "not found") || strings.Contains(all, "error") {
		t.Errorf("the shell shows:\n%s", all)
	}
	_ = screen.Close() // who sat there is gone
	r.ended = true
	_ = r.Wait()
	got, err := os.ReadFile(filepath.Join(dir, "line"))
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}
