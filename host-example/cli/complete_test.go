package cli

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// complete is what a shell is told of a command line, the last word of which is to be completed: completions without what is said of
// them, and with it.
func (w *world) complete(words ...string) (completions, whole []string) {
	w.t.Helper()
	r := w.run(w.t.Context(), append([]string{"__complete"}, words...)...)
	r.want(w.t, 0)
	lines := strings.Split(strings.TrimSuffix(r.stdout, "\n"), "\n")
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, ":") {
		w.t.Fatalf("no directive: %q", r.stdout)
	}
	whole = lines[:len(lines)-1]
	for _, line := range whole {
		word, _, _ := strings.Cut(line, "\t")
		completions = append(completions, word)
	}
	return completions, whole
}

// What stands in the description of the connector that is named is what is proposed.
func TestComplete(t *testing.T) {
	w := newWorld(t)
	w.add("everything", everything())
	for _, tt := range []struct {
		line string
		want string // all of it, with blanks between
	}{
		{"users ", "everything sample"},
		{"users sample ", ""},
		{"connectors trust sample ", "everything"},
		{"users everything --filter ", "status="},
		{"users everything --filter status=", "status=enabled status=disabled"},
		{"users everything --filter status=enabled,", "status=enabled,disabled"},
		{"users everything --filter nosuch=", ""},
		{"users everything --expand ", "groups"},
		{"users everything --set ", "region= mode= tenant="},
		{"users everything --set region=", "region=us region=emea"},
		{"users everything --secret ", "api_key="},
		{"users everything --secret api_key=", "api_key=env: api_key=file: api_key=keyring: api_key=prompt"},
		{"users everything --auth-method ", "api_key password"},
		{"users everything --operator ", "base_url= ca_file= requests_per_minute= burst= max_wait= shard="},
		{"fields everything --resource ", "users roles groups"},
		{"fields everything --expand ", "groups"},
		{"users everything -o ", "table json ndjson csv"},
		{"users everything --output ", "table json ndjson csv"},
		{"connectors -o ", "table json ndjson"},
		{"roles everything --columns name,ty", "name,id name,description name,type name,type_source_value name,derived name,created_at name,updated_at name,warnings"},
		{"users everything --limit ", ""},
		{"completion ", "bash fish powershell zsh"},
		{"users nosuch --filter ", ""},
		{"users --filter ", ""},
		{"users everything --timeouts start=1s,st", "start=1s,call= start=1s,drain= start=1s,silence= start=1s,start= start=1s,stop="},
		{"users everything --attach ", "everything= sample="},
		{"users everything --log-format ", "text json"},
	} {
		got, _ := w.complete(strings.Split(tt.line, " ")...)
		if diff := cmp.Diff(strings.Fields(tt.want), got); diff != "" && (tt.want != "" || len(got) > 0) {
			t.Errorf("%q: -want +got:\n%s", tt.line, diff)
		}
	}
	if _, whole := w.complete("users", "everything", "--filter", ""); !slices.ContainsFunc(whole, func(s string) bool { return strings.Contains(s, "\t") }) {
		t.Errorf("nothing is said of filters: %q", whole)
	}
}

// Who is not trusted is not run for a proposal, nor is anyone's error shown.
func TestCompleteIsQuiet(t *testing.T) {
	w := newWorld(t)
	w.checked = true // and nobody is trusted
	if got, _ := w.complete("users", "sample", "--filter", ""); len(got) > 0 || len(w.launched) > 0 {
		t.Errorf("%q, %d started", got, len(w.launched))
	}
	w = newWorld(t)
	hostile := everything() // which says of a setting what would act on a terminal
	hostile.description.Regions, hostile.description.AuthMethods = nil, hostile.description.AuthMethods[1:]
	hostile.description.Settings = []*connectorv1.Field{{Key: "tenant", Label: "\x1b[2Jx"}}
	w.add("hostile", hostile)
	w.add("panics", panics{})
	w.add("dead", nil)
	for _, name := range []string{"panics", "dead"} {
		if got, _ := w.complete("users", name, "--filter", ""); len(got) > 0 {
			t.Errorf("%s: %q", name, got)
		}
	}
	_, whole := w.complete("users", "hostile", "--set", "")
	if len(whole) != 1 || strings.ContainsAny(whole[0], "\x1b\n") || !strings.Contains(whole[0], `\x1b`) {
		t.Errorf("%q", whole)
	}
	r := w.run(t.Context(), "__complete", "users", "dead", "--filter", "")
	if r.stderr != "Completion ended with directive: ShellCompDirectiveNoSpace, ShellCompDirectiveNoFileComp\n" { // which scripts drop
		t.Errorf("stderr: %q", r.stderr)
	}
}

// The script for bash goes on working without the package bash-completion; host-example's tests run it.
func TestCompletionScripts(t *testing.T) {
	w := newWorld(t)
	for shell, want := range map[string]string{
		"bash": "__start_trellis", "zsh": "#compdef trellis", "fish": "complete -c trellis", "powershell": "Register-ArgumentCompleter",
	} {
		r := w.run(t.Context(), "completion", shell)
		r.want(t, 0)
		if !strings.Contains(r.stdout, want) {
			t.Errorf("%s: %.200q", shell, r.stdout)
		}
	}
	w.run(t.Context(), "completion").want(t, 2, "name a shell: bash, fish, powershell, zsh")
	w.run(t.Context(), "completion", "tcsh").want(t, 2, "name a shell: bash, fish, powershell, zsh")
}
