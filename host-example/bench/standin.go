package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/connector/scim/scimtest"
)

// vendor is a stand-in for a vendor in a process of its own.
type vendor struct {
	URL, Key, CAFile string

	cmd      *exec.Cmd
	lifeline io.Closer
	said     *json.Decoder
	told     arrived
}

// arrived is what a stand-in tells when it ends.
type arrived struct{ Requests, Limited int64 }

// standin is the process: it serves until its stdin ends.
func standin(args []string) error {
	flags := flag.NewFlagSet("standin", flag.ContinueOnError)
	users := flags.Int("users", 0, "how many users there are")
	delay := flags.Duration("delay", 0, "before each answer")
	rate := flags.Int("rate", 0, "how many requests are taken in any minute; 0: all")
	anyKey := flags.Bool("any-key", false, "take the key with anything behind it, too")
	scim := flags.Bool("scim", false, "play a SCIM provider instead of Lattice")
	ca := flags.String("ca", "", "file to write the certificate to")
	if err := flags.Parse(args); err != nil {
		return err
	}
	settings := resttest.Settings{Delay: resttest.Duration(*delay), Rate: *rate}
	var config resttest.Config = &latticetest.Config{Users: *users, Settings: settings}
	if *scim {
		config = &scimtest.Config{Users: *users, Settings: settings}
	}
	server, err := resttest.NewServer(config)
	if err != nil {
		return err
	}
	defer server.Close()
	if *anyKey {
		server.SetFault(func(r *http.Request, _ int64) *resttest.Fault {
			if strings.HasPrefix(r.Header.Get("Authorization"), "Bearer "+server.APIKey) {
				r.Header.Set("Authorization", "Bearer "+server.APIKey)
			}
			return nil
		})
	}
	if err := os.WriteFile(*ca, []byte(server.CAPEM()), 0o600); err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(vendor{URL: server.URL, Key: server.APIKey, CAFile: *ca}); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(arrived{server.Requests(), server.Limited()})
}

func startStandin(ctx context.Context, b binaries, flags ...string) (*vendor, error) {
	ca, err := os.CreateTemp(b.dir, "ca-*.pem")
	if err != nil {
		return nil, err
	}
	if err := ca.Close(); err != nil {
		return nil, err
	}
	v := &vendor{CAFile: ca.Name()}
	v.cmd = exec.CommandContext(ctx, b.self, slices.Concat([]string{"standin", "-ca", v.CAFile}, flags)...)
	v.cmd.Stderr = os.Stderr
	stdin, err := v.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	v.lifeline = stdin
	stdout, err := v.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := v.cmd.Start(); err != nil {
		return nil, err
	}
	v.said = json.NewDecoder(stdout)
	if err := v.said.Decode(v); err != nil {
		return nil, errors.Join(fmt.Errorf("the stand-in did not start: %w", err), v.stop())
	}
	return v, nil
}

// stop ends the process, and waits for it and for what it tells. It may be called more than once.
func (v *vendor) stop() error {
	if v.cmd.ProcessState != nil {
		return nil
	}
	return errors.Join(v.lifeline.Close(), v.said.Decode(&v.told), v.cmd.Wait())
}
