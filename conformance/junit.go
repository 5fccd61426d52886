package conformance

import (
	"encoding/xml"
	"io"
	"strings"
)

// The parts of JUnit's XML that build servers read.
type suitesXML struct {
	XMLName  xml.Name   `xml:"testsuites"`
	Name     string     `xml:"name,attr"`
	Tests    int        `xml:"tests,attr"`
	Failures int        `xml:"failures,attr"`
	Skipped  int        `xml:"skipped,attr"`
	Time     float64    `xml:"time,attr"`
	Suites   []suiteXML `xml:"testsuite"`
}

type suiteXML struct {
	Name     string    `xml:"name,attr"`
	Tests    int       `xml:"tests,attr"`
	Failures int       `xml:"failures,attr"`
	Skipped  int       `xml:"skipped,attr"`
	Cases    []caseXML `xml:"testcase"`
}

type caseXML struct {
	Name    string      `xml:"name,attr"`
	Class   string      `xml:"classname,attr"`
	Time    float64     `xml:"time,attr"`
	Failure *messageXML `xml:"failure"`
	Skipped *messageXML `xml:"skipped"`
	Out     string      `xml:"system-out,omitempty"`
}

type messageXML struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// WriteJUnit writes the report as JUnit's XML, a suite a group. What is wrong with the run as a whole is a suite of its own.
func (r *Report) WriteJUnit(w io.Writer) error {
	out := suitesXML{Name: strings.TrimSpace(r.Connector + " " + r.Version), Time: seconds(r.Took)}
	add := func(group string, c caseXML) {
		if n := len(out.Suites); n == 0 || out.Suites[n-1].Name != group {
			out.Suites = append(out.Suites, suiteXML{Name: group})
		}
		s := &out.Suites[len(out.Suites)-1]
		s.Cases = append(s.Cases, c)
		out.Tests, s.Tests = out.Tests+1, s.Tests+1
		if c.Failure != nil {
			out.Failures, s.Failures = out.Failures+1, s.Failures+1
		}
		if c.Skipped != nil {
			out.Skipped, s.Skipped = out.Skipped+1, s.Skipped+1
		}
	}
	for _, p := range r.Problems {
		add("run", caseXML{Name: "run", Class: "conformance", Failure: &messageXML{Message: p}})
	}
	for _, one := range r.Results {
		c := caseXML{Name: one.Case.ID, Class: "conformance." + one.Case.Group(), Time: seconds(one.Took)}
		switch {
		case one.Outcome == Failed:
			c.Failure = &messageXML{Message: one.Case.Sentence, Text: one.Text()}
		case one.Outcome == CouldNotRun || one.Outcome == DoesNotApply:
			c.Skipped = &messageXML{Message: string(one.Outcome) + ": " + one.Why}
		case one.Outcome != Passed:
			c.Out = one.Text()
		}
		add(one.Case.Group(), c)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
