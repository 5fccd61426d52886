package conformance

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// shortest is the length from which on a credential can be told from other text.
const shortest = 6

// formsOf are the forms in which a credential may be written, itself among them.
func formsOf(secret string) (forms []string) {
	add := func(s string) {
		if s != "" {
			forms = append(forms, s)
		}
	}
	add(secret)
	add(url.QueryEscape(secret))
	add(url.PathEscape(secret))
	add(html.EscapeString(secret))
	if quoted, err := json.Marshal(secret); err == nil {
		add(strings.Trim(string(quoted), `"`))
	}
	add(strings.Trim(fmt.Sprintf("%q", secret), `"`))
	add(hex.EncodeToString([]byte(secret)))
	for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		add(e.EncodeToString([]byte(secret)))
		add(e.EncodeToString([]byte(":" + secret)))
	}
	return forms
}

// findSecret looks for a credential in a text, in any of its forms, and in what the text's base64 decodes to.
func findSecret(text string, secrets map[string]string) (name string, found bool) {
	for name, secret := range secrets {
		if len(secret) < shortest {
			continue
		}
		for _, form := range formsOf(secret) {
			if strings.Contains(text, form) {
				return name, true
			}
		}
	}
	for _, word := range base64Word.FindAllString(text, -1) {
		for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			decoded, err := e.DecodeString(word)
			if err != nil {
				continue
			}
			for name, secret := range secrets {
				if len(secret) >= shortest && strings.Contains(string(decoded), secret) {
					return name, true
				}
			}
		}
	}
	return "", false
}

var base64Word = regexp.MustCompile(`[A-Za-z0-9+/_-]{8,}`)

// headerSafe is a text as it may stand in a header.
func headerSafe(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, s)
}

// urlSafe is a text as it may stand in a query.
func urlSafe(s string) string { return url.QueryEscape(s) }

func statusText(code int) string { return fmt.Sprintf("%d %s", code, http.StatusText(code)) }
