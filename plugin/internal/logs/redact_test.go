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

// TestSecretsOfRunningCalls: a call may last while thousands of others come and go, and its secrets are known all the time; so
// are those that are used again and again.
func TestSecretsOfRunningCalls(t *testing.T) {
	r := &Redactor{}
	known := func(secret string) bool { return r.Known("a "+secret+" b") == "a "+Redacted+" b" }
	over := r.Hold("secret-of-the-long-call")
	again := r.Hold("secret-of-the-long-call") // another call of the same account
	for i := range 10 * maxSecrets {
		r.Hold("secret-steady")()
		r.Hold(fmt.Sprintf("secret-%06d", i))()
		if i%100 == 0 && (!known("secret-of-the-long-call") || !known("secret-steady")) {
			t.Fatalf("forgotten after %d others", i)
		}
	}
	over()
	over()
	for i := range maxSecrets {
		r.Add(fmt.Sprintf("secret-of-later-%06d", i))
	}
	if !known("secret-of-the-long-call") {
		t.Error("forgotten while one of two calls runs")
	}
	again()
	if !known("secret-of-the-long-call") {
		t.Error("forgotten at once: what was logged last is still on its way")
	}
	for i := range maxSecrets {
		r.Add(fmt.Sprintf("secret-of-the-end-%06d", i))
	}
	if known("secret-of-the-long-call") || len(r.known) > maxSecrets || len(r.held) > 0 {
		t.Errorf("%d are remembered, %d held", len(r.known), len(r.held))
	}
}

// TestSecretsOfSeveralLines: a key in PEM is written line by line, by whoever prints it.
func TestSecretsOfSeveralLines(t *testing.T) {
	const pem = "-----BEGIN PRIVATE KEY-----\r\nMC4CAQAwBQYDK2VwBCIEIHxk\r\n  qWvNcZ0pLr+5a==  \n-----END PRIVATE KEY-----\n"
	l, out := record()
	l.redact.Add(pem)
	fmt.Fprintf(l.Stream("stderr"), "the key is\n%s\n%q\n", pem, pem)
	for _, text := range append(l.Tail(), out.String()) {
		if strings.Contains(text, "MC4CAQ") || strings.Contains(text, "qWvNcZ") {
			t.Errorf("%q has a part of the secret", text)
		}
	}
}

// TestSecretsThatAreCut: where a line is too long, what is left of a secret at its end goes with the rest.
func TestSecretsThatAreCut(t *testing.T) {
	key := "lat-" + strings.Repeat("Zq7", 40)
	for name, line := range map[string]string{
		"in the log":              strings.Repeat("x", MaxLine-60) + key + " and more",
		"in the log, as JSON":     `{"@message":"` + strings.Repeat("x", MaxLine-60) + key + `"}`,
		"in the report":           strings.Repeat("x", rawWidth-60) + key + " and more",
		"longer than any line":    strings.Repeat(key, 2*MaxLine/len(key)) + " and more",
		"of which little is left": strings.Repeat("x", MaxLine-10) + key,
	} {
		l, out := record()
		l.redact.Add(key, strings.Repeat(key, 2*MaxLine/len(key)))
		fmt.Fprintln(l.Stream("stderr"), line)
		for _, text := range append(l.Tail(), out.String()) {
			if strings.Contains(text, "lat-Zq") {
				t.Errorf("%s: the end has a part of the secret: %q", name, text[max(0, len(text)-200):])
			}
		}
		if !strings.Contains(out.String(), "[cut]") && len(line) > MaxLine {
			t.Errorf("%s: nothing says that it was cut", name)
		}
	}
}

func TestLongerSecretCounts(t *testing.T) {
	r := &Redactor{}
	r.Add("abcdef", "abcdef-longer")
	if got := r.Known("abcdef-longer abcdef"); got != Redacted+" "+Redacted {
		t.Error(got)
	}
}
