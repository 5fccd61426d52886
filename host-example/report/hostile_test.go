package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"golang.org/x/net/html"
)

// hostile are texts that a vendor's users can give themselves, or that a connector can send.
var hostile = []string{
	`<script>alert(1)</script>`,
	`</script><script>alert(1)</script>`,
	`</style><img src=x onerror=alert(1)>`,
	`"><svg onload=alert(1)>`,
	`' onmouseover='alert(1)`,
	`javascript:alert(1)`,
	`{{.}}{{template "gaps"}}`,
	`<!--`, `]]>`, `&lt;b&gt;`,
	"nimda\u202Egnp.exe", "\u2066isolated\u2069", "zero\u200Bwidth\uFEFF", "soft\u00ADhyphen",
	"nul\x00bell\x07escape\x1b[31mred", "line\nfeed\u2028separator\rreturn",
	"no \xff UTF-8",
	"\U000E0041tag",
	strings.Repeat("long", 2500),
	strings.Repeat("e\u0301", 5000),
}

// everywhere puts a text where foreign text can stand.
func everywhere(t testing.TB, s string) *Report {
	t.Helper()
	b := newBuilder()
	for _, account := range []string{s, "other"} {
		in := b.Account(account, s)
		d := describe(s, userKind, roleKind, groupKind)
		d.Resources[0].Coverage = []*connectorv1.FieldCoverage{{
			Field: "roles", VendorField: s, Kind: connectorv1.CoverageKind_COVERAGE_KIND_ASSUMED,
		}}
		in.Describe(d)
		in.Authenticated(&connectorv1.Authentication{
			Workspace: &connectorv1.Workspace{Name: s}, Warnings: []*connectorv1.AccountWarning{{Code: s, Message: s}},
		})
		status := isEnabled
		if account == "other" {
			status = isDisabled
		}
		feed(t, in.Users(), &iamv1.User{
			Id: clip(s, 512), Name: s, PrimaryEmail: clip(s, 300), Status: status,
			Source: &iamv1.Source{Warnings: []*iamv1.Warning{{Path: s, Reason: s}}},
			Roles: &iamv1.RoleAssignments{Values: []*iamv1.RoleAssignment{{
				Role:  &iamv1.RoleRef{Id: s, Name: s, Type: iamv1.RoleType_ROLE_TYPE_ADMIN, TypeSourceValue: s},
				Scope: &iamv1.RoleScope{Name: s}, ViaGroup: &iamv1.GroupRef{Id: s, Name: s},
			}}},
		})
		err := in.Users().Page(connector.Page[*iamv1.User]{Info: &connectorv1.PageInfo{Rejected: []*connectorv1.RejectedItem{{Reason: s}}}})
		if err != nil {
			t.Fatal(err)
		}
		in.Ended(userKind, nil, &connector.Error{Reason: connector.UpstreamRejected, Message: s, Suggestion: s})
		feed(t, in.Groups(), &iamv1.Group{Id: s, Name: s})
		in.Ended(groupKind, whole, nil)
	}
	return b.Report()
}

// Foreign text is text: whatever it is, the page has the same elements with the same attributes, and nothing in it acts.
func TestHostileText(t *testing.T) {
	want := skeleton(write(t, everywhere(t, "harmless")))
	for _, s := range hostile {
		t.Run(fmt.Sprintf("%.20q", s), func(t *testing.T) {
			r := everywhere(t, s)
			page := write(t, r)
			if got := skeleton(page); got != want {
				t.Errorf("the page has another structure:\n%s\nwant\n%s", got, want)
			}
			for _, c := range string(raw(t, r)) {
				if !unicode.IsPrint(c) && c != '\n' && c != ' ' && c != '\u200c' && c != '\u200d' {
					t.Fatalf("the page holds %U", c)
				}
			}
			if n := len(raw(t, r)); n > 200_000 {
				t.Errorf("the page has %d bytes", n)
			}
		})
	}
}

// skeleton is the elements of a page, with their attributes, but for those that repeat foreign text by design: none.
func skeleton(page *html.Node) string {
	var b strings.Builder
	for n := range page.Descendants() {
		switch n.Type {
		case html.ElementNode:
			fmt.Fprintf(&b, "<%s", n.Data)
			for _, a := range n.Attr {
				fmt.Fprintf(&b, " %s=%q", a.Key, a.Val)
			}
			b.WriteString(">\n")
		case html.CommentNode:
			b.WriteString("<!-- -->")
		}
	}
	return b.String()
}

// As JSON, foreign text is whole or cut, and safe to look at in a terminal.
func TestHostileTextAsJSON(t *testing.T) {
	for _, s := range hostile {
		var b bytes.Buffer
		if err := WriteJSON(&b, everywhere(t, s)); err != nil {
			t.Fatalf("%.20q: %v", s, err)
		}
		var back struct{ Admins []struct{ Name string } }
		if err := json.Unmarshal(b.Bytes(), &back); err != nil {
			t.Fatalf("%.20q: %v", s, err)
		}
		if want := strings.ToValidUTF8(clip(s, maxText), "\uFFFD"); len(back.Admins) != 2 || back.Admins[0].Name != want {
			t.Errorf("%.20q came back as %.40q", s, back.Admins)
		}
		for _, c := range b.String() {
			if c != '\n' && (unicode.Is(unicode.Cc, c) || c >= 0x2028 && c <= 0x202E || c >= 0x2066 && c <= 0x2069) {
				t.Fatalf("%.20q: the JSON holds %U", s, c)
			}
		}
	}
}

func TestClip(t *testing.T) {
	for _, tt := range []struct {
		s    string
		most int
		want string
	}{{"short", 5, "short"}, {"longer", 5, "lo…"}, {"éééé", 6, "é…"}, {"", 3, ""}} {
		if got := clip(tt.s, tt.most); got != tt.want || len(got) > tt.most {
			t.Errorf("%q: %q", tt.s, got)
		}
	}
}
