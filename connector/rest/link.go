package rest

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/trellis-iam/trellis/connector"
)

// NextLink is the target of the first link to the next page in an answer's Link headers (RFC 8288); "" where there is none. Where it
// would be "" and a header cannot be read, that is an error: what stands there may be the link, and the list would just stop.
func NextLink(h http.Header) (string, error) {
	var broken error
	for _, header := range h.Values("Link") {
		for rest := strings.TrimLeft(header, blanks+","); rest != ""; rest = strings.TrimLeft(rest, blanks+",") {
			target, after, closed := strings.Cut(strings.TrimPrefix(rest, "<"), ">")
			next, left := linkParams(after)
			if rest[0] != '<' || !closed || left != "" && left[0] != ',' || next && target == "" {
				broken = errNoLink
				break
			}
			if rest = left; next {
				return target, nil
			}
		}
	}
	return "", broken
}

const blanks = " \t"

var errNoLink = errors.New("a header Link that is none, so that the end of the list cannot be known")

// linkParams reads the parameters of one link, and reports whether one of its relations is "next". rest is what follows the link.
func linkParams(s string) (next bool, rest string) {
	seen := false // of several rel, the first counts
	for {
		s = strings.TrimLeft(s, blanks)
		if s == "" || s[0] != ';' {
			return next, s
		}
		name, value, after := linkParam(s[1:])
		if !seen && strings.EqualFold(name, "rel") {
			seen = true
			for relation := range strings.FieldsSeq(value) {
				next = next || strings.EqualFold(relation, "next")
			}
		}
		s = after
	}
}

// linkParam reads one parameter: a name and a value, which may be quoted.
func linkParam(s string) (name, value, rest string) {
	end := strings.IndexAny(s, "=;,")
	if end < 0 {
		return strings.TrimSpace(s), "", ""
	}
	name = strings.TrimSpace(s[:end])
	if s[end] != '=' {
		return name, "", s[end:]
	}
	s = strings.TrimLeft(s[end+1:], blanks)
	if !strings.HasPrefix(s, `"`) {
		if end = strings.IndexAny(s, ";,"); end < 0 {
			end = len(s)
		}
		return name, strings.TrimSpace(s[:end]), s[end:]
	}
	var text strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return name, text.String(), s[i+1:]
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		text.WriteByte(s[i])
	}
	return name, "", `"` // it does not end
}

// NextQuery is the query of the URL that an answer gives for the next page, in the one form that is compared with, and can be a
// page token's cursor. Nothing else of the URL is ever used: the next request goes where this one went. A URL that leads anywhere
// else is UPSTREAM_UNTRUSTED; the vendor's own address is no other place than that of an operator's proxy before it.
func (c *Client) NextQuery(r Request, link string) (string, error) {
	ref, err := url.Parse(link)
	if err != nil {
		return "", connector.Errorf(connector.UpstreamMalformed, "%s gives a URL for the next page that is none", c.options.base.Host)
	}
	to := c.leadsTo(r, ref)
	if to == nil {
		return "", c.advise(connector.Errorf(connector.UpstreamUntrusted,
			"%s gives a URL for the next page that is on another host, or of another list: it is not followed", c.options.base.Host))
	}
	values, err := url.ParseQuery(to.RawQuery)
	query := values.Encode()
	switch {
	case err != nil || query == "":
		return "", connector.Errorf(connector.UpstreamMalformed, "%s gives a URL for the next page whose query says nothing", c.options.base.Host)
	case c.redact.text(to.RawQuery) != to.RawQuery || c.redact.text(query) != query:
		return "", connector.Errorf(connector.UpstreamMalformed, "%s puts the credential into the URL of the next page", c.options.base.Host)
	}
	return query, nil
}

// leadsTo is the address in full of a URL that is given for a list, and nil where it is not of that list. A path alone is of the
// server that gives it: that may be the vendor, behind a proxy. The scheme tells nothing: what stands before a server often ends TLS for
// it.
func (c *Client) leadsTo(r Request, ref *url.URL) *url.URL {
	for _, base := range []*url.URL{c.options.base, c.options.home} {
		if base == nil {
			continue
		}
		asked := r.at(base)
		to := asked.ResolveReference(ref)
		host := strings.TrimSuffix(canonicalHost(to.Host), ":80")
		if to.User == nil && to.Opaque == "" && (to.Scheme == "https" || to.Scheme == "http") && host == base.Host &&
			to.EscapedPath() == asked.EscapedPath() {
			return to
		}
	}
	return nil
}
