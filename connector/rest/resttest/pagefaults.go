package resttest

import (
	"net/http"
	"net/url"
	"strconv"
)

// kinds are the faults of pages that such pages can have.
func (p Pages) kinds() map[string]Kind {
	all := map[string]Kind{}
	if p.Items != "" {
		all = map[string]Kind{
			"wrong_type": {About: "a last page whose " + p.Items + " is no array", Make: Edits(p.wrongType)},
			"renamed_id": {About: "a page whose records call their id uuid", Make: Edits(p.renamedID)},
			"missing_id": {About: "the record at index has no id", Make: Edits(p.missingID)},
		}
	}
	if p.Items != "" && p.Date != "" {
		all["bad_date"] = Kind{About: "the record at index has a word for " + p.Date, Make: Edits(p.badDate)}
	}
	if p.number() != "" {
		all["ignored_start"] = Kind{About: "the first page, whatever was asked for", Make: func(*Rule) *Fault { return &Fault{Ask: p.startOver} }}
	}
	if p.Links {
		p.linkKinds(all)
		return all
	}
	if p.Cursor != "" {
		all["same_cursor"] = Kind{About: "a page that says that there is more, at the cursor that it was asked for with", Make: Edits(p.sameCursor)}
	}
	if p.Cursor != "" || p.Total != "" || p.More != "" {
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

// linkKinds are those of pages that have the URL of the next.
func (p Pages) linkKinds(all map[string]Kind) {
	leads := func(to func(*http.Request) string) func(*Rule) *Fault {
		if p.Cursor == "" {
			return func(*Rule) *Fault {
				return &Fault{EditHeader: func(r *http.Request, h http.Header) { h.Set("Link", nextLink(to(r))) }}
			}
		}
		return Edits(func(_ *Rule, r *http.Request, page *Object) bool {
			p.next(page, true, Quote(to(r)))
			return true
		})
	}
	all["same_cursor"] = Kind{About: "a page whose next page is itself", Make: leads(func(r *http.Request) string { return urlOf(r, r.URL.RawQuery) })}
	all["other_host"] = Kind{
		About: "a page whose next page is on another host",
		Make:  leads(func(r *http.Request) string { return "https://elsewhere.invalid" + r.URL.Path + "?" + p.Asked + "=x" }),
	}
	all["other_path"] = Kind{
		About: "a page whose next page is of another list",
		Make:  leads(func(r *http.Request) string { return "/elsewhere" + r.URL.Path + "?" + p.Asked + "=x" }),
	}
	if p.Cursor != "" {
		all["no_cursor"] = Kind{About: "a page without " + p.Cursor + ", which does not say whether there is more", Make: Edits(p.noCursor)}
		all["empty_page"] = Kind{About: "an empty page that says that there is more, each time somewhere else", Make: Edits(p.emptyPage)}
	}
}

// urlOf is the URL of the list that a request asked for, with another query.
func urlOf(r *http.Request, query string) string {
	return "https://" + r.Host + r.URL.Path + "?" + query
}

func nextLink(url string) string { return "<" + url + `>; rel="next"` }

// nextURL is the URL of the page at a cursor.
func (p Pages) nextURL(r *http.Request, cursor string) string {
	query := url.Values{p.Asked: {cursor}}
	if size := r.URL.Query().Get(p.Size); size != "" && p.Size != "" {
		query.Set(p.Size, size)
	}
	return urlOf(r, query.Encode())
}

// next makes a page say where the next one is, as JSON; "null" and no more makes it the last.
func (p Pages) next(page *Object, more bool, cursor string) {
	if p.More != "" {
		page.SetIn(p.More, strconv.FormatBool(more))
	}
	if p.Cursor != "" {
		page.SetIn(p.Cursor, cursor)
	}
}

func (p Pages) sameCursor(_ *Rule, r *http.Request, page *Object) bool {
	asked := r.URL.Query().Get(p.Asked)
	p.next(page, true, Quote(asked))
	return asked != "" // the first page was asked for without one
}

func (p Pages) noCursor(_ *Rule, _ *http.Request, page *Object) bool {
	if p.next(page, true, "null"); p.More == "" {
		page.removeIn(p.Cursor)
	}
	return true
}

func (p Pages) emptyPage(_ *Rule, r *http.Request, page *Object) bool {
	i, _ := ParseCursor(r.URL.Query().Get(p.Asked))
	cursor := Cursor(i + 1)
	if p.Links {
		cursor = p.nextURL(r, cursor)
	}
	p.next(page, true, Quote(cursor))
	page.SetIn(p.Items, "[]")
	return true
}
