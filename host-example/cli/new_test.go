package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNewConnector(t *testing.T) {
	w := newWorld(t)
	dir := filepath.Join(t.TempDir(), "it's new")
	out := w.run(t.Context(), "new", "connector", "acme-desk", "--dir", dir, "--trellis", "../..", "--auth", "basic", "--paging", "link")
	if out.status != 0 || !strings.Contains(out.stdout, "The connector acme-desk is in "+dir) || !strings.Contains(out.stdout, `'\''s new'`) {
		t.Fatalf("%+v", out)
	}
	vendor, err := os.ReadFile(filepath.Join(dir, "acmedesk", "vendor.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{`Vendor: "Acme Desk"`, `rest.Basic("email")`, "Links: true"} {
		if !strings.Contains(string(vendor), s) {
			t.Errorf("vendor.go lacks %s", s)
		}
	}
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil || !strings.HasPrefix(string(mod), "module example.com/trellis-connector-acme-desk\n") {
		t.Errorf("%v: %.100s", err, mod)
	}
	if len(w.launched) > 0 {
		t.Error("a connector was started")
	}
}

func TestNewConnectorSaysWhatIsWrong(t *testing.T) {
	w := newWorld(t)
	for args, says := range map[string]string{
		"new":                            "say what: trellis new connector <name>",
		"new plugin":                     "there is trellis new connector <name>",
		"new connector":                  "name one connector",
		"new connector a b":              "name one connector",
		"new connector Acme":             "no name of a connector",
		"new connector sample":           "there is a connector sample already",
		"new connector a --auth x":       "--auth is bearer, basic or header",
		"new connector a --paging x":     "--paging is cursor, offset or link",
		"new connector a --trellis /dev": "is no clone of Trellis",
	} {
		out := w.run(t.Context(), strings.Fields(args)...)
		if out.status != 2 || !strings.Contains(out.stderr, says) || out.stdout != "" {
			t.Errorf("%s: %+v", args, out)
		}
	}
}
