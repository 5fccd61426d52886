package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// sandbox is a vendor that a connector's binary plays for a script.
type sandbox struct {
	URL        string `json:"url"`
	CAPEM      string `json:"ca_pem"`
	ControlURL string `json:"control_url"`
	ControlKey string `json:"control_key"`
	Account    struct {
		Credentials map[string]string `json:"credentials"`
	} `json:"account"`
	client *http.Client
}

// startSandbox is the command sandbox CONNECTOR [flag ...]. For lattice, it sets LATTICE to the flags that lead there,
// LATTICE_URL, and LATTICE_API_KEY to the key; lattice.pem is the certificate.
func startSandbox(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: sandbox CONNECTOR [flag ...]")
	}
	s, connector := storyOf(ts), args[0]
	c := exec.CommandContext(context.Background(), filepath.Join(s.plugins, "trellis-connector-"+connector), append([]string{"sandbox", "--json"}, args[1:]...)...)
	c.WaitDelay = patience
	var stderr bytes.Buffer
	c.Stderr = &stderr
	lifeLine, err := c.StdinPipe()
	ts.Check(err)
	stdout, err := c.StdoutPipe()
	ts.Check(err)
	ts.Check(c.Start())
	ts.Defer(func() { // whatever has become of the script
		_ = lifeLine.Close()
		_ = c.Wait()
	})
	box := &sandbox{}
	if err := json.NewDecoder(stdout).Decode(box); err != nil {
		ts.Fatalf("%v: %s", err, stderr.String())
	}
	s.sandboxes[connector] = box
	box.client, err = clientTrusting([]byte(box.CAPEM))
	ts.Check(err)
	ts.Defer(box.client.CloseIdleConnections)

	prefix := strings.ToUpper(strings.ReplaceAll(connector, "-", "_"))
	ca := connector + ".pem"
	ts.Check(os.WriteFile(ts.MkAbs(ca), []byte(box.CAPEM), 0o600))
	flags := []string{"--operator", "base_url=" + box.URL, "--operator", "ca_file=" + ts.MkAbs(ca)}
	for key, value := range box.Account.Credentials {
		name := prefix + "_" + strings.ToUpper(key)
		s.keep(ts, name, value)
		flags = append(flags, "--secret", key+"=env:"+name)
	}
	s.secrets["the control key of "+connector] = box.ControlKey
	ts.Setenv(prefix+"_URL", box.URL)
	ts.Setenv(prefix, strings.Join(flags, "\n"))
}

// control is the command control CONNECTOR METHOD PATH [BODY]: a request to the control endpoint (docs/sandbox.md), whose
// answer is on stdout.
func control(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 || len(args) > 4 {
		ts.Fatalf("usage: control CONNECTOR METHOD PATH [BODY]")
	}
	box := storyOf(ts).sandboxes[args[0]]
	if box == nil {
		ts.Fatalf("there is no sandbox of %s", args[0])
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	answer, err := ask(ctx, box.client, args[1], box.ControlURL+args[2], box.ControlKey, strings.Join(args[3:], ""))
	ts.Check(err)
	_, err = fmt.Fprintln(ts.Stdout(), answer)
	ts.Check(err)
}
