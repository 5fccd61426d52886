package resttest

import (
	"errors"
	"net/http"
	"slices"
	"strings"
)

// Vendor is an application that is lists of records and nothing else, as data: most are. [NewCompany] makes a customer of it, which
// is the stand-in's [Config].
type Vendor struct {
	API
	// Me is where the first user stands, whose key it is: "/v1/me". Empty: nowhere.
	Me string
	// Lists are those that there are.
	Lists []List
}

// List is a list of records. Each of them also stands below the list's path, at its id.
type List struct {
	// Path is where it is: "/v1/users".
	Path string
	// Prefix is what ids begin with, and Record makes the record of a person, as JSON: of a list that has as many records as there
	// are users.
	Prefix string
	Record func(Person) string
	// Records are those of a list that is the same for all customers, as JSON.
	Records []string
}

// Company is a customer of a vendor.
type Company struct {
	// Users is how many there are.
	Users int `json:"users"`
	// Seed makes other people; two seeds have nobody in common.
	Seed uint64 `json:"seed"`

	Settings

	vendor Vendor
}

// NewCompany makes a customer of a vendor with so many users.
func NewCompany(v Vendor, users int, seed uint64) *Company {
	return &Company{Users: users, Seed: seed, vendor: v}
}

// API describes the vendor.
func (c *Company) API() API {
	api := c.vendor.API
	api.Items = slices.Clone(api.Items)
	for _, l := range c.vendor.Lists {
		api.Items = append(api.Items, l.Path+"/")
	}
	return api
}

// Check says what cannot be.
func (c *Company) Check() error {
	if c.Users < 0 || c.Users > MaxUsers {
		return errors.New("resttest: users must be 0 to 10,000,000")
	}
	return nil
}

// Clone is a copy that can be changed while this one is read.
func (c *Company) Clone() Config {
	clone := *c
	return &clone
}

// Open is the vendor with this customer.
func (c *Company) Open(string) http.Handler { return http.HandlerFunc(c.serve) }

func (c *Company) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == c.vendor.Me && c.Users > 0 {
		c.one(w, c.vendor.Lists[0], 0)
		return
	}
	for _, l := range c.vendor.Lists {
		if r.URL.Path == l.Path {
			write := func(b []byte, i int) []byte { return append(b, l.record(c.Seed, i)...) }
			if !c.vendor.Pages.Answer(w, r, l.count(c), write) {
				c.fail(w, http.StatusBadRequest, "This page size or place is not valid.")
			}
			return
		}
		if id, ok := strings.CutPrefix(r.URL.Path, l.Path+"/"); ok {
			if i, ok := l.find(c, c.vendor.Pages.ID, id); ok {
				c.one(w, l, i)
				return
			}
		}
	}
	c.fail(w, http.StatusNotFound, "Not found")
}

func (c *Company) one(w http.ResponseWriter, l List, i int) {
	Reply(w, http.StatusOK, []byte(l.record(c.Seed, i)))
}

func (c *Company) fail(w http.ResponseWriter, status int, text string) {
	Reply(w, status, c.vendor.Error(status, text))
}

func (l List) count(c *Company) int {
	if l.Record == nil {
		return len(l.Records)
	}
	return c.Users
}

func (l List) record(seed uint64, i int) string {
	if l.Record == nil {
		return l.Records[i]
	}
	return l.Record(PersonOf(seed, i, l.Prefix))
}

// find is the index of an id, and whether there is one; member is where a record has its id.
func (l List) find(c *Company, member, id string) (int, bool) {
	if l.Record != nil {
		return indexOf(c.Seed, l.Prefix, id, c.Users)
	}
	i := slices.IndexFunc(l.Records, func(text string) bool {
		record, ok := ParseObject([]byte(text))
		return ok && string(record.getIn(member)) == Quote(id)
	})
	return i, i >= 0
}

// NestedError is the usual body of an error: {"error":{"code":"not_found","message":"..."}}.
func NestedError(status int, text string) []byte {
	code := strings.ReplaceAll(strings.ToLower(http.StatusText(status)), " ", "_")
	return []byte(`{"error":{"code":` + Quote(code) + `,"message":` + Quote(text) + `}}`)
}
