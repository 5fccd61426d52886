package accounts

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"sort"
	"strings"

	"go.yaml.in/yaml/v3"
)

// document reads a text as one YAML document, and refuses what an accounts file has no use for: anchors and aliases (each
// value stands where it is used, so that positions are true and a small file cannot become a large one), tags, and further
// documents. An empty text is nil.
func (r *reading) document(text []byte) *yaml.Node {
	d := yaml.NewDecoder(bytes.NewReader(text))
	var doc, more yaml.Node
	err := d.Decode(&doc)
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err == nil {
		switch err = d.Decode(&more); {
		case err == nil:
			r.problem(&more, "", "write one document, without a line ---", "a second document begins here")
			return nil
		case errors.Is(err, io.EOF):
			err = nil
		}
	}
	if err != nil {
		r.syntax(text, err)
		return nil
	}
	before := len(r.problems)
	r.plain(&doc)
	if len(r.problems) > before {
		return nil
	}
	return doc.Content[0]
}

// plain refuses anchors, aliases and tags.
func (r *reading) plain(n *yaml.Node) {
	switch {
	case n.Kind == yaml.AliasNode:
		r.problem(n, "", "write the value out, or in quotes if it begins with *", "this is an alias (*), and those are not used here")
		return // what it stands for is looked at where it is
	case n.Anchor != "":
		r.problem(n, "", "leave it out, or write the value in quotes if it begins with &", "this has an anchor (&), and those are not used here")
	case n.Style&yaml.TaggedStyle != 0:
		r.problem(n, "", "leave it out, or write the value in quotes if it begins with !", "this has a tag (!), and those are not used here")
	}
	for _, c := range n.Content {
		r.plain(c)
	}
}

// at is where the library says that its own texts are about. The place is better known here.
var at = regexp.MustCompile(`^(yaml: )?(line \d+: )?`)

// syntax is the problem of a text that is no YAML.
func (r *reading) syntax(text []byte, err error) {
	why := "this is no YAML: " + at.ReplaceAllString(err.Error(), "")
	todo := "indent with blanks, and write texts that hold : # or quotes in quotes"
	if strings.Contains(why, "anchor") { // the one text that repeats something of the file
		why, todo = "this is no YAML: an alias (*) of nothing", "write the value in quotes if it begins with *"
	}
	line, column := 1, 1
	lines := bytes.SplitAfter(text, []byte("\n"))
	line += sort.Search(len(lines)-1, func(i int) bool { return fails(lines[:i+1], err) })
	bad := lines[line-1]
	blanks := len(bad) - len(bytes.TrimLeft(bad, " "))
	if len(bytes.TrimSpace(bad)) > 0 {
		column += blanks
	}
	if blanks < len(bad) && bad[blanks] == '\t' {
		why, todo = "this line is indented with a tab", "indent with blanks: YAML takes no tabs there"
	}
	r.problem(&yaml.Node{Line: line, Column: column}, "", todo, "%s", why)
}

// fails reports whether the lines by themselves fail with the same error: the first ones that do end with the line that is
// wrong. The library's own position is often that of what surrounds it.
func fails(lines [][]byte, with error) bool {
	d := yaml.NewDecoder(bytes.NewReader(bytes.Join(lines, nil)))
	for {
		var n yaml.Node
		if err := d.Decode(&n); err != nil {
			return err.Error() == with.Error()
		}
	}
}
