// Package harbortest is a stand-in for Harbor, which does not exist: what package harbor reads, and what is broken for it.
package harbortest

import (
	"errors"
	"flag"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/connector/rest/resttest/sandbox"
)

// Main runs the stand-in if that is what the program was called for, and then ends the process.
func Main() {
	sandbox.Main(sandbox.Vendor{
		Connector: "harbor", KeyField: "api_key", UsersPath: "/members",
		Config: func(flags *flag.FlagSet) resttest.Config {
			c := &Config{}
			flags.IntVar(&c.Users, "users", sandbox.DefaultUsers, "how many `members` there are")
			flags.Uint64Var(&c.Seed, "seed", 0, "another `number` makes another harbor of the same size")
			return c
		},
	})
}

// Config is a harbor.
type Config struct {
	// Users is how many members there are.
	Users int `json:"users"`
	// Seed makes all data: with another one nobody is the same.
	Seed uint64 `json:"seed"`

	resttest.Settings
}

// crews is how many there are: more than a page of small size.
const crews = 12

// API describes Harbor.
func (c *Config) API() resttest.API {
	return resttest.API{
		Name: "Harbor", APIKey: "harbor-stand-in-key-5Rt8", Items: []string{"/members/", "/ranks/", "/crews/"},
		Error: func(status int, text string) []byte {
			return []byte(`{"error":{"code":"E` + strconv.Itoa(status) + `","message":` + resttest.Quote(text) + `,"request_id":"hr-1"}}`)
		},
		Pages: resttest.Pages{Items: "items", ID: "id", Date: "since", Cursor: "next", Asked: "after"},
	}
}

// Check says what cannot be.
func (c *Config) Check() error {
	if c.Users < 0 || c.Users > resttest.MaxUsers {
		return errors.New("harbortest: users must be 0 to 10,000,000")
	}
	return nil
}

// Clone is a copy.
func (c *Config) Clone() resttest.Config {
	clone := *c
	return &clone
}

// collection is a kind of records.
type collection struct {
	n      int
	write  func(b []byte, i int) []byte
	inside func(i int, asked url.Values) bool
}

// Open is the harbor.
func (c *Config) Open(string) http.Handler {
	everyone := func(int, url.Values) bool { return true }
	all := map[string]collection{
		"/members": {c.Users, c.appendMember, c.matches},
		"/ranks":   {len(ranks), c.appendRank, everyone},
		"/crews":   {crews, c.appendCrew, everyone},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, id, one := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		path = "/" + path
		of, known := all[path]
		switch i, ok := c.index(path, id); {
		case path == "/me" && !one: // whose key it is
			resttest.Render(w, func(b []byte) []byte { return c.appendMember(b, 0) })
		case known && !one:
			c.list(w, r, of)
		case known && ok && i < of.n:
			resttest.Render(w, func(b []byte) []byte { return of.write(b, i) })
		default:
			resttest.Reply(w, http.StatusNotFound, c.API().Error(http.StatusNotFound, "nothing here"))
		}
	})
}

// matches says whether a member is asked for.
func (c *Config) matches(i int, asked url.Values) bool {
	return (!asked.Has("state") || asked.Get("state") == c.state(i)) && (!asked.Has("email") || asked.Get("email") == email(i))
}

// maxPage is the largest page, and the usual one.
const maxPage = 50

func (c *Config) list(w http.ResponseWriter, r *http.Request, of collection) {
	query := r.URL.Query()
	limit, _ := resttest.PageSize(query, "limit", maxPage, maxPage)
	next := 0
	if cursor := query.Get("after"); cursor != "" {
		i, ok := resttest.ParseCursor(cursor)
		if !ok {
			resttest.Reply(w, http.StatusBadRequest, c.API().Error(http.StatusBadRequest, "no such cursor"))
			return
		}
		next = i + 1
	}
	page, more := resttest.PageOf(next, of.n, limit, func(i int) bool { return of.inside(i, query) })
	resttest.Render(w, func(b []byte) []byte {
		b = resttest.AppendRecords(append(b, `{"items": `...), page, of.write)
		b = append(b, `, "next": `...)
		if !more {
			return append(b, "null}"...)
		}
		return append(b, resttest.Quote(resttest.Cursor(page[len(page)-1]))+"}"...)
	})
}
