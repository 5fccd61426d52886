package latticetest

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// Lattice's page sizes.
const (
	defaultLimit = 10
	maxLimit     = 100
)

// users answers GET /v1/users: active ones, unless a status is asked for. Its values are taken in any case, `inactive` for
// deactivated, `null` for all.
func (c *company) users(w http.ResponseWriter, r *http.Request) {
	status := Active
	if given, ok := r.URL.Query()["status"]; ok && !c.config.IgnoreStatus {
		switch v := given[0]; {
		case strings.EqualFold(v, "null") && c.config.RefuseNull, c.config.StrictStatus && v != "null" && v != strings.ToUpper(v):
			fail(w, http.StatusUnprocessableEntity, "status is not one of ACTIVE, INVITED, CREATED, DEACTIVATED")
			return
		case strings.EqualFold(v, "null"):
			status = ""
		default:
			if status = strings.ToUpper(v); status == "INACTIVE" {
				status = Deactivated
			}
			if status != Active && status != Invited && status != Created && status != Deactivated {
				fail(w, http.StatusUnprocessableEntity, "unknown status")
				return
			}
		}
	}
	c.list(w, r, c.config.Users, func(i int) bool { return c.matches(i, status) }, c.appendUser)
}

// list answers with a page of those of n records that match.
func (c *company) list(w http.ResponseWriter, r *http.Request, n int, match func(int) bool, write func([]byte, int) []byte) {
	query := r.URL.Query()
	limit, ok := resttest.PageSize(query, "limit", defaultLimit, maxLimit)
	if !ok && c.config.BadLimit != http.StatusOK {
		fail(w, cmp.Or(c.config.BadLimit, http.StatusBadRequest), "limit must be 1 to 100")
		return
	}
	next := 0
	if v, ok := query["startingAfter"]; ok {
		after, ok := resttest.ParseCursor(v[0])
		if !ok || after >= n {
			fail(w, cmp.Or(c.config.BadCursor, http.StatusBadRequest), "startingAfter is no cursor")
			return
		}
		next = after + 1
	}
	// hasMore and endingCursor stand before the data, so the page's records are found before any is written.
	page, more := resttest.PageOf(next, n, limit, match)
	resttest.Render(w, func(b []byte) []byte {
		b = append(b, `{"object":"list","hasMore":`...)
		b = strconv.AppendBool(b, more)
		b = c.appendCursor(b, more, page)
		b = resttest.AppendRecords(append(b, `,"data":`...), page, write)
		return append(b, '}')
	})
}

func (c *company) appendCursor(b []byte, more bool, page []int) []byte {
	switch {
	case more || c.config.LastCursor == CursorPresent && len(page) > 0:
		b = append(b, `,"endingCursor":"`...)
		b = append(b, resttest.Cursor(page[len(page)-1])...)
		return append(b, '"')
	case c.config.LastCursor == CursorAbsent:
		return b
	}
	return append(b, `,"endingCursor":null`...)
}
