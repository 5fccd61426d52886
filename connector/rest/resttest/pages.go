package resttest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strings"
)

// Pages is how a vendor answers lists, so that they can be answered rightly ([Pages.Answer]) and wrongly: objects with an array of
// records in them. Its members may stand deeper: "meta.total".
type Pages struct {
	// Items is the member that holds the records: "data". Empty: the answer is the array.
	Items string
	// ID is the member of a record that is its id, Date one that is an instant; that may stand deeper: "meta.created".
	ID, Date string

	// Cursor is the member that says where the next page is, in the form of [Cursor]; "" where there is no such.
	Cursor string
	// Asked is the parameter that takes a cursor.
	Asked string
	// More is the boolean member that says that there is a next page; "" where the cursor alone says it.
	More string

	// Start is the parameter that takes the number of a page's first record, from 1; Offset, how many records to pass over; Page, the
	// number of the page, from 1. All are "" where pages have cursors.
	Start, Offset, Page string
	// Total is the member that says how many records there are in all; "" where nothing says it.
	Total string
	// Links: Cursor has the next page's URL, on which Asked takes the cursor. Without Cursor the URL is in the header Link (RFC 8288).
	Links bool

	// Size is the parameter for how many records a page shall have, Default and Max are what it is without it and at most.
	// Capped: who asks for more than Max gets Max, and no error.
	Size         string
	Default, Max int
	Capped       bool
}

// number is the parameter that says by a number which page is meant.
func (p Pages) number() string { return cmp.Or(p.Start, p.Offset, p.Page) }

// Edits is a kind of fault that changes the right answer, where that is an object. What edit returns false for stays as it is.
func Edits(edit func(rule *Rule, r *http.Request, page *Object) bool) func(*Rule) *Fault {
	return func(rule *Rule) *Fault {
		met := *rule // counts on
		return &Fault{Edit: func(r *http.Request, body []byte) []byte {
			if page, ok := ParseObject(body); ok && edit(&met, r, page) {
				return []byte(page.String())
			}
			return body
		}}
	}
}

func (p Pages) startOver(r *http.Request) {
	query := r.URL.Query()
	query.Del(p.number())
	r.URL.RawQuery = query.Encode()
}

func (p Pages) wrongType(_ *Rule, _ *http.Request, page *Object) bool {
	p.next(page, false, "null")
	page.SetIn(p.Items, `"none"`)
	return true
}

func (p Pages) renamedID(_ *Rule, _ *http.Request, page *Object) bool {
	return p.EditRecords(page, func(_ int, record *Object) { record.Rename(p.ID, "uuid") })
}

func (p Pages) missingID(rule *Rule, _ *http.Request, page *Object) bool {
	return p.EditRecords(page, func(i int, record *Object) {
		if i == rule.Index {
			record.Rename(p.ID, "")
		}
	})
}

func (p Pages) badDate(rule *Rule, _ *http.Request, page *Object) bool {
	return p.EditRecords(page, func(i int, record *Object) {
		if i == rule.Index {
			record.SetIn(p.Date, `"some time ago"`)
		}
	})
}

// EditRecords changes the records of a page, and reports whether they could all be read.
func (p Pages) EditRecords(page *Object, edit func(i int, record *Object)) bool {
	var records []json.RawMessage
	if json.Unmarshal(page.getIn(p.Items), &records) != nil {
		return false
	}
	edited := make([]string, len(records))
	for i, text := range records {
		record, ok := ParseObject(text)
		if !ok {
			return false
		}
		edit(i, record)
		edited[i] = record.String()
	}
	page.SetIn(p.Items, "["+strings.Join(edited, ",")+"]")
	return true
}
