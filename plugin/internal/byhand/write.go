package byhand

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"syscall"

	"github.com/trellis-iam/trellis/plugin/cmdline"
	"github.com/trellis-iam/trellis/plugin/internal/logs"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// document writes a message over many lines.
func (a *app) document(m proto.Message) error {
	return a.message(m, func(b *bytes.Buffer, text []byte) error { return json.Indent(b, text, "", "  ") })
}

// line writes a message in one line.
func (a *app) line(m proto.Message) error { return a.message(m, json.Compact) }

// message writes a message in the JSON that protobuf defines for it, in a layout that is always the same: protojson varies
// its white space on purpose.
func (a *app) message(m proto.Message, layOut func(*bytes.Buffer, []byte) error) error {
	text, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(m)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := layOut(&b, text); err != nil {
		return err
	}
	b.WriteByte('\n')
	return a.write([]byte(a.secrets.Known(b.String())))
}

func (a *app) write(b []byte) error {
	_, err := a.Stdout.Write(b)
	switch {
	case errors.Is(err, syscall.EPIPE):
		return errors.New("the reader of the output went away")
	case err != nil:
		return fmt.Errorf("the output cannot be written: %w", err)
	}
	return nil
}

// note writes a line to stderr, without secrets and without what would act on a terminal.
func (a *app) note(format string, args ...any) {
	text := logs.Escape(fmt.Sprintf(format, args...))
	_, _ = io.WriteString(a.Stderr, a.secrets.Known(text)+"\n") // nobody would hear of an error
}

// report writes an error to stderr: what happened, then line by line whose fault it is, where, and what to do.
func (a *app) report(err error) {
	a.note("%s: %s", a.program, err)
	for _, l := range cmdline.Explain(err) {
		a.note("  %-8s %s", l.Label, l.Text)
	}
}
