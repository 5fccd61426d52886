package rest

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/trellis-iam/trellis/connector"
)

const redacted = "REDACTED"

// gram is the length from which a run of a secret's own characters is hidden: short enough that what is left of a masked
// or cut echo helps nobody, long enough that ordinary words stay.
const gram = 8

// redactor takes secrets out of text that leaves the package: whole or in part, plain or encoded, in any case.
type redactor struct {
	grams map[string]struct{} // every run of gram characters in the secrets and their encodings, lower case
	short []string            // secrets that have none
}

func newRedactor(secrets []string) redactor {
	r := redactor{grams: map[string]struct{}{}}
	for _, s := range secrets {
		if len(s) < gram {
			if s != "" {
				r.short = append(r.short, s)
			}
			continue
		}
		forms := slices.Concat(escapedForms(s), base64Forms(s), []string{hex.EncodeToString([]byte(s))})
		slices.Sort(forms)
		for _, form := range slices.Compact(forms) { // a key of letters and digits is escaped by nobody
			form = asciiLower(form)
			for i := 0; i+gram <= len(form); i++ {
				r.grams[form[i:i+gram]] = struct{}{}
			}
		}
	}
	return r
}

// escapedForms are how a secret looks in URLs, in HTML, and in JSON and what is like it: as it is written by this language,
// by those that escape what HTML has a meaning for, by those that escape slashes; and within a text of JSON's once more.
func escapedForms(s string) []string {
	forms := []string{s, url.QueryEscape(s), url.PathEscape(s), html.EscapeString(s)}
	quoted, ascii := strconv.Quote(s), strconv.QuoteToASCII(s)
	for _, in := range []string{quoted, ascii, htmlInJSON.Replace(quoted), htmlInJSON.Replace(ascii), slashInJSON.Replace(ascii)} {
		in = in[1 : len(in)-1]
		again := strconv.Quote(in)
		forms = append(forms, in, again[1:len(again)-1])
	}
	return forms
}

var (
	htmlInJSON  = strings.NewReplacer("<", `\u003c`, ">", `\u003e`, "&", `\u0026`)
	slashInJSON = strings.NewReplacer("/", `\/`)
)

// base64Forms are how a secret looks inside of longer text that is base64 (Basic authentication, a JSON Web Token): at each
// of the three places in a group where it can begin. The characters that it shares with what stands around it are cut.
func base64Forms(s string) []string {
	var forms []string
	for before := range 3 {
		padded := append(make([]byte, before), s...)
		for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			encoded := e.EncodeToString(padded)
			forms = append(forms, encoded[min(len(encoded), (before*8+5)/6):len(encoded)-1])
		}
	}
	return forms
}

// text is s without secrets.
func (r redactor) text(s string) string {
	for _, secret := range r.short {
		s = strings.ReplaceAll(s, secret, redacted)
	}
	if len(r.grams) == 0 || len(s) < gram {
		return s
	}
	lower := asciiLower(s) // as long as s, unlike strings.ToLower
	var out strings.Builder
	kept := 0 // s is written out up to here
	for i := 0; i+gram <= len(lower); i++ {
		if _, secret := r.grams[lower[i:i+gram]]; !secret {
			continue
		}
		end := i + gram
		for ; end < len(lower); end++ {
			if _, secret := r.grams[lower[end-gram+1:end+1]]; !secret {
				break
			}
		}
		out.WriteString(s[kept:i])
		out.WriteString(redacted)
		kept, i = end, end-1
	}
	if kept == 0 {
		return s
	}
	out.WriteString(s[kept:])
	return out.String()
}

func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// looksSecret finds what looks like anybody's credential: after the word for it, or by its form.
var looksSecret = sync.OnceValue(func() *regexp.Regexp { // compiled when there is an error to show, and not before
	return regexp.MustCompile(`(?i)\bbearer\s+[^\s"'<>,;]+` +
		`|\bbasic\s+[a-z0-9+/=_-]{8,}` +
		`|\beyj[a-z0-9_-]{8,}(\.[a-z0-9_-]+)*` +
		`|\b(api[_-]?key|access[_-]?token|token|secret|password|authorization|cookie)(\\?["'])?\s*[:=]\s*(\\?["'])?((bearer|basic)\s+)?[^\s"'<>,;\\]{4,}`)
})

// excerpt is the beginning of a vendor's answer that may be shown: without secrets, on one line, at most
// connector.MaxExcerptSize bytes.
func (r redactor) excerpt(body []byte) string {
	// Twice what is shown, so that a secret that stands across the cut is still seen whole.
	s := strings.ToValidUTF8(string(body[:min(len(body), 2*connector.MaxExcerptSize)]), "\uFFFD")
	s = r.text(s)
	s = looksSecret().ReplaceAllString(s, redacted)
	s = strings.Join(strings.FieldsFunc(s, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }), " ")
	return cut(s, connector.MaxExcerptSize)
}

func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// url is a URL that may be shown: query values that are not public are replaced.
func (r redactor) url(u *url.URL, public []string) string {
	shown := *u
	shown.User, shown.Fragment, shown.RawFragment = nil, "", ""
	query := u.Query()
	for name, values := range query {
		if !slices.Contains(public, name) {
			for i := range values {
				values[i] = redacted
			}
		}
	}
	shown.RawQuery = query.Encode()
	return r.text(shown.String())
}

// requestIDs are the headers in which vendors name a request, most telling first.
var requestIDs = []string{"X-Request-Id", "Request-Id", "X-Correlation-Id", "X-Amzn-Requestid", "X-Amz-Request-Id", "Cf-Ray"}

// maxRequestID bounds a request's id; UUIDs and trace ids are shorter.
const maxRequestID = 128

func (r redactor) requestID(h http.Header) string {
	for _, name := range requestIDs {
		if v := h.Get(name); v != "" {
			return r.label(v)
		}
	}
	return ""
}

func (r redactor) mediaType(h http.Header) string {
	t, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return "an unknown type"
	}
	return r.label(t)
}

// label makes a header's value safe to show: printable ASCII, short.
func (r redactor) label(v string) string {
	return cut(r.text(strings.Map(func(c rune) rune {
		if c < ' ' || c > '~' {
			return -1
		}
		return c
	}, v)), maxRequestID)
}
