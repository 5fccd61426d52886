package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// write writes a report as a page, and reads that as a browser would.
func write(t testing.TB, r *Report) *html.Node {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(raw(t, r)))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func raw(t testing.TB, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteHTML(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// find are the elements of a name, those within one of another name where two are given.
func find(n *html.Node, names ...string) (found []*html.Node) {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == names[0] {
			if len(names) == 1 {
				found = append(found, d)
			} else {
				found = append(found, find(d, names[1:]...)...)
			}
		}
	}
	return found
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// text is what there is to read, a blank between elements.
func text(n *html.Node) []byte {
	var b bytes.Buffer
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "style" && d.Parent.Data != "script" {
			b.WriteString(strings.Join(strings.Fields(d.Data), " ") + " ")
		}
	}
	return b.Bytes()
}

// The page of a small report, without its style and script, as it is.
func TestGoldenPage(t *testing.T) {
	page := string(raw(t, small(t)))
	page = strings.Replace(strings.Replace(page, styleText, "…", 1), scriptText, "…", 1)
	page = regexp.MustCompile(`sha256-[^ "]*&#39;`).ReplaceAllString(page, "sha256-…&#39;")
	golden(t, "small.html", []byte(page))
}

// The policy lets nothing run but what the page has: the hashes are those of the style and the script as they stand in it.
func TestPolicy(t *testing.T) {
	page := write(t, small(t))
	var policy string
	for _, m := range find(page, "meta") {
		if attribute(m, "http-equiv") == "Content-Security-Policy" {
			policy = attribute(m, "content")
		}
	}
	for _, part := range []struct{ element, directive string }{{"style", "style-src"}, {"script", "script-src"}} {
		elements := find(page, part.element)
		if len(elements) != 1 {
			t.Fatalf("%d elements %s", len(elements), part.element)
		}
		sum := sha256.Sum256([]byte(elements[0].FirstChild.Data))
		if want := part.directive + " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "';"; !strings.Contains(policy, want) {
			t.Errorf("%s\nlacks %s", policy, want)
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") {
		t.Error(policy)
	}
}

// Nothing in the page leads out of it, or runs beside the one script.
func TestPageStandsAlone(t *testing.T) {
	page := write(t, small(t))
	outside := regexp.MustCompile(`(?i)(^\s*[a-z]+:|//)`)
	for n := range page.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if slices.Contains([]string{"link", "img", "iframe", "object", "embed", "base", "form"}, n.Data) {
			t.Errorf("there is an element %s", n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "src", a.Key == "srcset":
				t.Errorf("%s has %s", n.Data, a.Key)
			case a.Key == "href" && !strings.HasPrefix(a.Val, "#"), a.Key != "content" && a.Key != "datetime" && outside.MatchString(a.Val):
				t.Errorf("%s: %s=%q", n.Data, a.Key, a.Val)
			}
		}
	}
	for _, bad := range []string{"@import", "url(", "http"} {
		if strings.Contains(styleText, bad) || strings.Contains(scriptText, bad) {
			t.Errorf("style or script has %q", bad)
		}
	}
	for _, bad := range []string{"innerHTML", "eval(", "document.write", "fetch(", "XMLHttpRequest"} {
		if strings.Contains(scriptText, bad) {
			t.Errorf("the script has %q", bad)
		}
	}
}

// Who cannot see the page, or has a keyboard alone, gets all of it.
func TestPageForAll(t *testing.T) {
	for name, r := range map[string]*Report{"small": small(t), "empty": newBuilder().Report()} {
		page := write(t, r)
		ids := map[string]bool{}
		for n := range page.Descendants() {
			if id := attribute(n, "id"); id != "" {
				if ids[id] {
					t.Errorf("%s: two have the id %s", name, id)
				}
				ids[id] = true
			}
		}
		for n := range page.Descendants() {
			for _, key := range []string{"aria-labelledby", "href"} {
				if to := strings.TrimPrefix(attribute(n, key), "#"); to != "" && !ids[to] {
					t.Errorf("%s: %s leads to %s, which is not there", name, n.Data, to)
				}
			}
		}
		for _, table := range find(page, "table") {
			if c := find(table, "caption"); len(c) != 1 || len(text(c[0])) == 0 {
				t.Errorf("%s: a table has %d captions", name, len(c))
			}
			for _, th := range find(table, "th") {
				if attribute(th, "scope") == "" {
					t.Errorf("%s: a header of %s is of nothing", name, text(find(table, "caption")[0]))
				}
			}
			if at := table.Parent; attribute(at, "tabindex") != "0" || attribute(at, "role") != "region" || attribute(at, "aria-label") == "" {
				t.Errorf("%s: a table cannot be scrolled by keyboard", name)
			}
			checkColumns(t, table)
		}
		for _, picture := range find(page, "svg") {
			if attribute(picture, "aria-label") == "" {
				t.Errorf("%s: a bar says nothing", name)
			}
		}
		if lang := attribute(find(page, "html")[0], "lang"); lang != "en" {
			t.Errorf("the language is %q", lang)
		}
	}
}

// checkColumns checks that all rows of a table are as wide as its head.
func checkColumns(t *testing.T, table *html.Node) {
	t.Helper()
	width := len(find(find(table, "thead")[0], "th"))
	for _, row := range find(table, "tr") {
		n := 0
		for c := range row.ChildNodes() {
			if c.Type == html.ElementNode {
				n++
				if attribute(c, "colspan") == "8" {
					n += 7
				}
			}
		}
		if n != width {
			t.Errorf("a row of %s has %d cells of %d: %s", text(find(table, "caption")[0]), n, width, text(row))
		}
	}
}
