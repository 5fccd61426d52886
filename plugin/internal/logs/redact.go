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
	// maxSecrets bounds how many are remembered. A connector logs a secret, if at all, close to the call that had it; the
	// values of the last hundred accounts are far more than that.
	maxSecrets = 256
)

// Redactor knows the secrets that went into a process and takes them out of what comes back from it. That a connector
// writes them is a fault of the connector; this keeps the fault from spreading.
type Redactor struct {
	mu      sync.Mutex
	known   []string // values as they are, oldest first
	replace *strings.Replacer
}

// Add remembers values as secret, the oldest going when there are too many.
func (r *Redactor) Add(values ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, v := range values {
		if len(v) < minSecret || slices.Contains(r.known, v) {
			continue
		}
		r.known = append(r.known, v)
		r.replace = nil
	}
	r.known = slices.Delete(r.known, 0, max(0, len(r.known)-maxSecrets))
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

func (r *Redactor) replacer() *strings.Replacer {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.replace == nil {
		var all []string
		for _, v := range r.known {
			all = append(all, forms(v)...)
		}
		// Where one begins with another, the longer one counts: the first pair does.
		slices.SortStableFunc(all, func(a, b string) int { return len(b) - len(a) })
		var pairs []string
		for _, form := range all {
			pairs = append(pairs, form, Redacted)
		}
		r.replace = strings.NewReplacer(pairs...)
	}
	return r.replace
}

// forms are the ways in which a value is written: as it is, in JSON, in a URL, escaped by us, and in base64.
func forms(v string) []string {
	return []string{
		v, inJSON(v, false), inJSON(v, true), url.QueryEscape(v), url.PathEscape(v), Escape(v),
		base64.StdEncoding.EncodeToString([]byte(v)), base64.RawURLEncoding.EncodeToString([]byte(v)),
	}
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
