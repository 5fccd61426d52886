package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/trellis-iam/trellis/host-example/connect"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	"github.com/trellis-iam/trellis/plugin/terminal"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Terminal is where a person is asked: see package terminal.
type Terminal interface {
	io.Writer
	Line(ctx context.Context, prompt string) (string, error)
	Hidden(ctx context.Context, prompt string) (string, error)
	Close()
}

// openTerminal opens the terminal that the program was started from.
func openTerminal() (Terminal, error) {
	t, err := terminal.Open()
	if err != nil {
		return nil, err // without a type: a nil *terminal.Terminal is no Terminal
	}
	return t, nil
}

// person is whom a form is filled in with on a terminal: line by line, so that it is the same on every terminal and for whoever
// has the screen read aloud.
type person struct {
	*app
	t    Terminal
	last string // the question that was asked last
}

// show shows a document, without any secret that is known by now.
func (p *person) show(doc *document) { _, _ = p.t.Write([]byte(p.secrets.redact(doc.b.String()))) }

func (p *person) document() *document { return &document{screen: p.screen(p.t)} }

// Ask shows a question and reads a line.
func (p *person) Ask(ctx context.Context, q connect.Question) (string, error) {
	if q.ID != p.last { // who is asked once more has it all before them
		p.show(p.question(q))
	}
	p.last = q.ID
	ask, prompt := p.t.Line, output.Printable(q.Label+hint(q))+": "
	if q.Secret {
		ask = p.t.Hidden
	}
	typed, err := ask(ctx, prompt)
	if errors.Is(err, terminal.ErrLeft) {
		return "", &connect.GivenUp{Err: err}
	}
	if q.Secret {
		p.secrets.add(typed)
	}
	return typed, err
}

// question says what is asked, and what the answers are.
func (p *person) question(q connect.Question) *document {
	doc := p.document()
	doc.b.WriteByte('\n')
	if q.Help != "" {
		doc.wrap("", q.Label+": "+q.Help)
	} else if len(q.Choices) > 0 {
		doc.wrap("", q.Label+":")
	}
	for i, c := range q.Choices {
		doc.entry(fmt.Sprintf("%d.", i+1), joinWith(": ", c.Value, c.Label))
	}
	return doc
}

// hint says behind a question what an empty answer means.
func hint(q connect.Question) string {
	switch {
	case q.Secret && q.Required:
		return " (not shown)"
	case q.Secret:
		return " (not shown; optional)"
	case q.YesNo && q.Default == connect.Yes:
		return " [Y/n]"
	case q.YesNo && q.Default == connect.No:
		return " [y/N]"
	case q.Default != "":
		return " [" + q.Default + "]"
	case q.Unset != "":
		return " [" + q.Unset + "]"
	case !q.Required:
		return " (optional)"
	}
	return ""
}

// Refuse says why an answer is none.
func (p *person) Refuse(_ connect.Question, why error) {
	doc := p.document()
	doc.wrap("  ", "That will not do: "+why.Error()+".")
	p.show(doc)
}

// Guide shows the connector's guide.
func (p *person) Guide(f *connect.Form) {
	doc := p.document()
	doc.connectGuide(f)
	p.show(doc)
}

// Try says that the vendor is asked.
func (p *person) Try(f *connect.Form) {
	doc := p.document()
	doc.b.WriteByte('\n')
	doc.wrap("", "Asking "+f.About.GetTitle()+" whose credentials these are ...")
	p.show(doc)
}

// Took shows what the credentials are good for.
func (p *person) Took(a *connectorv1.Authentication) {
	_, _ = p.t.Write([]byte("\n" + p.secrets.redact(string(authentication(a, p.screen(p.t))))))
}

// Failed shows an error, and what to do about it.
func (p *person) Failed(err error) {
	p.last = ""
	doc := p.document()
	doc.b.WriteByte('\n')
	doc.wrap("", err.Error())
	for _, l := range cmdline.Explain(err) {
		if l.Label != "flag" { // nothing here was a flag
			doc.label(l.Label, "%s", l.Text)
		}
	}
	p.show(doc)
}

// connectGuide is what a person reads before filling in a form.
func (d *document) connectGuide(f *connect.Form) {
	about, method := f.About, f.Method()
	d.b.WriteByte('\n')
	d.wrap("", "Connect "+about.GetTitle()+" ("+about.GetName()+" "+about.GetVersion()+")")
	if about.GetSummary() != "" {
		d.wrap("", about.GetSummary())
	}
	d.label("documentation", "%s", about.GetVendor().GetDocumentationUrl())
	d.label("all of it", "trellis describe %s", about.GetName())
	d.section("How to come by it: " + method.GetTitle())
	d.guide(method.GetGuide())
	if needed := connect.Permissions(about); len(needed) > 0 {
		d.section("What the credentials need")
		for _, n := range needed {
			d.entry("-", n)
		}
	}
	if assumed := connect.Assumed(about); len(assumed) > 0 {
		d.section("Assumed: the vendor does not document it")
		for _, a := range assumed {
			d.entry("-", a)
		}
	}
	d.notes("To know", about.GetNotes())
}

var _ connect.Person = (*person)(nil)
