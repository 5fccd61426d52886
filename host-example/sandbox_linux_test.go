package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// The sandbox as people use it: the connector's own binary serves, the host lists, and a third program makes faults over
// the control endpoint.
func TestSandbox(t *testing.T) {
	for _, app := range applications {
		for _, end := range []string{"stdin", "SIGINT"} {
			t.Run(app.connector+" "+end, func(t *testing.T) {
				if app.faults == nil {
					t.Skip("it has no vendor to stand in for")
				}
				inSandbox(t, app, end)
			})
		}
	}
}

func inSandbox(t *testing.T, app application, end string) {
	t.Helper()
	const users = 420
	c := exec.CommandContext(t.Context(), filepath.Join(built, "plugins", "trellis-connector-"+app.connector), "sandbox", "--json", "--users", strconv.Itoa(users))
	stdin, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	c.Stderr = &stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	var about struct {
		URL        string `json:"url"`
		CAFile     string `json:"ca_file"`
		APIKey     string `json:"api_key"`
		ControlURL string `json:"control_url"`
		ControlKey string `json:"control_key"`
	}
	if err := json.NewDecoder(stdout).Decode(&about); err != nil {
		t.Fatal(err)
	}
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte(about.APIKey), 0o600); err != nil {
		t.Fatal(err)
	}
	list := []string{
		"users", app.connector, "-o", "ndjson", "--operator", "base_url=" + about.URL, "--operator", "ca_file=" + about.CAFile,
		"--secret", app.faults.key + "=file:" + key, "--page-size", strconv.Itoa(faultPage),
	}
	client := trusting(t, about.CAFile)
	control := func(method, path, body string) string {
		t.Helper()
		return askControl(t, client, method, about.ControlURL+path, about.ControlKey, body)
	}
	if n := len(trellis(t, list...).want(t, 0).lines(t)); n != users {
		t.Errorf("%d users", n)
	}
	rule, err := json.Marshal(app.faults.place(forever(3, resttest.Rule{Kind: "renamed_id"}))[0])
	if err != nil {
		t.Fatal(err)
	}
	control("POST", "/faults", string(rule))
	first := trellis(t, list...).want(t, 4, "UPSTREAM_MALFORMED", "page 3: ")
	control("DELETE", "/faults", "")
	control("DELETE", "/requests", "")
	rest := users - before(3)
	if n := len(trellis(t, slices.Concat(list, first.goOn(t))...).want(t, 0).lines(t)); n != rest {
		t.Errorf("%d users came then, want %d", n, rest)
	}
	if seen := control("GET", "/requests", ""); !strings.Contains(seen, fmt.Sprintf("%q: %d", app.faults.users, pagesOf(rest))) || !strings.Contains(seen, `"wrong_authorizations": []`) {
		t.Errorf("%s", seen)
	}
	control("PATCH", "/config", `{"api_key":"revoked-and-replaced"}`)
	trellis(t, list...).want(t, 3, "CREDENTIALS_REJECTED")
	if seen := control("GET", "/requests", ""); !strings.Contains(seen, "Bearer "+about.APIKey) {
		t.Errorf("%s", seen)
	}

	if end == "stdin" {
		_ = stdin.Close()
	} else if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); err != nil || stderr.Len() > 0 {
		t.Errorf("%v, %s", err, stderr.String())
	}
	if _, err := os.Stat(about.CAFile); err == nil {
		t.Error("the certificate is left behind")
	}
}
