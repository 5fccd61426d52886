package scimtest

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

const listSchema = "urn:ietf:params:scim:api:messages:2.0:ListResponse"

// Page sizes.
const (
	defaultCount = 100
	maxCount     = 1000
)

// listResponse is RFC 7644's, with pointers for what may be left out.
type listResponse struct {
	Schemas      []string `json:"schemas"`
	TotalResults *int     `json:"totalResults,omitempty"`
	StartIndex   *int     `json:"startIndex,omitempty"`
	ItemsPerPage int      `json:"itemsPerPage"`
	Resources    []any    `json:"Resources,omitempty"`
}

// emptyResponse is one whose Resources are there all the same.
type emptyResponse struct {
	listResponse
	Resources []any `json:"Resources"`
}

// chosen is what a list has: n of them, and which one is at each place.
type chosen struct {
	n    int
	at   func(place int) int
	salt uint64
}

func indices(n int, salt uint64) chosen { return chosen{n, func(place int) int { return place }, salt} }

func (p *provider) listUsers(w http.ResponseWriter, r *http.Request) {
	p.lists.Add(1)
	all := indices(p.users(), saltUser)
	if text := r.URL.Query().Get("filter"); text != "" && !p.config.IgnoreFilter {
		match, ok := parseFilter(text)
		if !ok || p.config.RefuseFilter || p.config.NoFilter {
			resttest.Reply(w, http.StatusBadRequest, scimError(http.StatusBadRequest, "invalidFilter", "The filter cannot be evaluated"))
			return
		}
		var those []int
		for i := range all.n {
			if match(p.user(i)) {
				those = append(those, i)
			}
		}
		all = chosen{len(those), func(place int) int { return those[place] }, saltUser}
	}
	p.list(w, r, all, func(i int) any { return p.userOrRecord(i) })
}

// list answers with a page.
func (p *provider) list(w http.ResponseWriter, r *http.Request, all chosen, resource func(int) any) {
	query := r.URL.Query()
	start, count := number(query, "startIndex", 1), number(query, "count", defaultCount)
	start, count = max(start, 1), max(count, 0)
	limit := maxCount
	if p.config.MaxCount > 0 {
		limit = p.config.MaxCount
	}
	count = min(count, limit)
	if every := p.config.ShortEvery; every > 0 && p.lists.Load()%every == 0 {
		count = (count + 1) / 2
	}
	said := start
	if p.config.IgnoreStart {
		start = 1
		if !p.config.SayStart {
			said = 1
		}
	}
	page := listResponse{Schemas: []string{listSchema}, TotalResults: &all.n, StartIndex: &said}
	for place := start - 1; place < min(start-1+count, all.n); place++ {
		if i := all.at(place); !p.hidden(i, all.salt) {
			page.Resources = append(page.Resources, resource(i))
		}
	}
	page.ItemsPerPage = len(page.Resources)
	if p.config.NoTotal {
		page.TotalResults = nil
	}
	if p.config.NoStart {
		page.StartIndex = nil
	}
	switch empty := len(page.Resources) == 0; {
	case empty && p.config.NoContent && start > all.n:
		w.WriteHeader(http.StatusNoContent)
	case empty && !p.config.NoResources:
		p.reply(w, emptyResponse{listResponse: page, Resources: []any{}})
	default:
		p.reply(w, page)
	}
}

func number(query url.Values, name string, byDefault int) int {
	n, err := strconv.Atoi(query.Get(name))
	if err != nil {
		return byDefault
	}
	return n
}
