package manager

import "time"

// State is what a connector is doing.
type State string

// What a connector can be doing.
const (
	StateStopped  State = "stopped"  // no process: none was needed yet, or not for a while
	StateStarting State = "starting" // a process is being started
	StateRunning  State = "running"  // a process answers
	StateWaiting  State = "waiting"  // its process crashed; the next one is due at Until
	StateFailed   State = "failed"   // it crashed too often; calls fail until Until
)

// Status is how a connector is at one moment.
type Status struct {
	Connector string
	State     State
	Until     time.Time // with StateWaiting and StateFailed
	PID       int       // with StateRunning
	Version   string    // of the connector, once it is known
	SHA256    string    // of its binary, once that is loaded
	Since     time.Time // start of the process
	Restarts  int       // since the manager was made
	Calls     int       // that are running
	Err       error     // what it failed with last; nil after a start
}
