package latticatest

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// lattica answers requests that came with a key.
type lattica struct {
	config       *Config
	live, sample workspace
}

// collection is one of a workspace's.
type collection struct {
	object string // what a record is called in errors: "task"
	n      int
	match  func(i int) bool
	prefix string // of ids
	write  func(b []byte, i int) []byte
}

func (l *lattica) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	space := &l.live
	if strings.HasPrefix(r.Header.Get("Authorization"), "Bearer lat_test_") {
		space = &l.sample
	}
	switch {
	case l.config.Expired:
		fail(w, http.StatusUnauthorized, "expired_api_key", "This API key has expired.")
		return
	case r.Method != http.MethodGet && l.config.Scope != ReadWrite:
		fail(w, http.StatusForbidden, "insufficient_scope", "This API key is read-only.")
		return
	case r.Method != http.MethodGet: // nothing is written here
		fail(w, http.StatusMethodNotAllowed, codes[http.StatusMethodNotAllowed], "Method not allowed")
		return
	}
	for path, c := range map[string]collection{
		tasksPath:            {object: "task", n: space.tasks, match: everything, prefix: taskPrefix, write: space.appendTask},
		l.config.usersPath(): {object: "user", n: space.users, match: space.reaches, prefix: userPrefix, write: space.appendUser},
		l.config.rolesPath(): {object: "role", n: space.roles(), match: everything, prefix: rolePrefix, write: space.appendRole},
	} {
		id, one := strings.CutPrefix(r.URL.Path, path+"/")
		switch {
		case !one && r.URL.Path != path:
			continue
		case c.object != "task" && l.config.Reach == ProjectsRefused:
			fail(w, http.StatusForbidden, codes[http.StatusForbidden], "This API key is for specific projects.")
		case one:
			space.one(w, c, id)
		default:
			space.list(w, r, c)
		}
		return
	}
	fail(w, http.StatusNotFound, codes[http.StatusNotFound], "Not found")
}

func everything(int) bool { return true }

func (s *workspace) one(w http.ResponseWriter, c collection, id string) {
	i, ok := s.find(c.prefix, id, c.n)
	if !ok || !c.match(i) {
		fail(w, http.StatusNotFound, c.object+"_not_found", "No "+c.object+" with id "+id)
		return
	}
	resttest.Render(w, func(b []byte) []byte { return c.write(b, i) })
}

// Page sizes: the greatest is documented, the default is not.
const (
	defaultLimit = 25
	maxLimit     = 100
)

func (s *workspace) list(w http.ResponseWriter, r *http.Request, c collection) {
	query := r.URL.Query()
	limit, ok := resttest.PageSize(query, "limit", defaultLimit, maxLimit)
	if !ok && s.BadLimit != http.StatusOK {
		fail(w, cmp.Or(s.BadLimit, http.StatusBadRequest), "invalid_limit", "limit must be 1 to "+strconv.Itoa(maxLimit))
		return
	}
	next := 0
	if v := query.Get("cursor"); v != "" {
		after, ok := resttest.ParseCursor(v)
		if !ok || after >= c.n {
			fail(w, http.StatusBadRequest, "invalid_cursor", "This cursor is not valid.")
			return
		}
		next = after + 1
	}
	page, more := resttest.PageOf(next, c.n, limit, c.match)
	resttest.Render(w, func(b []byte) []byte {
		b = resttest.AppendRecords(append(b, `{"data":`...), page, c.write)
		b = append(b, `,"next_cursor":`...)
		if !more {
			return append(b, "null}"...)
		}
		b = append(b, '"')
		b = append(b, resttest.Cursor(page[len(page)-1])...)
		return append(b, `"}`...)
	})
}
