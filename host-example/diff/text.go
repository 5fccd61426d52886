package diff

import (
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/host-example/receipt"
	"github.com/trellis-iam/trellis/host-example/words"
)

// section is how a kind is shown to people. %s is how many items there are of it.
type section struct {
	kind  Kind
	mark  string
	color output.Color
	title string
	// proof is of which list the doubts are that the title leads up to; nil: none.
	proof func(*Evidence) *receipt.Receipt
}

var sections = []section{
	{Came, "+", output.Green, "%s came", ofOld},
	{New, "+", output.Cyan, "%s new in this list, and may have been there before", ofOld},
	{Gone, "-", output.Red, "%s gone", ofNew},
	{Missing, "?", output.Cyan, "%s not in the new list, which proves nothing", ofNew},
	{Changed, "~", output.Yellow, "%s changed", nil},
}

func ofOld(e *Evidence) *receipt.Receipt { return &e.Old }
func ofNew(e *Evidence) *receipt.Receipt { return &e.New }

// WriteText writes the difference for people, kind by kind, in colours where the screen has them. Everything in it is made
// printable.
func (d *Diff) WriteText(w io.Writer, screen output.Screen) error {
	for _, s := range sections {
		n := d.summary.Kinds[s.kind]
		if n == 0 {
			continue
		}
		var b strings.Builder
		b.WriteString(screen.Paint(fmt.Sprintf(s.title, words.Thousands(n)), output.Bold) + "\n")
		if s.proof != nil {
			for _, line := range d.remarks(s) {
				fmt.Fprintf(&b, "  %s\n", output.Printable(line))
			}
		}
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
		err := d.Each(func(e Entry) error {
			var b strings.Builder
			b.WriteString("  " + screen.Paint(s.mark+" "+headline(e), s.color) + "\n")
			for _, c := range e.Changes {
				b.WriteString("      " + output.Printable(c.Field+": "+shown(c)) + "\n")
			}
			_, err := io.WriteString(w, b.String())
			return err
		}, s.kind)
		if err != nil {
			return err
		}
	}
	return nil
}

// remarks are what there is to know of the proof behind a section: doubts and what dispels them, account by account.
func (d *Diff) remarks(s section) []string {
	var all []string
	for _, e := range d.Evidence() {
		of := ""
		if e.Account != "" {
			of = e.Account + ": "
		}
		r := s.proof(e)
		switch s.kind {
		case Came, Gone:
			if r.AbsenceIsEvidence && r.ToConfirm() {
				all = append(all, of+"to be confirmed by a second list: items can be missed while the application's data moves")
			}
		default:
			for _, doubt := range r.Doubts {
				all = append(all, of+doubt.Text+" (needed: "+doubt.Need()+")")
			}
		}
	}
	return all
}

// headline is whom an entry is of.
func headline(e Entry) string {
	parts := []string{e.ID}
	if e.Account != "" {
		parts = []string{e.Account, e.ID}
	}
	for _, more := range []string{nameOf(e.Item), text(get(e.Item, "primary_email_address"))} {
		if more != "" {
			parts = append(parts, more)
		}
	}
	if e.Rejected {
		parts = append(parts, "(its record could not be used)")
	}
	return output.Printable(strings.Join(parts, "  "))
}

func nameOf(item jsontext.Value) string { return text(get(item, "name")) }

// shown is a change as people read it: of a set, what came (+), went (-) and is another (~).
func shown(c Change) string {
	if c.Old.Kind() != '[' || c.New.Kind() != '[' {
		return word(c.Old) + " -> " + word(c.New)
	}
	gone, came := sets(c.Old, c.New)
	gone, came, other := pairs(gone, came, c.whole)
	var parts []string
	for _, v := range came {
		parts = append(parts, "+ "+word(v))
	}
	for _, v := range gone {
		parts = append(parts, "- "+word(v))
	}
	for _, v := range other {
		parts = append(parts, "~ "+word(v))
	}
	return strings.Join(parts, ", ")
}

// word is a value as people read it: the name of what has one, and the value of an enum.
func word(v jsontext.Value) string {
	switch v.Kind() {
	case 0:
		return "nothing"
	case '"':
		return text(v)
	case '{':
		for _, name := range []string{"name", "value", "address", "id"} {
			if s := text(get(v, name)); s != "" {
				return s + source(v)
			}
		}
	case '[':
		all := make([]string, 0, 4)
		for _, e := range elements(v) {
			all = append(all, word(e))
		}
		if len(all) == 0 {
			return "none"
		}
		return strings.Join(all, ", ")
	}
	return plain(v)
}

// source is the vendor's own value, where it is what tells.
func source(v jsontext.Value) string {
	if s := text(get(v, "source_value")); s != "" && text(get(v, "value")) == "unmapped_value" {
		return " (" + s + ")"
	}
	return ""
}
