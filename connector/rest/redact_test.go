package rest

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/trellis-iam/trellis/connector"
)

// holdsPart reports whether a text holds eight characters of the secret in a row.
func holdsPart(text string) bool {
	lower, key := strings.ToLower(text), strings.ToLower(secret)
	for i := 0; i+gram <= len(key); i++ {
		if strings.Contains(lower, key[i:i+gram]) {
			return true
		}
	}
	return false
}

func TestSecretsAreTakenOutOfExcerpts(t *testing.T) {
	r := newRedactor([]string{secret})
	basic := base64.StdEncoding.EncodeToString([]byte("user:" + secret))
	for _, echo := range []string{
		secret, strings.ToUpper(secret), secret[:15], secret[9:], "x" + secret + "x", secret + secret, strconv.Quote(secret),
		url.QueryEscape(secret), url.PathEscape(secret), hex.EncodeToString([]byte(secret)),
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte("Bearer " + secret)), basic,
	} {
		got := r.excerpt([]byte("The credential " + echo + " is unknown."))
		if holdsPart(got) || strings.Contains(got, echo[len(echo)/4:len(echo)*3/4]) {
			t.Errorf("%s: %s", echo, got)
		}
		if !strings.HasPrefix(got, "The credential ") || !strings.HasSuffix(got, " is unknown.") {
			t.Errorf("%s: too much is gone: %s", echo, got)
		}
	}
}

// A key of characters that are escaped is taken out however it is escaped.
func TestEscapedSecretsAreTakenOut(t *testing.T) {
	const key = `k"e<y>1&2+3/4=5%6\7'8é-0d9f4c52`
	r := newRedactor([]string{key})
	for name, echo := range map[string]string{
		"plain": key, "query": url.QueryEscape(key), "HTML": html.EscapeString(key),
		"JSON":         `k\"e\u003cy\u003e1\u00262+3/4=5%6\\7'8é-0d9f4c52`,
		"JSON, ASCII":  `k\"e<y>1&2+3/4=5%6\\7'8\u00e9-0d9f4c52`,
		"JSON of PHP":  `k\"e<y>1&2+3\/4=5%6\\7'8\u00e9-0d9f4c52`,
		"JSON in JSON": `k\\\"e\\u003cy\\u003e1\\u00262+3/4=5%6\\\\7'8é-0d9f4c52`,
	} {
		if got, want := r.excerpt([]byte("The key "+echo+" is unknown.")), "The key "+redacted+" is unknown."; got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestWhatLooksSecretIsTakenOut(t *testing.T) {
	r := newRedactor(nil)
	for _, echo := range []string{
		`Authorization: Bearer abc.def.ghi`, `{"token":"abcdefgh"}`, `{\"api_key\": \"abcdefgh\"}`, `password=abcdefgh&x`,
		`eyJhbGciOiJIUzI1NiJ9.abcdefgh.x-y_z`, `Basic dXNlcjphYmNkZWZnaA==`, `cookie: abcdefgh`,
	} {
		got := r.excerpt([]byte("before " + echo + " after"))
		for _, part := range []string{"abc", "dXNlc", "ghi", "x-y_z"} {
			if strings.Contains(got, part) {
				t.Errorf("%s: %s", echo, got)
			}
		}
		if !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, " after") {
			t.Errorf("%s: too much is gone: %s", echo, got)
		}
	}
	const harmless = "no user 0b3f6f0e-0000-4000-8000-000000000001 in department People"
	if got := r.excerpt([]byte(harmless)); got != harmless {
		t.Error(got)
	}
}

func TestExcerptsAreShortOneLineUTF8(t *testing.T) {
	r := newRedactor([]string{secret})
	for _, body := range []string{
		strings.Repeat("é", 5000), "a\x00b\r\nc\x1b[31md", "\xff\xfe" + strings.Repeat("x", 3000),
		strings.Repeat("x", connector.MaxExcerptSize-5) + secret, // across the cut
	} {
		got := r.excerpt([]byte(body))
		if len(got) > connector.MaxExcerptSize || !utf8.ValidString(got) || strings.ContainsAny(got, "\x00\r\n\x1b") || holdsPart(got) {
			t.Errorf("%.20q: %d bytes, %q", body, len(got), got[max(0, len(got)-40):])
		}
	}
}

func TestShownURLs(t *testing.T) {
	r := newRedactor([]string{secret})
	u, err := url.Parse("https://me:hush@api.vendor.example/v1/" + url.PathEscape(secret) + "?limit=10&key=hush&key=x&q=" + url.QueryEscape(secret) + "#hush")
	if err != nil {
		t.Fatal(err)
	}
	got := r.url(u, []string{"limit", "q"})
	if strings.Contains(got, "hush") || holdsPart(got) || !strings.Contains(got, "limit=10") ||
		!strings.Contains(got, "key=REDACTED&key=REDACTED") || !strings.HasPrefix(got, "https://api.vendor.example/v1/") {
		t.Error(got)
	}
}

func TestRequestIDs(t *testing.T) {
	r := newRedactor([]string{secret})
	for _, c := range []struct {
		header http.Header
		want   string
	}{
		{http.Header{}, ""},
		{http.Header{"X-Request-Id": {"abc"}, "Cf-Ray": {"def"}}, "abc"},
		{http.Header{"Cf-Ray": {"de\x00f\xff"}}, "def"},
		{http.Header{"X-Request-Id": {secret}}, redacted},
		{http.Header{"X-Request-Id": {strings.Repeat("x", 500)}}, strings.Repeat("x", 128)},
	} {
		if got := r.requestID(c.header); got != c.want {
			t.Errorf("%v: %q, want %q", c.header, got, c.want)
		}
	}
}

func TestCredentialsFormatAsRedacted(t *testing.T) {
	c := Bearer(secret)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if got := fmt.Sprintf(verb, c); holdsPart(got) {
			t.Errorf("%s: %s", verb, got)
		}
		if got := fmt.Sprintf(verb, Options{Credential: c}); holdsPart(got) {
			t.Errorf("%s of what holds it: %s", verb, got)
		}
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("before ", 3, 20, " after")
	f.Add("", 0, len(secret), secret)
	r := newRedactor([]string{secret})
	f.Fuzz(func(t *testing.T, before string, from, to int, after string) {
		from, to = max(0, min(from, len(secret))), max(0, min(to, len(secret)))
		if from > to {
			from, to = to, from
		}
		if got := r.text(before + secret[from:to] + after); holdsPart(strings.ReplaceAll(got, redacted, "\x00")) {
			t.Errorf("%q", got)
		}
	})
}
