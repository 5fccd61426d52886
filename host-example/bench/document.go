package main

import (
	"fmt"
	"os"
	"strings"
)

// medians says what the figures are of.
func medians(runs int) string {
	if runs == 1 {
		return "one run"
	}
	return fmt.Sprintf("medians of %d runs", runs)
}

// write puts a table into a document, between the marks of its name. What people wrote around it stays. Without a
// document, there is nothing to do.
func (t *table) write(path, name string, runs int) error {
	if path == "" {
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	begin, end := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->\n"
	before, rest, found := strings.Cut(string(text), begin)
	_, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		return fmt.Errorf("%s has no place for the table: nothing stands between %q and %q", path, begin, end)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\nOn %s; %s.\n\n", machine(), medians(runs))
	for _, s := range t.sections {
		s.markdown(&b)
	}
	return os.WriteFile(path, []byte(before+begin+b.String()+end+after), 0o600)
}
