package latticetest

import (
	"encoding/hex"
	"strconv"
	"strings"
)

// maxUsers keeps an index within the part of an id that holds it, and mistakes cheap.
const maxUsers = 10_000_000

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

// mix is splitmix64: a good hash of the seed and what it is asked for.
func (c *company) mix(i int, salt uint64) uint64 {
	z := c.config.Seed*0x9e3779b97f4a7c15 + uint64(i)*0xbf58476d1ce4e5b9 + salt*0x94d049bb133111eb + 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

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
	b = append(b, '"')
	b = append(b, givenNames[c.mix(i, saltName)%uint64(len(givenNames))]...)
	b = append(b, ' ')
	b = append(b, familyNames[c.mix(i, saltName)>>32%uint64(len(familyNames))]...)
	return append(b, '"')
}

// appendEmail writes the address of user i: ASCII, and nobody else's.
func appendEmail(b []byte, i int) []byte {
	b = append(b, "user"...)
	b = strconv.AppendInt(b, int64(i), 10)
	return append(b, "@example.com"...)
}

// Names as people have them; none of a person meant.
var (
	givenNames = strings.Fields(`Ada Amélie Anna Ayşe Björk Chiara Chloë Dmitri Esra Fatima François Giulia Hiroshi Ida
		Ignacio Ingrid Jürgen José Kateřina Lars Li Łukasz Maria Mehmet Mei Nguyễn Noah Olga Pedro Priya Quentin Rāma Sofía
		Søren Tomás Uma Valérie Wei Xavier Yuki Zoë محمد فاطمة 太郎 花子 지우 Олена Дмитро Ελένη`)
	familyNames = strings.Fields(`Andersson Bianchi Çelik Dubois Eriksen Fernández García Horváth Ivanova Jansen Kowalska
		Lindqvist Müller Nakamura O'Brien Østergård Papadopoulos Quist Rossi Schröder Şahin Tanaka Ueda Václavík Weiß Xu
		Yılmaz Zieliński الأحمد 山田 김 Шевченко Παππάς`)
	titles = []string{
		"Engineer", "Senior Engineer", "Product Manager", "Account Executive", "People Partner", "Designer", "Analyst",
		"Ingénieur·e", "Vertriebsleiter:in", "Chief of Staff", "Support Specialist", "部長",
	}
	zones = []string{
		"America/Los_Angeles", "America/New_York", "Europe/Berlin", "Europe/Paris", "Asia/Tokyo", "Asia/Kolkata",
		"America/Sao_Paulo", "Australia/Sydney",
	}
	departmentNames = []string{
		"Engineering", "People", "Sales", "Marketing", "Finance", "Customer Care", "Legal", "Entwicklung", "Diseño", "営業部",
	}
)
