package report

import (
	"sync"
	"time"
)

// Options are what a report is made with.
type Options struct {
	// Now is when the report is made, and what "long ago" is counted from.
	Now time.Time
	// Generator is what makes it: a program and its version.
	Generator string
	// Redact takes secrets out of errors; nil where there are none.
	Redact func(string) string
}

// Builder gathers what the lists of accounts bring. Its methods, and those of its intakes, may be called at the same time.
type Builder struct {
	options Options

	mu      sync.Mutex
	intakes []*Intake
}

// NewBuilder makes a builder that has no accounts yet.
func NewBuilder(options Options) *Builder {
	if options.Redact == nil {
		options.Redact = func(s string) string { return s }
	}
	return &Builder{options: options}
}

// Account adds an account, under a name of the reader's and with its connector. The report keeps the order in which accounts
// were added.
func (b *Builder) Account(name, connector string) *Intake {
	in := &Intake{name: clip(name, maxText), connector: clip(connector, maxText), redact: b.options.Redact}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.intakes = append(b.intakes, in)
	return in
}
