package collection_test

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/connector/rest/collection"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/mappings"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// pagings are the usual ways in which pages lead to the next.
var pagings = map[string]application{
	"cursor": {
		api:   collection.API{Shape: mappings.Shape{Data: "data", Cursor: "next"}, Cursor: "after"},
		pages: resttest.Pages{Items: "data", Cursor: "next", Asked: "after"},
	},
	"cursor, deeper": {
		api:   collection.API{Shape: mappings.Shape{Data: "result.users", Cursor: "meta.page.next", More: "meta.more"}, Cursor: "after"},
		pages: resttest.Pages{Items: "result.users", Cursor: "meta.page.next", More: "meta.more", Asked: "after"},
	},
	"offset": {
		api:   collection.API{Shape: mappings.Shape{Data: "data", Total: "meta.total"}, Offset: "offset"},
		pages: resttest.Pages{Items: "data", Total: "meta.total", Offset: "offset"},
	},
	"offset without a total": {
		api: collection.API{Shape: mappings.Shape{Data: "data"}, Offset: "skip"}, pages: resttest.Pages{Items: "data", Offset: "skip"},
	},
	"offset of an array": {
		api: collection.API{Offset: "offset"}, pages: resttest.Pages{Offset: "offset"},
	},
	"offset that says whether there is more": {
		api:   collection.API{Shape: mappings.Shape{Data: "data", More: "more"}, Offset: "offset"},
		pages: resttest.Pages{Items: "data", More: "more", Offset: "offset"},
	},
	"offset, capped": {
		api:   collection.API{Shape: mappings.Shape{Data: "data", Total: "total"}, Offset: "offset"},
		pages: resttest.Pages{Items: "data", Total: "total", Offset: "offset", Max: 7, Capped: true},
	},
	"page": {
		api:   collection.API{Shape: mappings.Shape{Data: "data", Total: "total"}, Page: "page"},
		pages: resttest.Pages{Items: "data", Total: "total", Page: "page"},
	},
	"page without a total": {
		api: collection.API{Shape: mappings.Shape{Data: "data"}, Page: "page"}, pages: resttest.Pages{Items: "data", Page: "page"},
	},
	"page, capped": {
		api:   collection.API{Shape: mappings.Shape{Data: "data", Total: "total"}, Page: "page"},
		pages: resttest.Pages{Items: "data", Total: "total", Page: "page", Max: 7, Capped: true},
	},
	"page, capped, without a total": {
		api:   collection.API{Shape: mappings.Shape{Data: "data"}, Page: "page"},
		pages: resttest.Pages{Items: "data", Page: "page", Max: 7, Capped: true},
	},
	"link": {
		api:   collection.API{Shape: mappings.Shape{Data: "data"}, Links: true},
		pages: resttest.Pages{Items: "data", Links: true, Asked: "after"},
	},
	"link of an array": {
		api: collection.API{Links: true}, pages: resttest.Pages{Links: true, Asked: "after"},
	},
	"next URL": {
		api:   collection.API{Shape: mappings.Shape{Data: "data", Cursor: "links.next"}, Links: true},
		pages: resttest.Pages{Items: "data", Cursor: "links.next", Links: true, Asked: "after"},
	},
}

// Everybody comes once, whatever the size of the list, and from every token on, in another process, those who did not come before.
func TestListsAreWhole(t *testing.T) {
	for name, a := range pagings {
		t.Run(name, func(t *testing.T) {
			for _, n := range []int{0, 1, 9, 10, 11, 20, 35} {
				_, account := a.start(t, n)
				options := &connectorv1.ListOptions{PageSize: 10}
				all, err := list(t, a.connector(t), account, options)
				if err != nil {
					t.Fatalf("%d users: %v", n, err)
				}
				if distinct := slices.Compact(slices.Sorted(slices.Values(all.ids))); len(all.ids) != n || len(distinct) != n {
					t.Errorf("%d users: %d came, %d of them different", n, len(all.ids), len(distinct))
				}
				r := all.receipt
				if r.GetEnd() != connectorv1.End_END_EXHAUSTED || r.GetItems() != int64(n) || r.GetDriftObserved() {
					t.Errorf("%d users: %v", n, r)
				}
				for i, token := range all.tokens {
					if token == "" {
						continue
					}
					rest, err := list(t, a.connector(t), account, &connectorv1.ListOptions{PageSize: 10, PageToken: token})
					if err != nil || !slices.Equal(rest.ids, all.ids[all.before[i]:]) {
						t.Errorf("%d users: after page %d came %d, want %d: %v", n, i+1, len(rest.ids), n-all.before[i], err)
					}
					first, err := list(t, a.connector(t), account, &connectorv1.ListOptions{PageSize: 10, PageToken: token, PageLimit: 1})
					full := slices.IndexFunc(first.tokens, func(token string) bool { return token != "" }) // who has none is no place to stop
					if last := len(first.tokens) - 1; err != nil || last < 0 || full >= 0 && full < last {
						t.Errorf("%d users: %d pages came after page %d, want 1: %v", n, last+1, i+1, err)
					}
				}
			}
		})
	}
}

