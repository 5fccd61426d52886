package output

import (
	"fmt"
	"slices"
	"strings"
)

// UnknownColumnError is a column that was asked for and that a view does not have.
type UnknownColumnError struct {
	Asked string
	// Known are the names of those that it has.
	Known []string
}

func (e *UnknownColumnError) Error() string { return fmt.Sprintf("there is no column %.64q", e.Asked) }

// ColumnNames are the names that [Choose] knows: those of the sheet, in its order.
func ColumnNames[T any](view View[T]) []string {
	names := make([]string, len(view.Sheet))
	for i, c := range view.Sheet {
		names[i] = c.Name
	}
	return names
}

// Choose is the view with the named columns alone, in that order, as a table and as a sheet. Columns are named as in the sheet or
// as in the table, in any case; mapped fields also without what their names begin with. None of them is left out, because each was
// asked for. A column that only the sheet has is one of the table, too. The JSON stays as it is.
func Choose[T any](view View[T], names []string) (View[T], error) {
	chosen := View[T]{Append: view.Append}
	var row []func(T, []string) string // of the item, or of its cells in the whole view's table
	for _, asked := range names {
		at := findCell(view, asked)
		if at < 0 {
			return View[T]{}, &UnknownColumnError{Asked: asked, Known: ColumnNames(view)}
		}
		cell := view.Sheet[at]
		chosen.Sheet = append(chosen.Sheet, cell)
		column := Column{Title: titleOf(strings.TrimPrefix(cell.Name, mappedPrefix)), Name: cell.Name, Max: textWidth}
		text := func(item T, _ []string) string { return cell.Text(item) }
		if i := slices.IndexFunc(view.Columns, func(c Column) bool { return c.Name == cell.Name }); i >= 0 {
			column = view.Columns[i]
			column.Optional = false
			text = func(_ T, cells []string) string { return cells[i] }
		}
		chosen.Columns, row = append(chosen.Columns, column), append(row, text)
	}
	chosen.Row = func(item T) []string {
		all := view.Row(item)
		cells := make([]string, len(row))
		for i, text := range row {
			cells[i] = text(item, all)
		}
		return cells
	}
	return chosen, nil
}

// findCell is where the sheet has a column of that name, and -1 where it has none. The vendor's own columns come before mapped
// ones of the same name.
func findCell[T any](view View[T], asked string) int {
	asked = strings.ToLower(strings.TrimSpace(asked))
	for _, named := range []func(sheet string, title string) bool{
		func(sheet, _ string) bool { return strings.ToLower(sheet) == asked },
		func(_, title string) bool {
			return title != "" && strings.EqualFold(title, strings.ReplaceAll(asked, "_", " "))
		},
		func(sheet, _ string) bool { return strings.ToLower(sheet) == mappedPrefix+asked },
	} {
		for i, c := range view.Sheet {
			title := ""
			if at := slices.IndexFunc(view.Columns, func(t Column) bool { return t.Name == c.Name }); at >= 0 {
				title = view.Columns[at].Title
			}
			if named(c.Name, title) {
				return i
			}
		}
	}
	return -1
}

// titleOf is the title of a column that has a name only.
func titleOf(name string) string { return strings.ToUpper(strings.ReplaceAll(name, "_", " ")) }
