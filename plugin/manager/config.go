package manager

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/trust"
	"go.opentelemetry.io/otel/metric"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/trace"
	tracenoop "go.opentelemetry.io/otel/trace/noop"
)

// Config says what a [Manager] runs, and how. Only Folder is required; what is 0 has its default.
type Config struct {
	// Folder has the connectors' binaries: trellis-connector-<name> (.exe on Windows).
	Folder string
	// Lock is the lock file with the connectors that are trusted. Default: connectors.lock.json in Folder. It is read when
	// a binary is loaded: before its first start, and for Replace.
	Lock string
	// Dev runs every binary of the folder, trusted or not, as the file is at each start.
	Dev bool
	// Attach names, for connectors that someone runs under a debugger, the files that those wrote: see plugin.Attach.
	Attach map[string]string

	// Plugin is how each process is run: its logger, its folder, its timeouts. Path and Image are the manager's to set.
	Plugin plugin.Config
	// Launch starts a process. Default: plugin.Launch, or plugin.Attach.
	Launch func(ctx context.Context, cfg plugin.Config) (Process, error)

	// Calls is how many calls of one connector may run at the same time; more wait for their turn. Default: 256, where
	// each holds a page in memory.
	Calls int
	// AccountCalls is how many of those may be of one linked account. Default: 8, so that no account keeps others waiting.
	// A list keeps its place while its sink works: sinks that call the same account, as many as there are places, would wait
	// for each other.
	AccountCalls int
	// Starts is how many processes may be started at the same time. Default: 8. Starting is work for the processor.
	Starts int

	// Restarts is how many times a connector is restarted within RestartWindow; then its calls fail until the window has
	// passed. Defaults: 5 and 1 min. Below 0: never.
	Restarts      int
	RestartWindow time.Duration
	// Backoff is the wait before a restart, doubled from one to the next up to BackoffLimit. A process that has lived for
	// RestartWindow starts anew. Defaults: 50 ms and 5 s.
	Backoff, BackoffLimit time.Duration
	// Resumes is how often a call goes on after its process died, without a new page token in between. Default: 2. Below
	// 0: never.
	Resumes int

	// IdleTimeout ends a process that has had no call for so long; the next call starts one. Default: 10 min. Below 0:
	// never.
	IdleTimeout time.Duration
	// ProbeInterval is how often a process is asked whether it is alive, and ProbeTimeout how long it may take before it
	// is restarted. Defaults: 15 s and 10 s. An interval below 0: never.
	ProbeInterval, ProbeTimeout time.Duration
	// ReplaceTimeout is how long the calls of a binary that was replaced may go on in it; lists that last longer go on in
	// the new one, from their last page token. Default: 10 min.
	ReplaceTimeout time.Duration

	// Tracer and Meter take OpenTelemetry's traces and metrics. Nil: none.
	Tracer trace.TracerProvider
	Meter  metric.MeterProvider
	// OnEvent is told what happens to processes and calls. It is called by whoever finds out, by several at a time, and
	// must not wait.
	OnEvent func(Event)
}

// Process is a connector that runs; a *plugin.Plugin is one.
type Process interface {
	connector.Connector

	// PID is the process's id.
	PID() int
	// Done is closed when the process is gone, however it ended.
	Done() <-chan struct{}
	// Ping asks whether the process is alive.
	Ping(ctx context.Context) error
	// Close ends the process and waits for its end. Calls that still run end first, or fail.
	Close() error
}

// complete checks a configuration and puts the defaults in.
func (c Config) complete() (Config, error) {
	if c.Folder == "" {
		return c, errors.New("manager: Config.Folder is empty")
	}
	folder, err := filepath.Abs(c.Folder)
	if err != nil {
		return c, err
	}
	c.Folder = folder
	c.Lock = cmp.Or(c.Lock, filepath.Join(folder, trust.LockName))
	c.Plugin.Path, c.Plugin.Image = "", nil
	for name, n := range map[string]int{"Calls": c.Calls, "AccountCalls": c.AccountCalls, "Starts": c.Starts} {
		if n < 0 {
			return c, fmt.Errorf("manager: Config.%s is negative", name)
		}
	}
	for name, d := range map[string]time.Duration{
		"RestartWindow": c.RestartWindow, "Backoff": c.Backoff, "BackoffLimit": c.BackoffLimit, "ProbeTimeout": c.ProbeTimeout,
		"ReplaceTimeout": c.ReplaceTimeout,
	} {
		if d < 0 {
			return c, fmt.Errorf("manager: Config.%s is negative", name)
		}
	}
	c.Calls, c.AccountCalls, c.Starts = cmp.Or(c.Calls, 256), cmp.Or(c.AccountCalls, 8), cmp.Or(c.Starts, 8)
	c.Restarts, c.RestartWindow = cmp.Or(c.Restarts, 5), cmp.Or(c.RestartWindow, time.Minute)
	c.Backoff, c.BackoffLimit = cmp.Or(c.Backoff, 50*time.Millisecond), cmp.Or(c.BackoffLimit, 5*time.Second)
	c.Restarts, c.Resumes = max(c.Restarts, 0), max(cmp.Or(c.Resumes, 2), 0)
	c.IdleTimeout = cmp.Or(c.IdleTimeout, 10*time.Minute)
	c.ProbeInterval, c.ProbeTimeout = cmp.Or(c.ProbeInterval, 15*time.Second), cmp.Or(c.ProbeTimeout, 10*time.Second)
	c.ReplaceTimeout = cmp.Or(c.ReplaceTimeout, 10*time.Minute)
	if c.Tracer == nil {
		c.Tracer = tracenoop.NewTracerProvider()
	}
	if c.Meter == nil {
		c.Meter = metricnoop.NewMeterProvider()
	}
	if c.OnEvent == nil {
		c.OnEvent = func(Event) {}
	}
	return c, nil
}
