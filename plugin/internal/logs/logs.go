// Package logs takes what a connector's process writes, which may be anything, and makes log lines of it that are safe to
// keep and to show: bounded in length and rate, without control characters, with the secrets of the calls taken out.
//
// Nothing that is written makes it fail, wait or hold more than a fixed amount of memory.
package logs

import (
	"sync"
	"time"

	"github.com/hashicorp/go-hclog"
)

// Log is the log of one process, fed by several streams.
type Log struct {
	logger hclog.Logger
	redact *Redactor

	mu      sync.Mutex
	rate    bucket
	dropped int
	tail    tail
}

// New makes the log of one process. Lines go to the logger; redact holds the secrets that must not.
func New(logger hclog.Logger, redact *Redactor) *Log {
	return &Log{logger: logger, redact: redact, rate: newBucket(time.Now())}
}

// With adds to what stands in every line.
func (l *Log) With(args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.logger = l.logger.With(args...)
}

// Event notes something about the process that this side has to say.
func (l *Log) Event(level hclog.Level, message string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.logger.Log(level, message, args...)
}

// line takes one line of a stream, without its end.
func (l *Log) line(stream string, text []byte, cut, crash bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tail.add(text, crash)
	if !l.rate.take(time.Now()) {
		l.dropped++
		return
	}
	l.sayDropped()
	if cut {
		text = append(l.redact.Cut(text), " [cut]"...)
	}
	e := parse(text)
	if crash {
		e.level = hclog.Error
	}
	l.emit(stream, e)
}

func (l *Log) emit(stream string, e entry) {
	args := make([]any, 0, 2*len(e.pairs)+2)
	args = append(args, "stream", stream)
	for _, p := range e.pairs {
		args = append(args, p.key, l.redact.Pair(p.key, p.value))
	}
	l.logger.Log(e.level, l.redact.Text(e.message), args...)
}

func (l *Log) sayDropped() {
	if l.dropped > 0 {
		l.logger.Warn("the connector logs too much: lines were dropped", "lines", l.dropped)
		l.dropped = 0
	}
}

// Tail is the last lines that came, at most [TailLines] of at most [TailWidth] bytes; of a crash that was reported on
// stderr, its first lines are kept rather than the last of a long stack.
func (l *Log) Tail() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var lines []string
	for _, raw := range l.tail.lines() {
		if len(raw) == rawWidth {
			raw = l.redact.Cut(raw)
		}
		lines = append(lines, Clip(l.redact.Text(parse(raw).String()), TailWidth))
	}
	return lines
}

// Close tells what was dropped last. More lines may still come.
func (l *Log) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sayDropped()
}
