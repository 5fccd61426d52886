package logs

import (
	"bytes"
	"io"
)

// MaxLine is what is kept of a line; connector.proto promises it to connectors.
const MaxLine = 8 << 10

// Stream is one of the outputs of a process, as a writer that never fails. It is used by one goroutine at a time.
type Stream struct {
	log      *Log
	name     string
	line     []byte
	cut      bool // the line was longer than MaxLine; its rest is being skipped
	crashing bool // the Go runtime has begun to report why it ends
}

// Stream makes an output of the process; the name stands in the log.
func (l *Log) Stream(name string) *Stream { return &Stream{log: l, name: name} }

// Write takes a piece of the output.
func (s *Stream) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		end := bytes.IndexByte(p, '\n')
		if end < 0 {
			s.grow(p)
			break
		}
		s.grow(p[:end])
		s.flush()
		p = p[end+1:]
	}
	return n, nil
}

// Close ends the last line. It never fails.
func (s *Stream) Close() error {
	if len(s.line) > 0 {
		s.flush()
	}
	return nil
}

// Drain reads until r ends or fails, and closes the stream. Its buffer is there as long as the process, and has room for the
// longest line; files and readers with buffers would bring one of 32 KiB along, and are kept from it.
func (s *Stream) Drain(r io.Reader) {
	_, _ = io.CopyBuffer(s, struct{ io.Reader }{r}, make([]byte, MaxLine)) // how the output ends is not news: the process's exit is
	_ = s.Close()
}

func (s *Stream) grow(p []byte) {
	if room := MaxLine - len(s.line); len(p) > room {
		p, s.cut = p[:room], true
	}
	s.line = append(s.line, p...)
}

func (s *Stream) flush() {
	line := bytes.TrimSuffix(s.line, []byte("\r"))
	switch {
	case bytes.HasPrefix(line, []byte("panic: ")), bytes.HasPrefix(line, []byte("fatal error: ")):
		s.crashing = true
	case bytes.HasPrefix(line, []byte("{")): // a logger's line: the process lives on
		s.crashing = false
	}
	if len(bytes.TrimSpace(line)) > 0 || s.cut {
		s.log.line(s.name, line, s.cut, s.crashing)
	}
	s.line, s.cut = s.line[:0], false
}
