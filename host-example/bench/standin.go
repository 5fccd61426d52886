package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
)

// vendor is a stand-in for Lattice in a process of its own.
type vendor struct {
	URL, Key, CAFile string

	cmd      *exec.Cmd
	lifeline io.Closer
}

// standin is the process: it serves until its stdin ends.
func standin(args []string) error {
	flags := flag.NewFlagSet("standin", flag.ContinueOnError)
	users := flags.Int("users", 0, "how many users there are")
	delay := flags.Duration("delay", 0, "before each answer")
	ca := flags.String("ca", "", "file to write the certificate to")
	if err := flags.Parse(args); err != nil {
		return err
	}
	server, err := latticetest.NewServer(latticetest.Config{Users: *users, Delay: *delay})
	if err != nil {
		return err
	}
	defer server.Close()
	if err := os.WriteFile(*ca, []byte(server.CAPEM()), 0o600); err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(vendor{URL: server.URL, Key: server.APIKey, CAFile: *ca}); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

func startStandin(ctx context.Context, b binaries, users int, delay time.Duration) (*vendor, error) {
	v := &vendor{}
	v.cmd = exec.CommandContext(ctx, b.self, "standin", "-users", strconv.Itoa(users), "-delay", delay.String(),
		"-ca", filepath.Join(b.dir, "ca.pem"))
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
	if err := json.NewDecoder(stdout).Decode(v); err != nil {
		return nil, errors.Join(fmt.Errorf("the stand-in did not start: %w", err), v.stop())
	}
	return v, nil
}

// stop ends the process and waits for it.
func (v *vendor) stop() error {
	return errors.Join(v.lifeline.Close(), v.cmd.Wait())
}
