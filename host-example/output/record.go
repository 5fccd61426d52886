package output

// record writes a row as a record: a field a line, behind its title. Fields without anything in them are left out.
func (t *Table) record(row []string) {
	if t.begun {
		t.buf = append(t.buf, '\n')
	}
	t.begun = true
	titles := 0
	for _, i := range t.shown {
		titles = max(titles, Width(t.columns[i].Title))
	}
	titles = min(titles, t.screen.Width/3) // of a terminal that narrow, most is for the fields
	for i, c := range t.columns {
		cell := row[i]
		if cell == "" {
			continue
		}
		title := t.screen.Clip(c.Title, t.screen.Width/2)
		t.buf = t.screen.paint(blanks(t.buf, t.indent), title, Bold)
		behind := max(titles, Width(title)) + gap
		room := max(t.screen.Width-t.indent-behind, 1)
		if c.Whole && t.screen.Cells(cell) > room {
			t.buf = append(t.buf, '\n')
			t.whole(cell)
			continue
		}
		t.buf = blanks(t.buf, behind-Width(title))
		if !c.Whole {
			cell = t.screen.Clip(cell, room)
		}
		t.buf = append(t.screen.alone(t.buf, cell, c.Colors[row[i]]), '\n')
	}
}
