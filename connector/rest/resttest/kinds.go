package resttest

import (
	"cmp"
	"maps"
	"net/http"
	"time"
)

// Kind is one kind of fault.
type Kind struct {
	// About says what happens, and which members of a Rule it reads.
	About string
	// NeedsStatus and NeedsLocation refuse a Rule without one.
	NeedsStatus   bool
	NeedsLocation bool
	// Make makes the fault of a request that meets the rule.
	Make func(*Rule) *Fault
}

// Kinds are the kinds of faults, with what they do and which members of a Rule they read.
func (s *Server) Kinds() map[string]string { return about(s.kinds) }

// AllKinds are the kinds of faults of a vendor's stand-ins.
func (a *API) AllKinds() map[string]string { return about(a.kinds()) }

func about(kinds map[string]Kind) map[string]string {
	all := make(map[string]string, len(kinds))
	for name, k := range kinds {
		all[name] = k.About
	}
	return all
}

const (
	badGateway  = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n"
	refusedFor  = 300 * time.Millisecond
	endlessSize = 2 << 30
	cutAt       = 100
)

func answers(status int, contentType, body string) func(*Rule) *Fault {
	return func(r *Rule) *Fault {
		return &Fault{Status: cmp.Or(r.Status, status), Header: r.header(contentType), Body: []byte(cmp.Or(r.Body, body))}
	}
}

// fails answers as the vendor does what is none of success.
func (a *API) fails(status int, text string) func(*Rule) *Fault {
	return func(r *Rule) *Fault {
		status := cmp.Or(r.Status, status)
		return answers(status, a.mediaType(), string(a.Error(status, text)))(r)
	}
}

func (r *Rule) duration(byDefault time.Duration) time.Duration {
	return cmp.Or(time.Duration(r.For), byDefault)
}

// kinds are those of all stand-ins, those of the vendor's pages, and its own.
func (a *API) kinds() map[string]Kind {
	all := map[string]Kind{
		"status": {
			About: "status, headers, body, retry_after (seconds) and retry_after_date as they are given", NeedsStatus: true,
			Make: a.fails(0, "injected"),
		},
		"rate_limit": {
			About: "429 with retry_after in seconds, or as a date with retry_after_date",
			Make:  a.fails(http.StatusTooManyRequests, "Too many requests"),
		},
		"html":     {About: "an HTML page; status is 502 where none is given", Make: answers(http.StatusBadGateway, htmlText, badGateway)},
		"not_json": {About: "200 with text that is no JSON", Make: answers(http.StatusOK, plainText, "upstream says hello")},
		"redirect": {
			About: "a redirect to location; status is 302 where none is given", NeedsLocation: true,
			Make: answers(http.StatusFound, htmlText, ""),
		},
		"hang":  {About: "no answer, until the client goes", Make: func(*Rule) *Fault { return &Fault{Hang: true} }},
		"reset": {About: "the connection is reset", Make: func(*Rule) *Fault { return &Fault{Reset: true} }},
		"refuse": {
			About: "all connections are closed, and new ones refused, for 300ms or as long as for says",
			Make:  func(r *Rule) *Fault { return &Fault{Refuse: r.duration(refusedFor)} },
		},
		"truncate": {
			About: "the right answer, cut after 100 or the given bytes",
			Make:  func(r *Rule) *Fault { return &Fault{Truncate: new(int(cmp.Or(r.Bytes, cutAt)))} },
		},
		"delay": {
			About: "the right answer, after 1s or as long as for says",
			Make:  func(r *Rule) *Fault { return &Fault{Delay: r.duration(time.Second)} },
		},
		"slow": {
			About: "the right answer, piece by piece over 1s or as long as for says",
			Make:  func(r *Rule) *Fault { return &Fault{Slow: r.duration(time.Second)} },
		},
		"endless": {
			About: "a body of 2 GiB or the given bytes",
			Make:  func(r *Rule) *Fault { return &Fault{Endless: cmp.Or(r.Bytes, endlessSize)} },
		},
	}
	maps.Copy(all, a.Pages.kinds())
	maps.Copy(all, a.Kinds)
	return all
}
