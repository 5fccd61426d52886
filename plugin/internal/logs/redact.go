package logs

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Redacted stands where a secret stood.
const Redacted = "REDACTED"

const (
	// minSecret is the length from which a value is looked for: shorter ones would be found in everything.
	minSecret = 6
	// maxSecrets bounds how many are remembered besides those of calls that are running. A connector logs a secret, if at all,
	// close to the call that had it; the values of the last hundred accounts are far more than that.
	maxSecrets = 256
)

// Redactor knows the secrets that went into a process and takes them out of what comes back from it. That a connector
// writes them is a fault of the connector; this keeps the fault from spreading.
type Redactor struct {
	mu      sync.Mutex
	known   []string       // values as they are; those that were used last stand last
	held    map[string]int // how many running calls have them
	forms   []string       // in which they are written, the longest first
	replace *strings.Replacer
}

// Add remembers values as secret, those that were used longest ago going when there are too many.
func (r *Redactor) Add(values ...string) { r.use(values, 0) }

// Hold is Add for values of a call, which are not forgotten before it is over; release says so.
func (r *Redactor) Hold(values ...string) (release func()) {
	r.use(values, 1)
	return sync.OnceFunc(func() { r.use(values, -1) })
}

// use notes that values are used now, by so many running calls more.
func (r *Redactor) use(values []string, calls int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.held == nil {
		r.held = map[string]int{}
	}
	for _, v := range values {
		if len(v) < minSecret {
			continue
		}
		if i := slices.Index(r.known, v); i >= 0 {
			r.known = slices.Delete(r.known, i, i+1)
		} else {
			r.replace = nil
		}
		r.known = append(r.known, v)
		if r.held[v] += calls; r.held[v] == 0 {
			delete(r.held, v)
		}
	}
	free := len(r.known) - maxSecrets
	r.known = slices.DeleteFunc(r.known, func(v string) bool {
		if free <= 0 || r.held[v] > 0 {
			return false
		}
		free--
		r.replace = nil
		return true
	})
}

// Known is the text without the secrets that are known.
func (r *Redactor) Known(s string) string { return r.replacer().Replace(s) }

// Text is the text without secrets: neither those that are known nor what looks like one, after "Bearer" or "api_key=".
func (r *Redactor) Text(s string) string {
	return pattern().ReplaceAllString(r.Known(s), "${1}"+Redacted)
}

// Pair is the value of a key, without secrets; of a key that names a secret nothing is left.
func (r *Redactor) Pair(key, value string) string {
	if value != "" && keyPattern().MatchString(key) {
		return Redacted
	}
	return r.Text(value)
}

// Cut is a text that was cut at its end, without what may be the beginning of a secret there.
func (r *Redactor) Cut(text []byte) []byte {
	r.replacer()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, form := range r.forms {
		for n := min(len(form), len(text)); n >= minSecret; n-- {
			if string(text[len(text)-n:]) == form[:n] {
				return text[:len(text)-n]
			}
		}
	}
	return text
}

func (r *Redactor) replacer() *strings.Replacer {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.replace == nil {
		r.forms = nil
		for _, v := range r.known {
			r.forms = append(r.forms, forms(v)...)
		}
		// Where one begins with another, the longer one counts: the first pair does.
		slices.SortStableFunc(r.forms, func(a, b string) int { return len(b) - len(a) })
		var pairs []string
		for _, form := range r.forms {
			pairs = append(pairs, form, Redacted)
		}
		r.replace = strings.NewReplacer(pairs...)
	}
	return r.replace
}

// forms are the ways in which a value is written: as it is, in JSON, in a URL, escaped by us, in base64, and, of a value that
// has several, line by line.
func forms(v string) []string {
	all := []string{
		v, inJSON(v, false), inJSON(v, true), url.QueryEscape(v), url.PathEscape(v), Escape(v),
		base64.StdEncoding.EncodeToString([]byte(v)), base64.RawURLEncoding.EncodeToString([]byte(v)),
	}
	if !strings.Contains(v, "\n") {
		return all
	}
	for line := range strings.Lines(v) {
		if line = strings.TrimSpace(line); len(line) >= minSecret {
			all = append(all, line)
		}
	}
	return all
}

// inJSON is a value between the quotes of JSON; with html, "&" is escaped too, as Go does where it is not told otherwise.
func inJSON(v string, html bool) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(html)
	_ = e.Encode(v) //nolint:errchkjson // a string never fails
	quoted := strings.TrimSuffix(b.String(), "\n")
	return quoted[1 : len(quoted)-1]
}

// Compiled when first needed: a connector's process links this package and must not pay for it at its start.
const confidential = `(?:[a-z_-]*(?:authorization|password|passwd|secret|api[_-]?key|token|credentials?))`

var (
	keyPattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)^` + confidential + `$`) })
	pattern    = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(` + strings.Join([]string{
			`\b(?:bearer|basic)\s+`,                       // Authorization: Bearer x
			`\b` + confidential + `["']?\s*=\s*["']?`,     // api_key=x
			`\b` + confidential + `\\*["']\s*:\s*\\*["']`, // "api_key": "x", also within a string of JSON
		}, `|`) + `)[^\s"'\\,;&)}\]]{4,}`)
	})
)
