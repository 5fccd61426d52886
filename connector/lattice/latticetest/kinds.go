package latticetest

import (
	"bytes"
	"cmp"
	"net/http"
	"regexp"
	"strconv"
	"sync"
	"time"
)

// kind is one kind of fault.
type kind struct {
	about         string
	needsStatus   bool
	needsLocation bool
	make          func(*Rule) *Fault
}

const (
	plainText   = "text/plain; charset=utf-8"
	htmlText    = "text/html; charset=utf-8"
	jsonText    = "application/json; charset=utf-8"
	badGateway  = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n"
	tooMany     = `{"error":"Too many requests"}`
	refusedFor  = 300 * time.Millisecond
	endlessSize = 2 << 30
	cutAt       = 100
)

func answers(status int, contentType, body string) func(*Rule) *Fault {
	return func(r *Rule) *Fault {
		return &Fault{Status: cmp.Or(r.Status, status), Header: r.header(contentType), Body: []byte(cmp.Or(r.Body, body))}
	}
}

func edits(change func(r *Rule, asked string, body []byte) []byte) func(*Rule) *Fault {
	return func(r *Rule) *Fault {
		rule := *r
		return &Fault{Edit: func(request *http.Request, body []byte) []byte {
			return change(&rule, request.URL.Query().Get("startingAfter"), body)
		}}
	}
}

func (r *Rule) duration(byDefault time.Duration) time.Duration {
	return cmp.Or(time.Duration(r.For), byDefault)
}

var kinds = map[string]kind{
	"status": {
		about: "status, headers, body, retry_after (seconds) and retry_after_date as they are given", needsStatus: true,
		make: answers(0, jsonText, `{"error":"injected"}`),
	},
	"rate_limit": {about: "429 with retry_after in seconds, or as a date with retry_after_date", make: answers(http.StatusTooManyRequests, jsonText, tooMany)},
	"html":       {about: "an HTML page; status is 502 where none is given", make: answers(http.StatusBadGateway, htmlText, badGateway)},
	"not_json":   {about: "200 with text that is no JSON", make: answers(http.StatusOK, plainText, "upstream says hello")},
	"wrong_type": {
		about: "a page whose data is no array",
		make:  answers(http.StatusOK, jsonText, `{"object":"list","hasMore":false,"endingCursor":null,"data":"none"}`),
	},
	"redirect": {
		about: "a redirect to location; status is 302 where none is given", needsLocation: true,
		make: answers(http.StatusFound, htmlText, ""),
	},
	"hang":  {about: "no answer, until the client goes", make: func(*Rule) *Fault { return &Fault{Hang: true} }},
	"reset": {about: "the connection is reset", make: func(*Rule) *Fault { return &Fault{Reset: true} }},
	"refuse": {
		about: "all connections are closed, and new ones refused, for 300ms or as long as for says",
		make:  func(r *Rule) *Fault { return &Fault{Refuse: r.duration(refusedFor)} },
	},
	"truncate": {
		about: "the right answer, cut after 100 or the given bytes",
		make:  func(r *Rule) *Fault { return &Fault{Truncate: new(int(cmp.Or(r.Bytes, cutAt)))} },
	},
	"delay": {
		about: "the right answer, after 1s or as long as for says",
		make:  func(r *Rule) *Fault { return &Fault{Delay: r.duration(time.Second)} },
	},
	"slow": {
		about: "the right answer, piece by piece over 1s or as long as for says",
		make:  func(r *Rule) *Fault { return &Fault{Slow: r.duration(time.Second)} },
	},
	"endless": {
		about: "a body of 2 GiB or the given bytes",
		make:  func(r *Rule) *Fault { return &Fault{Endless: cmp.Or(r.Bytes, endlessSize)} },
	},
	"same_cursor": {about: "a page that says that there is more, at the cursor that it was asked for with", make: edits(sameCursor)},
	"no_cursor":   {about: "a page that says that there is more, and not where", make: edits(noCursor)},
	"empty_page":  {about: "an empty page that says that there is more, each time somewhere else", make: edits(emptyPage)},
	"renamed_id":  {about: "a page whose records call their id uuid", make: edits(renamedID)},
	"bad_date":    {about: "the record at index has a word for createdAt", make: edits(badDate)},
	"missing_id":  {about: "the record at index has no id", make: edits(missingID)},
}

// head is how every page of the stand-in begins.
var head = pattern(`^\{"object":"list","hasMore":(?:true|false)(?:,"endingCursor":(?:null|"[^"]*"))?`)

// pattern is compiled when it is needed: connectors link this package, and are started often.
func pattern(p string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(p) })
}

// withHead gives a page another beginning; what is no page stays as it is.
func withHead(body []byte, cursor string) []byte {
	if at := head().FindIndex(body); at != nil {
		return append([]byte(`{"object":"list","hasMore":true,"endingCursor":`+cursor), body[at[1]:]...)
	}
	return body
}

func sameCursor(_ *Rule, asked string, body []byte) []byte {
	if asked == "" { // the first page was asked for without one
		return body
	}
	return withHead(body, strconv.Quote(asked))
}

func noCursor(_ *Rule, _ string, body []byte) []byte { return withHead(body, "null") }

func emptyPage(_ *Rule, asked string, _ []byte) []byte {
	i, _ := parseCursor(asked)
	return []byte(`{"object":"list","hasMore":true,"endingCursor":"` + cursor(i+1) + `","data":[]}`)
}

// Records follow a bracket or a comma; references, which have ids too, follow a colon.
var recordID = pattern(`([\[,]\{)"id":("[^"]*",)`)

func renamedID(_ *Rule, _ string, body []byte) []byte {
	return recordID().ReplaceAll(body, []byte(`$1"uuid":$2`))
}

func missingID(r *Rule, _ string, body []byte) []byte {
	return inRecord(r.Index, body, func(record []byte) []byte { return recordID().ReplaceAll(record, []byte(`$1`)) })
}

var createdAt = pattern(`"createdAt":[0-9]+`)

func badDate(r *Rule, _ string, body []byte) []byte {
	return inRecord(r.Index, body, func(record []byte) []byte {
		return createdAt().ReplaceAll(record, []byte(`"createdAt":"some time ago"`))
	})
}

// inRecord changes the record at an index, with the character before it.
func inRecord(index int, body []byte, change func([]byte) []byte) []byte {
	starts := recordID().FindAllIndex(body, -1)
	if index >= len(starts) {
		return body
	}
	from, to := starts[index][0], len(body)
	if index+1 < len(starts) {
		to = starts[index+1][0]
	}
	return bytes.Join([][]byte{body[:from], change(bytes.Clone(body[from:to])), body[to:]}, nil)
}
