package logs

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

const secret = `s3cr"t/+Key&1`

func TestSecretsOfCallsAreTakenOut(t *testing.T) {
	l, out := record()
	l.redact.Add(secret, "tiny", "")
	s := l.Stream("stderr")
	for _, line := range []string{
		"the key is " + secret,
		fmt.Sprintf(`{"@message":"key %s","k":%q,"o":{"deep":%q}}`, `s3cr\"t/+Key&1`, secret, secret),
		"https://x/?k=" + url.QueryEscape(secret),
		"Authorization: " + base64.StdEncoding.EncodeToString([]byte(secret)),
		"tiny words stay",
	} {
		fmt.Fprintln(s, line)
	}
	for _, text := range append(l.Tail(), out.String()) {
		for _, form := range forms(secret) {
			if strings.Contains(text, form) {
				t.Errorf("%q has the secret", text)
			}
		}
	}
	if !strings.Contains(out.String(), "tiny words stay") {
		t.Error("a short value was taken for a secret")
	}
}

func TestWhatLooksLikeASecretIsTakenOut(t *testing.T) {
	r := &Redactor{}
	for in, want := range map[string]string{
		"Authorization: Bearer abcdef123":  "Authorization: Bearer REDACTED",
		"api_key=abcdef123 rest":           "api_key=REDACTED rest",
		`{"apiKey":"abcdef123","a":"b"}`:   `{"apiKey":"REDACTED","a":"b"}`,
		`{\"access_token\": \"abcdef\"}`:   `{\"access_token\": \"REDACTED\"}`,
		"GET /?client_secret=abc123&x=1":   "GET /?client_secret=REDACTED&x=1",
		"credentials.api_key: is missing":  "credentials.api_key: is missing",
		"the token of the page is invalid": "the token of the page is invalid",
	} {
		if got := r.Text(in); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
	if got := r.Pair("author", "abcdef"); got != "abcdef" {
		t.Errorf("author is %q", got)
	}
	if got := r.Pair("X-Api-Key", "abcdef"); got != Redacted {
		t.Errorf("X-Api-Key is %q", got)
	}
}

func TestRedactorRemembersAFixedNumber(t *testing.T) {
	r := &Redactor{}
	for i := range 2 * maxSecrets {
		r.Add(fmt.Sprintf("secret-%06d", i), "secret-always")
	}
	if len(r.known) > maxSecrets {
		t.Errorf("%d are remembered", len(r.known))
	}
	newest := fmt.Sprintf("secret-%06d", 2*maxSecrets-1)
	if got := r.Known("a " + newest + "0 b"); got != "a "+Redacted+"0 b" {
		t.Error(got)
	}
}

func TestLongerSecretCounts(t *testing.T) {
	r := &Redactor{}
	r.Add("abcdef", "abcdef-longer")
	if got := r.Known("abcdef-longer abcdef"); got != Redacted+" "+Redacted {
		t.Error(got)
	}
}
