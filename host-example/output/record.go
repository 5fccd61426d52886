package output

// record writes a row as a record: a field a line, behind its title. Fields without anything in them are left out.
func (t *Table) record(row []string) {
	if t.begun {
		t.buf = append(t.buf, '\n')
	}
	t.begun = true
	titles := 0
	for _, c := range t.columns {
		titles = max(titles, Width(c.Title))
	}
	titles = min(titles, t.screen.Width/3) // of a terminal that narrow, most is for the fields
	room := max(t.screen.Width-t.indent-titles-gap, 1)
	for i, c := range t.columns {
		cell := row[i]
		if cell == "" {
			continue
		}
		title := t.screen.Clip(c.Title, titles)
		t.buf = t.screen.paint(blanks(t.buf, t.indent), title, Bold)
		if c.Whole && t.screen.Cells(cell) > room {
			t.buf = append(t.buf, '\n')
			t.whole(cell)
			continue
		}
		t.buf = blanks(t.buf, titles-Width(title)+gap)
		if !c.Whole {
			cell = t.screen.Clip(cell, room)
		}
		t.buf = append(t.screen.alone(t.buf, cell, c.Colors[row[i]]), '\n')
	}
}
