package main

import (
	"fmt"
	"slices"
	"strings"
)

// table prints rows as they are measured, and keeps them for the document.
type table struct{ sections []*section }

// section is a part of the table, with columns of its own. The first column is what a row is called.
type section struct {
	title   string
	columns []string
	rows    [][]string
}

// nameWidth and cellWidth are those of the columns on a terminal.
const (
	nameWidth = 38
	cellWidth = 12
)

// head begins a section.
func (t *table) head(title string, columns ...string) {
	t.sections = append(t.sections, &section{title: title, columns: columns})
	fmt.Println(title)
	show("", columns)
}

// row adds a line to the section at hand. Cells that are left out are empty.
func (t *table) row(name string, cells ...string) {
	s := t.sections[len(t.sections)-1]
	s.rows = append(s.rows, append([]string{name}, cells...))
	show(name, cells)
}

// note is a line of words below a row.
func (t *table) note(text string) { t.row("  " + text) }

func show(name string, cells []string) {
	var b strings.Builder
	fmt.Fprintf(&b, "  %-*s", nameWidth, name)
	for _, c := range cells {
		fmt.Fprintf(&b, " %*s", cellWidth, c)
	}
	fmt.Println(strings.TrimRight(b.String(), " "))
}

// markdown is the table of a section.
func (s *section) markdown(b *strings.Builder) {
	fmt.Fprintf(b, "**%s**\n\n| | %s |\n| --- |%s\n", s.title, strings.Join(s.columns, " | "), strings.Repeat(" ---: |", len(s.columns)))
	for _, r := range s.rows {
		cells := slices.Concat(r, make([]string, len(s.columns)+1-len(r)))
		fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
	}
	b.WriteByte('\n')
}
