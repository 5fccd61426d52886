package trust

import (
	"cmp"
	"slices"
)

// LockName is the name of the lock file.
const LockName = "connectors.lock.json"

// Lock is the content of a lock file.
type Lock struct {
	// Connectors are those that are trusted, by name; none is there twice. Change them with Set and Remove.
	Connectors []Entry
}

// Entry is one trusted connector.
type Entry struct {
	Name    string `json:"name"`    // as describe.proto has it
	Version string `json:"version"` // what the connector said when it was trusted
	Size    int64  `json:"size"`    // bytes
	SHA256  string `json:"sha256"`  // lower-case hexadecimal
	// Interpreter is what runs a script; it is not covered by the checksum.
	Interpreter string `json:"interpreter,omitempty"`
	// Key is the publisher's public key (ed25519, base64), which must have signed what is trusted in its place. Empty: none.
	Key string `json:"key,omitempty"`
}

// Entry is what was recorded of a connector.
func (l *Lock) Entry(name string) (Entry, bool) {
	i, ok := l.find(name)
	if !ok {
		return Entry{}, false
	}
	return l.Connectors[i], true
}

// Set records a connector, in place of what was recorded of it.
func (l *Lock) Set(e Entry) {
	i, ok := l.find(e.Name)
	if ok {
		l.Connectors[i] = e
		return
	}
	l.Connectors = slices.Insert(l.Connectors, i, e)
}

// Remove takes a connector out, and reports whether it was there.
func (l *Lock) Remove(name string) bool {
	i, ok := l.find(name)
	if ok {
		l.Connectors = slices.Delete(l.Connectors, i, i+1)
	}
	return ok
}

func (l *Lock) find(name string) (int, bool) {
	return slices.BinarySearchFunc(l.Connectors, name, func(e Entry, name string) int { return cmp.Compare(e.Name, name) })
}
