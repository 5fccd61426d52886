// Package bakery is the smallest stand-in: a vendor that does not exist, for the tests of package resttest and its sandbox.
package bakery

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// Key is the key of a bakery whose configuration names none.
const Key = "bakery-stand-in-key"

// Config is a bakery.
type Config struct {
	// Users is how many bakers there are.
	Users int `json:"users"`
	// Bread is an optional member of each.
	Bread string `json:"bread,omitempty"`
	// ByNumber makes pages that have numbers in place of cursors.
	ByNumber bool `json:"-"`

	resttest.Settings
}

// API describes it: pages whose cursor says alone whether there are more, and a media type of its own.
func (c *Config) API() resttest.API {
	pages := resttest.Pages{Items: "rolls", ID: "id", Date: "made.at", Cursor: "next", Asked: "after"}
	if c.ByNumber {
		pages = resttest.Pages{Items: "rolls", ID: "id", Date: "made.at", Start: "from", Total: "total"}
	}
	return resttest.API{
		Name: "Bakery", APIKey: Key, MediaType: "application/bakery+json",
		Items: []string{"/users/"},
		Error: func(status int, text string) []byte {
			return []byte(`{"burnt":{"code":` + strconv.Itoa(status) + `,"why":` + resttest.Quote(text) + `}}`)
		},
		Pages: pages,
		Kinds: map[string]resttest.Kind{"stale": {
			About: "a list of which the first record is old",
			Make: resttest.Edits(func(_ *resttest.Rule, _ *http.Request, page *resttest.Object) bool {
				page.Set("stale", "true")
				return true
			}),
		}},
	}
}

// Open is the bakery at an address.
func (c *Config) Open(string) http.Handler { return http.HandlerFunc(c.serve) }

// Check says what cannot be.
func (c *Config) Check() error {
	if c.Users < 0 {
		return errors.New("bakery: users must not be negative")
	}
	return nil
}

// Clone is a copy.
func (c *Config) Clone() resttest.Config {
	clone := *c
	return &clone
}

// Header tells how many requests are left, and how many milliseconds it takes to have one more, and all of them.
func (c *Config) Header(h http.Header, left resttest.Allowance) {
	h.Set("X-Left", strconv.Itoa(left.Left))
	h.Set("X-Next", strconv.FormatInt(time.Until(left.Next).Milliseconds(), 10))
	h.Set("X-Full", strconv.FormatInt(time.Until(left.Full).Milliseconds(), 10))
}

const pageSize = 10

func (c *Config) serve(w http.ResponseWriter, r *http.Request) {
	if id, ok := strings.CutPrefix(r.URL.Path, "/users/u"); ok {
		if i, err := strconv.Atoi(id); err == nil && i < c.Users {
			resttest.Render(w, func(b []byte) []byte { return c.appendUser(b, i) })
			return
		}
	}
	if r.URL.Path != "/users" {
		resttest.Reply(w, http.StatusNotFound, c.API().Error(http.StatusNotFound, "no such thing"))
		return
	}
	next := 0
	if i, ok := resttest.ParseCursor(r.URL.Query().Get("after")); ok {
		next = i + 1
	}
	if from, err := strconv.Atoi(r.URL.Query().Get("from")); err == nil {
		next = from - 1
	}
	page, more := resttest.PageOf(next, c.Users, pageSize, func(int) bool { return true })
	resttest.Render(w, func(b []byte) []byte {
		b = resttest.AppendRecords(append(b, `{"rolls":`...), page, c.appendUser)
		if c.ByNumber {
			return append(b, `,"total":`+strconv.Itoa(c.Users)+"}"...)
		}
		b = append(b, `,"next":`...)
		if more {
			return append(b, resttest.Quote(resttest.Cursor(page[len(page)-1]))+"}"...)
		}
		return append(b, "null}"...)
	})
}

func (c *Config) appendUser(b []byte, i int) []byte {
	b = append(b, `{"id":"u`...)
	b = strconv.AppendInt(b, int64(i), 10)
	b = append(b, `","bread":`...)
	b = append(b, resttest.Quote(c.Bread)...)
	return append(b, `,"made":{"at":"2024-05-06T07:08:09Z","in":"Wien"}}`...)
}
