package resttest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// Pages is how a vendor answers lists, so that they can be answered wrongly: objects with an array of records in them.
type Pages struct {
	// Items is the member that holds the records: "data".
	Items string
	// ID is the member of a record that is its id, Date one that is an instant; that may stand deeper: "meta.created".
	ID, Date string

	// Cursor is the member that says where the next page is, in the form of [Cursor]; "" where there is no such.
	Cursor string
	// Asked is the parameter that takes a cursor.
	Asked string
	// More is the boolean member that says that there is a next page; "" where the cursor alone says it.
	More string

	// Start is the parameter that takes the number of a page's first record; "" where pages have cursors.
	Start string
}

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

// kinds are the faults of pages that such pages can have.
func (p Pages) kinds() map[string]Kind {
	all := map[string]Kind{
		"wrong_type": {About: "a last page whose " + p.Items + " is no array", Make: Edits(p.wrongType)},
		"renamed_id": {About: "a page whose records call their id uuid", Make: Edits(p.renamedID)},
		"missing_id": {About: "the record at index has no id", Make: Edits(p.missingID)},
		"bad_date":   {About: "the record at index has a word for " + p.Date, Make: Edits(p.badDate)},
	}
	if p.Cursor != "" {
		all["same_cursor"] = Kind{About: "a page that says that there is more, at the cursor that it was asked for with", Make: Edits(p.sameCursor)}
	}
	if p.Start != "" {
		all["ignored_start"] = Kind{About: "the first page, whatever was asked for", Make: func(*Rule) *Fault { return &Fault{Ask: p.startOver} }}
	}
	if p.Cursor != "" || p.Start != "" {
		all["empty_page"] = Kind{About: "an empty page that says that there is more, with a cursor each time somewhere else", Make: Edits(p.emptyPage)}
	}
	switch {
	case p.More != "":
		all["no_cursor"] = Kind{About: "a page that says that there is more, and not where", Make: Edits(p.noCursor)}
	case p.Cursor != "":
		all["no_cursor"] = Kind{About: "a page without " + p.Cursor + ", which does not say whether there is more", Make: Edits(p.noCursor)}
	}
	return all
}

// next makes a page say where the next one is, as JSON; "null" and no more makes it the last.
func (p Pages) next(page *Object, more bool, cursor string) {
	if p.More != "" {
		page.Set(p.More, strconv.FormatBool(more))
	}
	if p.Cursor != "" {
		page.Set(p.Cursor, cursor)
	}
}

func (p Pages) sameCursor(_ *Rule, r *http.Request, page *Object) bool {
	asked := r.URL.Query().Get(p.Asked)
	p.next(page, true, Quote(asked))
	return asked != "" // the first page was asked for without one
}

func (p Pages) noCursor(_ *Rule, _ *http.Request, page *Object) bool {
	if p.next(page, true, "null"); p.More == "" {
		page.Rename(p.Cursor, "")
	}
	return true
}

func (p Pages) emptyPage(_ *Rule, r *http.Request, page *Object) bool {
	i, _ := ParseCursor(r.URL.Query().Get(p.Asked))
	p.next(page, true, Quote(Cursor(i+1)))
	page.Set(p.Items, "[]")
	return true
}

func (p Pages) startOver(r *http.Request) {
	query := r.URL.Query()
	query.Del(p.Start)
	r.URL.RawQuery = query.Encode()
}

func (p Pages) wrongType(_ *Rule, _ *http.Request, page *Object) bool {
	p.next(page, false, "null")
	page.Set(p.Items, `"none"`)
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
	if json.Unmarshal(page.Get(p.Items), &records) != nil {
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
	page.Set(p.Items, "["+strings.Join(edited, ",")+"]")
	return true
}
