package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/trellis-iam/trellis/host-example/output"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// writeMessage writes a message of the contract in the JSON that protobuf defines for it: `json` over many lines for
// people, `ndjson` on one.
func writeMessage(w io.Writer, format string, m proto.Message) error {
	text, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(m)
	if err != nil {
		return err
	}
	var b bytes.Buffer // protojson varies its white space on purpose
	if format == "json" {
		err = json.Indent(&b, text, "", "  ")
	} else {
		err = json.Compact(&b, text)
	}
	if err != nil {
		return err
	}
	b.WriteByte('\n')
	return writeAll(w, b.Bytes())
}

func writeAll(w io.Writer, b []byte) error {
	_, err := w.Write(b)
	return outputFailed(err)
}

// document is text in sections for people to read. Everything in it is made printable.
type document struct {
	b      strings.Builder
	screen output.Screen
}

// label pairs a label with a text, and is nothing without text.
func (d *document) label(label, format string, args ...any) {
	if text := fmt.Sprintf(format, args...); text != "" {
		d.wrap(fmt.Sprintf("  %-14s ", label), text)
	}
}

func (d *document) section(title string) {
	fmt.Fprintf(&d.b, "\n%s\n", d.screen.Paint(output.Printable(title), output.Bold))
}

// entry is a text behind a mark such as "1." or "-".
func (d *document) entry(mark, text string) { d.wrap("  "+mark+" ", text) }

func (d *document) table(columns []output.Column, rows [][]string) {
	if len(rows) > 0 {
		_ = output.NewTable(&d.b, 0, columns).On(d.screen).Indent(2).Rows(rows) // a Builder does not fail
	}
}

// readable is the longest line that is pleasant to read; wider terminals do not make text wider.
const readable = 100

// wrap writes text behind a prefix, broken between words, its further lines under the first.
func (d *document) wrap(prefix, text string) {
	prefix = output.Printable(prefix)
	limit := readable
	if d.screen.Width > 0 {
		limit = min(limit, d.screen.Width)
	}
	column := output.Width(prefix)
	d.b.WriteString(prefix)
	for i, word := range strings.Fields(output.Printable(text)) {
		n := output.Width(word)
		switch {
		case i == 0:
		case column+1+n > limit:
			d.b.WriteString("\n" + strings.Repeat(" ", output.Width(prefix)))
			column = output.Width(prefix)
		default:
			d.b.WriteByte(' ')
			column++
		}
		d.b.WriteString(word)
		column += n
	}
	d.b.WriteByte('\n')
}

// emphasized shows **what stands on the vendor's screen** as a quotation, which needs no colours.
func emphasized(s string) string {
	for strings.Count(s, "**") >= 2 {
		s = strings.Replace(strings.Replace(s, "**", "“", 1), "**", "”", 1)
	}
	return s
}
