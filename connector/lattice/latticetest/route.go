package latticetest

import (
	"net/http"
	"strings"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// ServeHTTP answers a request that came with the key.
func (c *company) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	users := c.config.Users
	switch path := strings.Split(strings.TrimPrefix(r.URL.EscapedPath(), "/v1/"), "/"); {
	case !strings.HasPrefix(r.URL.Path, "/v1/"):
		notFound(w)
	case len(path) == 1 && path[0] == "me" && users > 0:
		resttest.Render(w, func(b []byte) []byte { return c.appendUser(b, 0) })
	case len(path) == 1 && path[0] == "users":
		c.users(w, r)
	case len(path) == 1 && path[0] == "departments":
		c.list(w, r, c.departments, func(int) bool { return true }, c.appendDepartment)
	case len(path) == 2 && path[0] == "department":
		if i, ok := c.find(path[1], saltDepartment, c.departments); ok {
			resttest.Render(w, func(b []byte) []byte { return c.appendDepartment(b, i) })
			return
		}
		notFound(w)
	case (len(path) == 2 || len(path) == 3) && path[0] == "user":
		i, ok := c.find(path[1], saltUser, users)
		switch {
		case !ok:
			notFound(w)
		case len(path) == 2:
			resttest.Render(w, func(b []byte) []byte { return c.appendUser(b, i) })
		case path[2] == "directReports":
			c.list(w, r, users, func(k int) bool { return c.boss(k) == i }, c.appendUser)
		case path[2] == "customAttributes":
			c.list(w, r, len(attributes), func(int) bool { return true }, func(b []byte, k int) []byte {
				return c.appendAttribute(b, i, k)
			})
		default:
			notFound(w)
		}
	default:
		notFound(w)
	}
}

func fail(w http.ResponseWriter, status int, text string) {
	resttest.Reply(w, status, new(Config).API().Error(status, text))
}

func notFound(w http.ResponseWriter) { fail(w, http.StatusNotFound, "Not found") }
