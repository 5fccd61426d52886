package mappings

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// MaxIDSize bounds ids of items, in bytes (list.proto).
const MaxIDSize = 512

// ID is an item's id: a string, or a whole number, which is read as its digits. Nothing that could make two ids equal is
// done to it.
type ID struct {
	value
	text string
}

// UnmarshalJSONFrom reads any JSON value.
func (i *ID) UnmarshalJSONFrom(d *Decoder) error {
	v, err := d.ReadValue()
	if err != nil {
		return err
	}
	i.text = ""
	kind := v.Kind()
	i.met(kind, kind == '"' || kind == '0', "an id")
	switch kind {
	case '"':
		var whole bool
		if i.text, whole = text(v); !whole {
			i.text, i.why = "", "the id is not UTF-8"
		} else if strings.TrimSpace(i.text) == "" {
			i.text, i.why = "", "the id is blank"
		}
	case '0':
		if bytes.ContainsAny(v, ".eE") {
			i.why = "number with a fraction or exponent where an id is expected"
		} else {
			i.text = string(v)
		}
	}
	if i.usable() && len(i.text) > MaxIDSize {
		i.why = fmt.Sprintf("the id has %d bytes, above %d", len(i.text), MaxIDSize)
	}
	return nil
}

// Use is the id and, where it cannot be used, why. With an id that is only too long, both are told: its beginning, and
// why.
func (i *ID) Use() (id, why string) {
	switch i.State() {
	case Absent:
		return "", "the id is missing"
	case Null:
		return "", "the id is null"
	}
	return head(i.text, MaxIDSize), i.reason()
}

// Text is the id, or "" where there is none or none that can be used; the latter is noted under path.
func (i *ID) Text(n *Notes, path string) string {
	if !i.note(n, path) {
		return ""
	}
	return i.text
}

// head is the beginning of s, at most n bytes, cut between characters.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
