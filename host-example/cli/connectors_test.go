package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// panics is a connector that cannot even say what it is.
type panics struct{ connector.Connector }

func (panics) Describe(context.Context) (*connectorv1.Description, error) { panic("no") }

// A connector that does not work is a row with its error; the others are listed all the same.
func TestConnectors(t *testing.T) {
	w := newWorld(t)
	w.add("everything", everything())
	w.add("dead", nil)
	w.add("panics", panics{})
	w.add("liar", nil)
	w.connectors["liar"] = sample.New()
	r := w.run(t.Context(), "connectors")
	r.want(t, 0)
	var first []string
	for line := range strings.Lines(r.stdout) {
		first = append(first, strings.Fields(line)[0])
	}
	if diff := cmp.Diff([]string{"CONNECTOR", "dead", "everything", "liar", "panics", "sample"}, first); diff != "" {
		t.Error(diff)
	}
	for _, s := range []string{
		"trellis-connector-dead exited with status 1", "the connector panicked", "has the connector sample in it",
		"Orchard (sample data)", "users, roles, groups",
	} {
		if !strings.Contains(r.stdout, s) {
			t.Errorf("stdout lacks %q:\n%s", s, r.stdout)
		}
	}

	r = w.run(t.Context(), "connectors", "-o", "ndjson")
	r.want(t, 0)
	reasons := map[string]string{}
	for line := range strings.Lines(r.stdout) {
		var c struct {
			Name, Title, Version, Path, Error, Reason string
			Reads                                     []string
		}
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if reasons[c.Name] = c.Reason; (c.Error == "") != (c.Title != "" && c.Version != "" && len(c.Reads) > 0) || c.Path == "" {
			t.Errorf("%s", line)
		}
	}
	want := map[string]string{
		"dead": "PLUGIN_CRASHED", "everything": "", "liar": "PLUGIN_PROTOCOL", "panics": "CONNECTOR_BUG", "sample": "",
	}
	if diff := cmp.Diff(want, reasons); diff != "" {
		t.Error(diff)
	}
}

func TestNoConnectors(t *testing.T) {
	w := newWorld(t)
	w.run(t.Context(), "users", "sampel").want(t, 2, `no connector "sampel" in `+w.dir+"; there is sample", "to do    did you mean sample?")
	if err := os.Remove(filepath.Join(w.dir, "trellis-connector-sample")); err != nil {
		t.Fatal(err)
	}
	w.run(t.Context(), "connectors").want(t, 2, "there is none at all", "put the binary trellis-connector-<name> there")
}

// Where connectors are looked for: the flag, the variable, the folder beside the program.
func TestPluginsFolder(t *testing.T) {
	a := &app{Env: Env{Executable: "/opt/bin/trellis", LookupEnv: func(string) (string, bool) { return "", true }}}
	if got := a.plugins(); got != "/opt/bin/plugins" {
		t.Errorf("beside: %s", got)
	}
	a.LookupEnv = func(name string) (string, bool) { return "/from/" + name, true }
	if got := a.plugins(); got != "/from/TRELLIS_PLUGINS" {
		t.Errorf("variable: %s", got)
	}
	a.flags.plugins = "/flag"
	if got := a.plugins(); got != "/flag" {
		t.Errorf("flag: %s", got)
	}
}
