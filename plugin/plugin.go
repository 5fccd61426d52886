package plugin

import (
	"crypto/tls"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/internal/attachfile"
	"github.com/trellis-iam/trellis/plugin/internal/handshake"
	"github.com/trellis-iam/trellis/plugin/internal/logs"
	"github.com/trellis-iam/trellis/plugin/internal/process"
	"github.com/trellis-iam/trellis/plugin/internal/rundir"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/grpc"
)

// Plugin is a connector in a process of its own, held to the contract by [connector.Checked]. It is for many goroutines to
// use at the same time. Once its process is gone every call answers PluginCrashed; Close must be called all the same.
type Plugin struct {
	connector.Connector

	// Path is the binary; of a connector that was attached to, what it is commonly called.
	Path string

	cfg         Config
	certificate tls.Certificate
	dir         *rundir.Dir
	log         *logs.Log
	secrets     logs.Redactor
	about       atomic.Pointer[identity]

	proc  *process.Process
	first chan firstLine
	pumps sync.WaitGroup // readers of its output
	done  chan struct{}
	exit  *ExitError // set before done is closed, unless attached

	attached *attachfile.File // nil: launched

	client *goplugin.Client
	rpc    atomic.Pointer[grpc.ClientConn]
	link   *link

	calls     *gate
	stopping  atomic.Bool // its end is no news
	closeOnce sync.Once
	closeErr  error
}

func newPlugin(cfg Config, certificate tls.Certificate, dir *rundir.Dir) *Plugin {
	p := &Plugin{
		Path: cfg.Path, cfg: cfg, certificate: certificate, dir: dir,
		first: make(chan firstLine, 1), done: make(chan struct{}),
		link: newLink(), calls: newGate(),
	}
	p.log = logs.New(cfg.Logger.With("connector", p.identity().name), &p.secrets)
	return p
}

// PID is the id of the process, which also leads a process group of that id if it was launched.
func (p *Plugin) PID() int {
	if p.attached != nil {
		return p.attached.PID
	}
	return p.proc.PID()
}

// Done is closed when the process is gone, however it ended, and the last that it wrote has been read; of one that was
// attached to, when the connection is gone.
func (p *Plugin) Done() <-chan struct{} { return p.done }

// Exit is how the process ended, and nil while it has not, or where it was attached to.
func (p *Plugin) Exit() *ExitError {
	if within(p.done, 0) {
		return p.exit
	}
	return nil
}

// startProcess starts the process, and a goroutine that sees it through to its end.
func (p *Plugin) startProcess() error {
	proc, err := p.execute(environment(handshake.PEM(p.certificate), socketDirOf(p.dir.Path())))
	if err != nil {
		e := hostFault("%s cannot be started: %w", p.binary(), err)
		e.Connector = p.identity().name
		e.Suggestion = "look whether the file is there, may be executed, and is built for this system"
		return e
	}
	p.proc = proc
	p.log.With("pid", proc.PID())
	p.pumps.Go(p.readStdout)
	p.pumps.Go(func() { p.log.Stream("stderr").Drain(tapped(proc.Stderr, p.cfg.Stderr)) })
	go p.seeThrough()
	return nil
}

// execute runs the image, or, where there is none, the file.
func (p *Plugin) execute(env []string) (proc *process.Process, err error) {
	if p.cfg.Image == nil {
		return process.Start(p.Path, p.Path, env)
	}
	err = p.cfg.Image.Use(func(exec string) error {
		proc, err = process.Start(exec, p.Path, env)
		return err
	})
	return proc, err
}

// pipeGrace is how long pipes and connection may stay open after the process is gone. What they hold is read at once; only
// a child that left the process group keeps them open, and nobody waits for that.
const pipeGrace = 250 * time.Millisecond

// seeThrough waits for the end of the process and lets everyone know who waits for it.
func (p *Plugin) seeThrough() {
	<-p.proc.Exited()
	hangUp := func() {
		_ = p.proc.Stdout.Close()
		_ = p.proc.Stderr.Close()
		p.link.close()
	}
	time.AfterFunc(pipeGrace, hangUp)
	p.pumps.Wait()
	_ = p.proc.Stdout.Close()
	_ = p.proc.Stderr.Close()
	p.log.Close()

	e := p.proc.Exit()
	p.exit = &ExitError{
		Path: p.Path, Version: p.identity().version, PID: p.PID(),
		Code: e.Code, Signal: e.Signal, Killed: e.Killed, Log: p.log.Tail(),
	}
	level := hclog.Warn
	if p.stopping.Load() {
		level = hclog.Debug
	}
	p.log.Event(level, "connector ended", "how", p.exit.Error())
	close(p.done)
}

// identity is what a connector says it is.
type identity struct{ name, version string }

// identity is the connector's own word once it has been asked, and until then what its binary's name says.
func (p *Plugin) identity() identity {
	if about := p.about.Load(); about != nil {
		return *about
	}
	return identityOf(p.Path)
}

func identityOf(path string) identity {
	return identity{name: strings.TrimPrefix(binaryOf(path), BinaryPrefix)}
}

// learn notes who the connector says it is.
func (p *Plugin) learn(d *connectorv1.Description) {
	if p.about.Load() == nil && connector.CheckDescription(d) == nil {
		p.about.Store(&identity{name: d.GetName(), version: d.GetVersion()})
	}
}

func (p *Plugin) binary() string { return binaryOf(p.Path) }

func binaryOf(path string) string { return strings.TrimSuffix(filepath.Base(path), ".exe") }
