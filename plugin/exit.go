package plugin

import (
	"fmt"
	"strings"
	"syscall"
)

// ExitError is how a connector's process ended. It is the cause of errors with the reason PluginCrashed; get it with
// errors.AsType.
type ExitError struct {
	Path    string
	Version string // the connector's, empty where it never said
	PID     int

	Code   int            // exit status; -1 when a signal ended it
	Signal syscall.Signal // 0: it exited by itself
	Killed string         // why this host killed it; empty: it did not

	// Log is the last that it wrote, at most ten lines of at most 256 bytes, without control characters and without the
	// secrets of its calls. Of a Go program's panic it has the beginning.
	Log []string
}

// Error says how the process ended, without the log.
func (e *ExitError) Error() string {
	switch {
	case e.Killed != "":
		return "was killed by this host: " + e.Killed
	case e.Signal == syscall.SIGKILL:
		return "was killed by signal 9, which this host did not send: probably the machine ran out of memory"
	case e.Signal != 0:
		return fmt.Sprintf("was ended by signal %d (%v)", int(e.Signal), e.Signal)
	}
	return fmt.Sprintf("exited with status %d", e.Code)
}

// Report says how the process ended, and what it logged last.
func (e *ExitError) Report() string { return e.Error() + quoteTail(e.Log) }

// suggestion is what to do about it.
func (e *ExitError) suggestion() string {
	switch {
	case e.Killed != "":
		return "start it again"
	case e.Signal == syscall.SIGKILL:
		return "look for the out-of-memory killer in the system's log, give the connector more memory, and start it again"
	}
	return "start it again; if it happens again, report it to the connector's author with its log"
}

// maxTail bounds what a message repeats of the log; the whole error must fit the contract's 4 KiB when it travels on.
const maxTail = 800

// lastWords is the end of a message about the process: the last of its log, where that is this host's.
func (p *Plugin) lastWords() string {
	if p.attached != nil {
		return "; its log is in its own terminal"
	}
	return quoteTail(p.log.Tail())
}

// quoteTail is the end of a message about a process: the last lines that it wrote, as many as fit.
func quoteTail(lines []string) string {
	if len(lines) == 0 {
		return "; it logged nothing"
	}
	from, room := len(lines), maxTail
	for from > 0 && room >= len(lines[from-1]) {
		from--
		room -= len(lines[from])
	}
	return "; the last of its log: " + strings.Join(lines[from:], " | ")
}