// Tokens hold no URL and no key; what is shown of requests has no value that is not named.
func TestTokensAndExchanges(t *testing.T) {
	for name, a := range pagings {
		s, account := a.start(t, 35)
		all, err := list(t, a.connector(t), account, &connectorv1.ListOptions{PageSize: 10})
		if err != nil {
			t.Fatal(err)
		}
		for _, token := range all.tokens {
			text, err := base64.RawURLEncoding.DecodeString(token)
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			for _, never := range []string{"http", "127.0.0.1", "/v1/", key} {
				if strings.Contains(string(text), never) {
					t.Errorf("%s: a token holds %q", name, never)
				}
			}
		}
		if len(all.shown) < 4 || !strings.Contains(all.shown[0], "limit=10") {
			t.Errorf("%s: %q", name, all.shown)
		}
		if len(s.WrongAuthorizations()) > 0 {
			t.Errorf("%s: %q", name, s.WrongAuthorizations())
		}
	}
}

// What would make a list endless, or lead it elsewhere, ends it with what it is; nobody else is asked anything.
func TestPagesThatLeadAstray(t *testing.T) {
	faults := map[string]connector.Reason{
		"same_cursor": connector.UpstreamLoop, "empty_page": connector.UpstreamLoop, "ignored_start": connector.UpstreamLoop,
		"other_host": connector.UpstreamUntrusted, "other_path": connector.UpstreamUntrusted,
	}
	met := map[string]int{}
	for name, a := range pagings {
		for kind, reason := range faults {
			s, account := a.start(t, 35)
			if s.Kinds()[kind] == "" {
				continue
			}
			met[kind]++
			if err := s.SetRules(resttest.Rule{Path: "/v1/users", From: 2, Kind: kind}); err != nil {
				t.Fatal(err)
			}
			l, err := list(t, a.connector(t), account, &connectorv1.ListOptions{PageSize: 10})
			if connector.ReasonOf(err) != reason || l.receipt != nil || len(l.ids) == 0 {
				t.Errorf("%s, %s: %v after %d users", name, kind, err, len(l.ids))
			}
			for path := range s.RequestsByPath() {
				if path != "/v1/users" {
					t.Errorf("%s, %s: %s was asked for", name, kind, path)
				}
			}
			if n := s.Requests(); n > 10 {
				t.Errorf("%s, %s: %d requests", name, kind, n)
			}
		}
	}
	for kind := range faults {
		if met[kind] < 2 {
			t.Errorf("%s was tried %d times", kind, met[kind])
		}
	}
}

// A page that says nothing about where the next one is, and should, is no end.
func TestAnEndThatIsNotSaidIsNone(t *testing.T) {
	for _, name := range []string{"cursor", "cursor, deeper", "next URL"} {
		a := pagings[name]
		s, account := a.start(t, 35)
		if err := s.SetRules(resttest.Rule{From: 2, Kind: "no_cursor"}); err != nil {
			t.Fatal(err)
		}
		_, err := list(t, a.connector(t), account, &connectorv1.ListOptions{PageSize: 10})
		if reason := connector.ReasonOf(err); reason != connector.UpstreamMalformed && reason != connector.UpstreamLoop {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Nor is a header Link that cannot be read.
func TestALinkThatIsNoneIsNoEnd(t *testing.T) {
	a := pagings["link"]
	s, account := a.start(t, 35)
	s.SetFault(func(_ *http.Request, n int64) *resttest.Fault {
		if n < 2 {
			return nil
		}
		return &resttest.Fault{EditHeader: func(_ *http.Request, h http.Header) { h.Set("Link", strings.Trim(h.Get("Link"), "<")) }}
	})
	l, err := list(t, a.connector(t), account, &connectorv1.ListOptions{PageSize: 10})
	if connector.ReasonOf(err) != connector.UpstreamMalformed || len(l.ids) != 10 {
		t.Errorf("%d users, %v", len(l.ids), err)
	}
}

// An empty list that is answered without a body can be tried as it can be read.
func TestNothingAtAllIsAnEmptyList(t *testing.T) {
	for name, a := range pagings {
		if a.api.Offset == "" && a.api.Page == "" {
			continue
		}
		s, account := a.start(t, 0)
		s.SetFault(func(*http.Request, int64) *resttest.Fault {
			return &resttest.Fault{Status: http.StatusNoContent, Body: []byte{}}
		})
		c := a.connector(t)
		if l, err := list(t, c, account, &connectorv1.ListOptions{PageSize: 10}); err != nil || l.receipt.GetEnd() != connectorv1.End_END_EXHAUSTED {
			t.Errorf("%s: %v, %v", name, l.receipt, err)
		}
		if _, err := c.Authenticate(t.Context(), account); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What reads a list by cursors alone does not take the first page of another list for all of it.
func TestReadWholeIsOfCursors(t *testing.T) {
	for name, a := range pagings {
		s, account := a.start(t, 35)
		service := rest.NewService(rest.API{
			Description: &connectorv1.Description{
				Name: "acme", AuthMethods: []*connectorv1.AuthMethod{rest.KeyMethod("A key.", 8, nil)},
			},
			KeyField: rest.APIKey,
		})
		t.Cleanup(func() { _ = service.Close() })
		session, err := service.Open(account)
		if err != nil {
			t.Fatal(err)
		}
		a.api.Size = "limit"
		got := 0
		_, err = collection.ReadWhole(t.Context(), a.api, session.Client,
			func(cursor string) rest.Request { return a.api.Request("/v1/users", 10, cursor) },
			func(p *mappings.Page[record]) error { got += len(p.Data.Elements); return nil },
			"reading users", func(*connectorv1.Progress) error { return nil })
		if numbered := a.api.Offset != "" || a.api.Page != ""; numbered && (err == nil || s.Requests() > 0) || !numbered && (err != nil || got != 35) {
			t.Errorf("%s: %d users, %d requests, %v", name, got, s.Requests(), err)
		}
	}
}
