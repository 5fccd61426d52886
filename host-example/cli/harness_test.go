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

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/manager"
	"github.com/trellis-iam/trellis/plugin/terminal"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// world runs commands with connectors in this process instead of in ones of their own.
type world struct {
	t          *testing.T
	dir        string // of the connectors' binaries, which nobody looks into
	env        map[string]string
	connectors map[string]connector.Connector
	stdout     interface{ Write([]byte) (int, error) } // nil: kept
	terminal   Terminal                                // nil: there is none
	checked    bool                                    // whether connectors have to be trusted; by default --dev is given

	mu       sync.Mutex
	launched []plugin.Config
	current  *inProcess
	closed   int
	prompted int // how often a person was asked for a secret
	answers  func(label string) (string, error)
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, dir: t.TempDir(), env: map[string]string{"TOKEN": sample.Token}, connectors: map[string]connector.Connector{}}
	w.add("sample", sample.New())
	return w
}

// write makes or changes the binary of a connector.
func (w *world) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, plugin.BinaryPrefix+name), []byte(text), 0o700); err != nil {
		w.t.Fatal(err)
	}
}

// named is a connector under another name.
type named struct {
	connector.Connector
	name string
}

func (n named) Describe(ctx context.Context) (*connectorv1.Description, error) {
	d, err := n.Connector.Describe(ctx)
	if err == nil {
		d.Name = n.name
	}
	return d, err
}

// add puts a connector into the folder, under a name that it then has; a nil one cannot be started.
func (w *world) add(name string, c connector.Connector) {
	w.t.Helper()
	w.write(name, "0")
	w.connectors[name] = nil
	if c != nil {
		w.connectors[name] = named{c, name}
	}
}

// inProcess is a connector that takes itself for a process, until it is closed or its test ends it.
type inProcess struct {
	connector.Connector
	w    *world
	pid  int
	gone chan struct{}
}

func (p *inProcess) PID() int                   { return p.pid }
func (p *inProcess) Done() <-chan struct{}      { return p.gone }
func (p *inProcess) Ping(context.Context) error { return nil }

func (p *inProcess) Close() error {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	p.w.closed++
	p.die()
	return nil
}

// die ends the process. The world's mutex is held.
func (p *inProcess) die() {
	select {
	case <-p.gone:
	default:
		close(p.gone)
	}
}

func (w *world) launch(_ context.Context, cfg plugin.Config) (manager.Process, error) {
	c := w.connectors[strings.TrimPrefix(filepath.Base(cfg.Path), plugin.BinaryPrefix)]
	if c == nil {
		return nil, connector.Errorf(connector.PluginCrashed, "%s exited with status 1", filepath.Base(cfg.Path))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.launched = append(w.launched, cfg)
	p := &inProcess{connector.Checked(c), w, 1000 + len(w.launched), make(chan struct{})}
	w.current = p
	return p, nil
}

// kill ends the process that was started last.
func (w *world) kill() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.current.die()
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
		Prompt: func(_ context.Context, label string) (string, error) {
			w.prompted++
			if w.answers != nil {
				return w.answers(label)
			}
			return "", errors.New("there is no terminal")
		},
		Terminal: func() (Terminal, error) {
			if w.terminal == nil {
				return nil, terminal.ErrNone
			}
			return w.terminal, nil
		},
	}
	if w.dir != "" {
		env.Executable = filepath.Join(filepath.Dir(w.dir), "trellis")
		env.Args = append([]string{"--plugins", w.dir}, args...)
		if !w.checked {
			env.Args = append([]string{"--dev"}, env.Args...)
		}
	}
	if w.stdout != nil {
		env.Stdout = w.stdout
	}
	status := Run(ctx, env)
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.launched) != w.closed {
		w.t.Errorf("%d connectors were started and %d closed", len(w.launched), w.closed)
	}
	return result{status, stdout.String(), stderr.String()}
}

// list runs a list of the sample with its token.
func (w *world) list(ctx context.Context, args ...string) result {
	w.t.Helper()
	return w.run(ctx, append(args, "--secret", "token=env:TOKEN")...)
}
