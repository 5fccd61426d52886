package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/host-example/folder"
)

// world runs commands with connectors in this process instead of in ones of their own.
type world struct {
	t          *testing.T
	dir        string // of the connectors' (empty) binaries
	env        map[string]string
	connectors map[string]connector.Connector
	stdout     interface{ Write([]byte) (int, error) } // nil: kept

	mu              sync.Mutex
	started, closed int
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, dir: t.TempDir(), env: map[string]string{"TOKEN": sample.Token}, connectors: map[string]connector.Connector{}}
	w.add("sample", sample.New())
	return w
}

// add puts a connector into the folder; a nil one cannot be started.
func (w *world) add(name string, c connector.Connector) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, folder.Prefix+name), nil, 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.connectors[name] = c
}

type inProcess struct {
	connector.Connector
	w *world
}

func (inProcess) PID() int { return os.Getpid() }

func (p inProcess) Close() error {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	p.w.closed++
	return nil
}

func (w *world) launch(_ context.Context, path string, _ hclog.Logger) (Process, error) {
	c := w.connectors[strings.TrimPrefix(filepath.Base(path), folder.Prefix)]
	if c == nil {
		return nil, connector.Errorf(connector.PluginCrashed, "%s exited with status 1", filepath.Base(path))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.started++
	return inProcess{connector.Checked(c), w}, nil
}

type result struct {
	status         int
	stdout, stderr string
}

// run runs a command and checks that no connector is left running.
func (w *world) run(ctx context.Context, args ...string) result {
	w.t.Helper()
	var stdout, stderr bytes.Buffer
	env := Env{
		Args: args, Stdout: &stdout, Stderr: &stderr,
		LookupEnv: func(name string) (string, bool) { v, ok := w.env[name]; return v, ok },
		Launch:    w.launch,
		Prompt:    func(context.Context, string) (string, error) { return "", errors.New("there is no terminal") },
	}
	if w.dir != "" {
		env.Executable = filepath.Join(filepath.Dir(w.dir), "trellis")
		env.Args = append([]string{"--plugins", w.dir}, args...)
	}
	if w.stdout != nil {
		env.Stdout = w.stdout
	}
	status := Run(ctx, env)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.started != w.closed {
		w.t.Errorf("%d connectors were started and %d closed", w.started, w.closed)
	}
	return result{status, stdout.String(), stderr.String()}
}

// list runs a list of the sample with its token.
func (w *world) list(ctx context.Context, args ...string) result {
	w.t.Helper()
	return w.run(ctx, append(args, "--secret", "token=env:TOKEN")...)
}
