package rest

import (
	"strconv"
	"strings"
)

// maxWhole bounds the size of a page that a token can ask for: none is longer (see package mappings).
const maxWhole = 10_000

// Cursor is the place as it stands in a page token: the number to go on at, the total that was told last, the mark of the page
// before and, where pages are whole, their size.
func (p Place) Cursor() string {
	total := ""
	if p.Total != Untold {
		total = strconv.Itoa(p.Total)
	}
	text := strconv.Itoa(p.Next) + "." + total + "." + strconv.FormatUint(p.Mark, 36)
	if p.Size > 0 {
		text += "." + strconv.Itoa(p.Size)
	}
	return text
}

// ParsePlace reads what [Place.Cursor] wrote; "" is the beginning of a list. ok is false for anything else.
func ParsePlace(s string) (p Place, ok bool) {
	p = Place{Next: 1, Total: Untold}
	if s == "" {
		return p, true
	}
	parts := strings.Split(s, ".")
	if len(parts) != 3 && len(parts) != 4 {
		return p, false
	}
	var err error
	if p.Next, err = strconv.Atoi(parts[0]); err != nil || p.Next < 1 {
		return p, false
	}
	if parts[1] != "" {
		if p.Total, err = strconv.Atoi(parts[1]); err != nil || p.Total < 0 {
			return p, false
		}
	}
	if p.Mark, err = strconv.ParseUint(parts[2], 36, 64); err != nil {
		return p, false
	}
	if len(parts) == 4 {
		if p.Size, err = strconv.Atoi(parts[3]); err != nil || p.Size < 1 || p.Size > maxWhole || (p.Next-1)%p.Size != 0 {
			return p, false
		}
	}
	return p, true
}
