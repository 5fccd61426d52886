package rest

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/trellis-iam/trellis/connector"
)

// NextLink is the target of the first link to the next page in an answer's Link headers (RFC 8288); "" where there is none.
func NextLink(h http.Header) string {
	for _, header := range h.Values("Link") {
		for rest := header; ; {
			_, after, found := strings.Cut(rest, "<")
			target, after, closed := strings.Cut(after, ">")
			if !found || !closed {
				break
			}
			var next bool
			if next, rest = linkParams(after); next {
				return target
			}
		}
	}
	return ""
}

// linkParams reads the parameters of one link, and reports whether one of its relations is "next". rest is what follows the link.
func linkParams(s string) (next bool, rest string) {
	seen := false // of several rel, the first counts
	for {
		s = strings.TrimLeft(s, " \t")
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
	s = strings.TrimLeft(s[end+1:], " \t")
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
	return name, "", "" // it does not end
}

// NextQuery is the query of the URL that an answer gives for the next page, in the one form that is compared with, and can be a
// page token's cursor. Nothing else of the URL is ever used: the next request goes where this one went. A URL that leads anywhere
// else is UPSTREAM_UNTRUSTED; the vendor's own address is no other place than that of an operator's proxy before it.
func (c *Client) NextQuery(r Request, link string) (string, error) {
	ref, err := url.Parse(link)
	if err != nil {
		return "", connector.Errorf(connector.UpstreamMalformed, "%s gives a URL for the next page that is none", c.options.base.Host)
	}
	asked := c.url(r)
	to := asked.ResolveReference(ref)
	if !c.leadsTo(asked, to) {
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

// leadsTo reports whether a URL is that of the list which was asked for. Its scheme tells nothing: what stands before a server
// often ends TLS for it.
func (c *Client) leadsTo(asked, to *url.URL) bool {
	if to.User != nil || to.Opaque != "" || to.Scheme != "https" && to.Scheme != "http" {
		return false
	}
	same := func(base *url.URL) bool {
		host := strings.TrimSuffix(canonicalHost(to.Host), ":80")
		return host == base.Host && to.EscapedPath() == base.EscapedPath()+strings.TrimPrefix(asked.EscapedPath(), c.options.base.EscapedPath())
	}
	return same(c.options.base) || c.options.home != nil && same(c.options.home)
}
