package manager

import "time"

// EventKind is what happened.
type EventKind string

// What happens to processes and calls.
const (
	Started    EventKind = "started"     // a process was started and answers
	NotStarted EventKind = "not-started" // a process could not be started
	Crashed    EventKind = "crashed"     // a process ended, and nobody here had asked it to
	Hung       EventKind = "hung"        // a process did not answer a probe, and is ended
	Idle       EventKind = "idle"        // a process is ended because nobody calls it
	Replaced   EventKind = "replaced"    // a new binary has taken a connector's calls over
	Stopped    EventKind = "stopped"     // a process has ended as it was asked to
	Resumed    EventKind = "resumed"     // a call goes on in another process
)

// Event is something that happened to one connector.
type Event struct {
	Kind      EventKind
	Time      time.Time
	Connector string
	PID       int           // of the process; 0 when there is none
	SHA256    string        // of the binary; empty where it was not looked at
	Took      time.Duration // with Started: how long
	Operation string        // with Resumed: the call
	Account   string        // with Resumed: the id of the account that it is about; "" where it is about none
	Err       error         // with NotStarted, Crashed, Hung, Resumed: why
}
