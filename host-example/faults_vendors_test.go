package main

import (
	"strconv"
	"time"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// vendorFaults is what the rows of TestFaults must know of an application's vendor.
type vendorFaults struct {
	// key is the field of the credentials that holds the key.
	key string
	// users is where users are listed, and items the member of a page that holds them.
	users, items string
	// forbidden is what people are told of a 403.
	forbidden string

	// page are the parameters of requests for a page, counted from 1, where pages are asked for side by side, in no order;
	// nil: one comes after the other, so that the n-th request is for the n-th page.
	page func(n int64) map[string]string
	// ahead is how many more pages may be asked for meanwhile.
	ahead int64

	// lasting are faults that only this vendor has, or that end otherwise here; by name.
	lasting []lastingFault
	// impossible are the faults that this vendor cannot have, by name, and why.
	impossible map[string]string
}

// place makes a rule about the n-th page one that this vendor's requests can meet.
func (v *vendorFaults) place(rules []resttest.Rule) []resttest.Rule {
	placed := make([]resttest.Rule, len(rules))
	for i, r := range rules {
		if r.Path = v.users; v.page != nil && r.Every == 0 {
			r.Query, r.From = v.page(r.From), 0
		}
		placed[i] = r
	}
	return placed
}

// pagesOf is how many pages so many users take.
func pagesOf(users int) int64 { return int64((users + faultPage - 1) / faultPage) }

// before is how many users the pages before one have.
func before(page int) int { return (page - 1) * faultPage }

// item is the path of a user in a page.
func (v *vendorFaults) item(i int) string { return "$." + v.items + "[" + strconv.Itoa(i) + "]" }

var latticeFaults = &vendorFaults{key: "api_key", users: "/v1/users", items: "data", forbidden: "The key is valid"}

// Where Lattica's pages go on, their cursor alone says: a page without one does not say that it is the last.
var latticaFaults = &vendorFaults{
	key: "api_key", users: "/v1/users", items: "data", forbidden: "The key is valid",
	lasting: []lastingFault{
		{name: "more without a cursor", fault: resttest.Rule{Kind: "no_cursor"}, tries: 2, reason: "UPSTREAM_MALFORMED"},
	},
}

var (
	scimFaults        = faultsOfSCIM("token", "/Users", "The token is valid")
	latticeSCIMFaults = faultsOfSCIM("api_key", "/scim/v2/Users", "SCIM must be enabled in Lattice")
)

func faultsOfSCIM(key, users, forbidden string) *vendorFaults {
	return &vendorFaults{
		key: key, users: users, items: "Resources", page: numbered, ahead: scimAhead, forbidden: forbidden,
		lasting: []lastingFault{
			// net/http sends what is under way once more, on a connection that is not closed yet.
			{
				name: "refused", fault: resttest.Rule{Kind: "refuse", For: resttest.Duration(time.Minute)}, tries: 1, more: 1,
				reason: "UPSTREAM_UNAVAILABLE", cuts: true,
			},
			{name: "the first page again", fault: resttest.Rule{Kind: "ignored_start"}, tries: 1, reason: "UPSTREAM_LOOP", later: true},
		},
		impossible: map[string]string{
			"more without a cursor": "its pages have numbers", "the same cursor again": "its pages have numbers",
		},
	}
}

// scimAhead is one less than the connections of a credential.
const scimAhead = 15

// numbered are the parameters of the n-th page of SCIM: pages have numbers, and are asked for side by side.
func numbered(n int64) map[string]string {
	return map[string]string{"startIndex": strconv.FormatInt((n-1)*faultPage+1, 10)}
}
