package rest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
)

func TestNextLink(t *testing.T) {
	for header, want := range map[string]string{
		"":                                     "",
		`<https://a/x?p=2>; rel="next"`:        "https://a/x?p=2",
		`<?p=2>;rel=next`:                      "?p=2",
		`<?p=1>; rel="prev", <?p=3>; rel=next`: "?p=3",
		`<?p=1>; rel="prev first" , <?p=3>; title="a, b; c"; REL="last Next"`: "?p=3",
		`<?p=3>; title="say \"rel=next\""; rel="next"`:                        "?p=3",
		`<?p=3>; title="rel=next"`:                                            "",
		`<?p=3>; rel=prev; rel=next`:                                          "", // the first counts
		`<?p=3>; rel="nextish"`:                                               "",
		`<?a=1,2;b>; rel="next"`:                                              "?a=1,2;b",
		`<?p=1>; ;; rel ; =; rel="next"`:                                      "",
		", ,":                                                                 "",
	} {
		if got, err := NextLink(http.Header{"Link": {`<?p=9>; rel="last"`, header}}); got != want || err != nil {
			t.Errorf("%s: %q, %v, want %q", header, got, err, want)
		}
	}
}

// Of a header that is no list of links nobody knows whether it would have led on.
func TestNextLinkThatIsNone(t *testing.T) {
	for _, header := range []string{
		`<?p=1>; rel="prev`, `<?p=1; rel="next"`, `?p=1; rel="next"`, `<?p=1> rel="next"`, `<?p=1>; rel="prev", ?p=3; rel="next"`, `<>; rel="next"`,
		`<?p=1>; rel="prev" <?p=3>; rel="next"`, "x",
	} {
		if got, err := NextLink(http.Header{"Link": {header, `<?p=9>; rel="last"`}}); got != "" || err == nil {
			t.Errorf("%s: %q, %v", header, got, err)
		}
		if got, err := NextLink(http.Header{"Link": {header, `<?p=3>; rel="next"`}}); got != "?p=3" || err != nil {
			t.Errorf("%s, and the next one: %q, %v", header, got, err)
		}
	}
}

func FuzzNextLink(f *testing.F) {
	f.Add(`<?p=1>; rel="prev first" , <?p=3>; title="a, b; c"; REL="last Next"`)
	f.Fuzz(func(t *testing.T, header string) {
		if got, err := NextLink(http.Header{"Link": {header}}); got != "" && (err != nil || !strings.Contains(header, "<"+got+">")) {
			t.Errorf("%q gives %q, %v", header, got, err)
		}
	})
}

// Of a URL the query is used, and nothing else; the list stays where it is.
func TestNextQuery(t *testing.T) {
	c := connect(t, &vendor{}, nil) // at https://api.vendor.example/base
	asked := Request{Path: "/v1/users"}
	for link, want := range map[string]string{
		"https://api.vendor.example/base/v1/users?b=2&a=1":      "a=1&b=2",
		"https://API.vendor.example:443/base/v1/users?a=1#part": "a=1",
		"http://api.vendor.example/base/v1/users?a=1":           "a=1", // what ended TLS was before it
		"/base/v1/users?a=1%26":                                 "a=1%26",
		"?a=1":                                                  "a=1",
	} {
		if got, err := c.NextQuery(asked, link); err != nil || got != want {
			t.Errorf("%s: %q, %v", link, got, err)
		}
	}
	for link, reason := range map[string]connector.Reason{
		"https://elsewhere.example/base/v1/users?a=1":          connector.UpstreamUntrusted,
		"//elsewhere.example/base/v1/users?a=1":                connector.UpstreamUntrusted,
		"https://api.vendor.example:8443/base/v1/users?a=1":    connector.UpstreamUntrusted,
		"https://u:p@api.vendor.example/base/v1/users?a=1":     connector.UpstreamUntrusted,
		"https://api.vendor.example/base/v1/keys?a=1":          connector.UpstreamUntrusted,
		"https://api.vendor.example/base/v1/users/../keys?a=1": connector.UpstreamUntrusted,
		"/v1/users?a=1":                 connector.UpstreamUntrusted,
		"javascript:alert(1)":           connector.UpstreamUntrusted,
		"?":                             connector.UpstreamMalformed,
		"?a=%zz":                        connector.UpstreamMalformed,
		"?a=1;b=2":                      connector.UpstreamMalformed,
		"https://api.vendor.example:x/": connector.UpstreamMalformed,
		"?key=" + strings.ReplaceAll(secret, "+", "%2B"): connector.UpstreamMalformed,
	} {
		got, err := c.NextQuery(asked, link)
		if e := wantError(t, err, reason); got != "" || strings.Contains(e.Error(), "elsewhere") {
			t.Errorf("%s: %q, %v", link, got, err)
		}
	}
}

// Behind an operator's proxy the vendor's links are those of its own address. They lead to the proxy all the same.
func TestNextQueryBehindAProxy(t *testing.T) {
	s, err := ReadSettings(account("base_url", "https://proxy.example/acme"), Settings{BaseURL: "https://api.vendor.example/base"})
	if err != nil {
		t.Fatal(err)
	}
	c := poolTo(&vendor{}).Client(Options{Settings: s, Credential: Bearer(secret)})
	asked := Request{Path: "/v1/users"}
	for _, link := range []string{
		"https://api.vendor.example/base/v1/users?a=1", "https://proxy.example/acme/v1/users?a=1", "?a=1", "/base/v1/users?a=1", "/acme/v1/users?a=1",
	} {
		if got, err := c.NextQuery(asked, link); err != nil || got != "a=1" {
			t.Errorf("%s: %q, %v", link, got, err)
		}
	}
	for _, link := range []string{"https://api.vendor.example/acme/v1/users?a=1", "https://proxy.example/base/v1/users?a=1"} {
		if _, err := c.NextQuery(asked, link); connector.ReasonOf(err) != connector.UpstreamUntrusted {
			t.Errorf("%s: %v", link, err)
		}
	}
}
