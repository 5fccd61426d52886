package output

import (
	"slices"
	"strconv"

	"google.golang.org/protobuf/types/known/structpb"
)

// Mapped is an item with the fields that its account's owner has mapped.
type Mapped[T any] struct {
	Item   T
	Fields *structpb.Struct
}

// mappedPrefix begins the names of mapped fields in sheets.
const mappedPrefix = "fields."

// WithFields is a view of items with mapped fields, which come last: in `unified_custom_fields`, and as columns of their
// own, empty ones included, since each was asked for by name. In sheets their names begin with "fields.", so that none can be
// that of another column.
func WithFields[T any](view View[T], names []string) View[Mapped[T]] {
	columns := slices.Clone(view.Columns)
	for _, name := range names {
		columns = append(columns, Column{Title: titleOf(name), Name: mappedPrefix + name, Max: textWidth})
	}
	var sheet []Cell[Mapped[T]]
	for _, c := range view.Sheet {
		sheet = append(sheet, Cell[Mapped[T]]{c.Name, func(m Mapped[T]) string { return c.Text(m.Item) }})
	}
	for _, name := range names {
		sheet = append(sheet, Cell[Mapped[T]]{mappedPrefix + name, func(m Mapped[T]) string { return valueCell(m.Fields.GetFields()[name]) }})
	}
	return View[Mapped[T]]{
		Sheet: sheet,
		Append: func(dst []byte, m Mapped[T]) []byte {
			dst = view.Append(dst, m.Item)
			dst = appendName(dst[:len(dst)-1], `"unified_custom_fields":`) // before the brace that ends the item
			return append(appendStruct(dst, m.Fields), '}')
		},
		Columns: columns,
		Row: func(m Mapped[T]) []string {
			row := view.Row(m.Item)
			for _, name := range names {
				row = append(row, valueCell(m.Fields.GetFields()[name]))
			}
			return row
		},
	}
}

// valueCell is a value as people read it: texts without quotes, and what is made of several values as JSON.
func valueCell(v *structpb.Value) string {
	switch v := v.GetKind().(type) {
	case nil:
		return ""
	case *structpb.Value_StringValue:
		return v.StringValue
	case *structpb.Value_BoolValue:
		return strconv.FormatBool(v.BoolValue)
	}
	return string(appendValue(nil, v))
}
