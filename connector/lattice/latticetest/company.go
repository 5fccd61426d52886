package latticetest

import (
	"encoding/hex"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// company is the data: everything about user i follows from the seed and i.
type company struct {
	config      Config
	departments int
	link        string // what links begin with
}

func newCompany(config Config, url string) *company {
	c := &company{config: config, departments: config.Departments, link: url + "/v1/"}
	if c.departments == 0 {
		c.departments = max(1, config.Users/100)
	}
	if config.RelativeURLs {
		c.link = "/v1/"
	}
	return c
}

// mix is a hash of user or department i, for one fact of it.
func (c *company) mix(i int, salt uint64) uint64 { return resttest.Mix(c.config.Seed, i, salt) }

// Salts, one for each fact.
const (
	saltUser uint64 = iota + 1
	saltDepartment
	saltStatus
	saltName
	saltTitle
	saltTime
	saltNull
	saltAttribute
)

// Statuses of Lattice's users.
const (
	Active      = "ACTIVE"
	Invited     = "INVITED"
	Created     = "CREATED"
	Deactivated = "DEACTIVATED"
)

// status of user i: of a hundred, 92 are active, 3 invited, 2 created and 3 deactivated. The key's owner is active.
func (c *company) status(i int) string {
	switch p := c.mix(i, saltStatus) % 100; {
	case i == 0 || p < 92:
		return Active
	case p < 95:
		return Invited
	case p < 97:
		return Created
	}
	return Deactivated
}

// admin says whether user i is an admin: the key's owner, and one in forty.
func (c *company) admin(i int) bool {
	if i == 0 {
		return !c.config.OwnerIsMember
	}
	return i%40 == 7
}

// boss of user i, and -1 for the one at the top.
func (c *company) boss(i int) int {
	if i == 0 {
		return -1
	}
	return (i - 1) / 8
}

// department of user i, and -1 for the few without one.
func (c *company) department(i int) int {
	if c.mix(i, saltNull)%50 == 0 {
		return -1
	}
	return int(c.mix(i, saltDepartment) % uint64(c.departments))
}

// appendID writes the id of user or department i: a UUID (version 4 by its form) whose last twelve digits are i, so that it
// can be found again, and whose first are a hash, so that a made-up one is not.
func (c *company) appendID(b []byte, i int, salt uint64) []byte {
	const digits = "0123456789abcdef"
	h := c.mix(i, salt)
	for k := range 16 {
		switch k {
		case 8:
			b = append(b, '-')
		case 12:
			b = append(b, '-', '4')
			continue
		}
		b = append(b, digits[h>>(4*k)&15])
	}
	b = append(b, '-', '8', '0', '0', '0', '-')
	for k := 11; k >= 0; k-- {
		b = append(b, digits[i>>(4*k)&15])
	}
	return b
}

// find is the index of an id, and whether there is one.
func (c *company) find(id string, salt uint64, n int) (int, bool) {
	const length = 36
	if len(id) != length {
		return 0, false
	}
	b, err := hex.DecodeString(id[length-12:])
	if err != nil {
		return 0, false
	}
	i := 0
	for _, v := range b {
		i = i<<8 | int(v)
	}
	return i, i < n && string(c.appendID(nil, i, salt)) == id
}

// matches says whether user i is in a list of the given status; "" is all.
func (c *company) matches(i int, status string) bool { return status == "" || c.status(i) == status }

// appendName writes the name of user i; a few are null.
func (c *company) appendName(b []byte, i int) []byte {
	if i != 0 && c.mix(i, saltNull)%200 == 1 {
		return append(b, "null"...)
	}
	h := c.mix(i, saltName)
	b = append(b, '"')
	b = append(b, resttest.GivenName(h)...)
	b = append(b, ' ')
	b = append(b, resttest.FamilyName(h)...)
	return append(b, '"')
}

var departmentNames = [...]string{
	"Engineering", "People", "Sales", "Marketing", "Finance", "Customer Care", "Legal", "Entwicklung", "Diseño", "営業部",
}
