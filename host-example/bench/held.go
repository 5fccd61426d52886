package main

import (
	"context"
	"errors"
	"os"
	"runtime"
	"time"

	"github.com/trellis-iam/trellis/plugin"
)

// held is what the two processes hold.
type held struct {
	memory     int64 // of the connector's process, in bytes
	files      int   // of it
	hostFiles  int
	goroutines int // of the host
}

// look takes stock; ok is false where the system does not tell.
func look(p *plugin.Plugin) (h held, ok bool, err error) {
	m, ok, err1 := memoryOf(p.PID())
	files, _, err2 := filesOf(p.PID())
	own, _, err3 := filesOf(os.Getpid())
	return held{m.all, files, own, runtime.NumGoroutine()}, ok, errors.Join(err1, err2, err3)
}

// lookUntil takes stock until files and goroutines are back to what they were, or it is clear that they will not be.
func lookUntil(ctx context.Context, p *plugin.Plugin, before held) (held, error) {
	for end := time.Now().Add(10 * time.Second); ; {
		now, _, err := look(p)
		back := now.files <= before.files && now.hostFiles <= before.hostFiles && now.goroutines <= before.goroutines
		if err != nil || back || time.Now().After(end) {
			return now, err
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return now, err
		}
	}
}
