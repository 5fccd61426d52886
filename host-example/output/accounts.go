package output

import "slices"

// Of is an item of one of several accounts.
type Of[T any] struct {
	Account, Connector string
	Item               T
}

// InAccounts is a view of items of several accounts, whose names are known: the account comes first, as a column of tables and
// sheets, and with its connector as members of the JSON.
func InAccounts[T any](view View[T], names []string) View[Of[T]] {
	widest := 0
	for _, name := range names {
		widest = max(widest, Width(Printable(name)))
	}
	sheet := []Cell[Of[T]]{{"account", func(o Of[T]) string { return o.Account }}}
	for _, c := range view.Sheet {
		sheet = append(sheet, Cell[Of[T]]{c.Name, func(o Of[T]) string { return c.Text(o.Item) }})
	}
	return View[Of[T]]{
		Sheet: sheet,
		Append: func(dst []byte, o Of[T]) []byte {
			start := len(dst)
			dst = append(dst, '{')
			dst = appendStringMember(dst, `"account":`, o.Account)
			dst = appendStringMember(dst, `"connector":`, o.Connector)
			own := len(dst)
			dst = view.Append(dst, o.Item)
			if own > start+1 && dst[own+1] != '}' { // its brace is that of the whole
				dst[own] = ','
				return dst
			}
			return slices.Delete(dst, own, own+1)
		},
		Columns: slices.Concat([]Column{{Title: "ACCOUNT", Name: "account", Least: widest, Max: widest}}, view.Columns),
		Row:     func(o Of[T]) []string { return slices.Concat([]string{o.Account}, view.Row(o.Item)) },
	}
}
