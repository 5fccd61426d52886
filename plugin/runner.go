package plugin

import (
	"context"
	"io"
	"os/exec"
	"strconv"
	"strings"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin/runner"
)

// launchRunner is how go-plugin sees the process: started, with one line on stdout and nothing on stderr. Everything else
// about it (environment, pipes, log, end) is the Plugin's.
type launchRunner struct {
	p     *Plugin
	start func() (line string, err error) // starts the process and waits for its handshake
	line  string
}

// get is go-plugin's RunnerFunc. The command that go-plugin would run is left alone.
func (r *launchRunner) get(hclog.Logger, *exec.Cmd, string) (runner.Runner, error) { return r, nil }

// Start starts the process, in the launch's own context.
func (r *launchRunner) Start(context.Context) (err error) {
	r.line, err = r.start()
	return err
}

// Stdout has the handshake line and ends. go-plugin would read on for ever, and choke on a line of 64 KiB.
func (r *launchRunner) Stdout() io.ReadCloser { return io.NopCloser(strings.NewReader(r.line + "\n")) }

// Stderr is empty: go-plugin's parser of it can be made to panic.
func (r *launchRunner) Stderr() io.ReadCloser { return io.NopCloser(strings.NewReader("")) }

// Wait waits until the process is gone and its output read.
func (r *launchRunner) Wait(context.Context) error {
	<-r.p.done
	return nil
}

// Kill kills the process.
func (r *launchRunner) Kill(context.Context) error {
	r.p.proc.Kill("it could not be connected to")
	return nil
}

// ID is the process's id, and empty before there is one: go-plugin asks in order to know.
func (r *launchRunner) ID() string {
	if r.p.proc == nil {
		return ""
	}
	return strconv.Itoa(r.p.PID())
}

// Name is the binary.
func (r *launchRunner) Name() string { return r.p.Path }

// Diagnose has nothing to add: the Plugin's errors say what happened.
func (r *launchRunner) Diagnose(context.Context) string { return "" }

// PluginToHost changes nothing: host and connector are on one machine. The address was checked with the handshake.
func (r *launchRunner) PluginToHost(network, address string) (string, string, error) {
	return network, address, nil
}

// HostToPlugin changes nothing.
func (r *launchRunner) HostToPlugin(network, address string) (string, string, error) {
	return network, address, nil
}
