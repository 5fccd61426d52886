package plugin_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestConnectorsStaySmall: a connector's binary links neither CEL nor protovalidate, whose package init alone takes some
// 5 ms of each start, nor a host's command line.
func TestConnectorsStaySmall(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "./lattica", "./lattice", "./lattice-scim", "./sample", "./scim").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if !strings.Contains(string(out), "hashicorp/go-plugin") {
		t.Fatalf("these are no dependencies: %s", out)
	}
	for path := range strings.Lines(string(out)) {
		for _, heavy := range []string{"cel-go", "cel.dev", "protovalidate", "cobra"} {
			if strings.Contains(path, heavy) {
				t.Errorf("a connector links %s", strings.TrimSpace(path))
			}
		}
	}
}
