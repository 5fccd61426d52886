package manager

import (
	"context"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"
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
	AccountCalls int
	// Starts is how many processes may be started at the same time. Default: 8. Starting is work for the processor.
	Starts int

	// Restarts is how many times a connector is restarted within RestartWindow; then its calls fail until the window has
	// passed. Defaults: 5 and 1 min.
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
