package latticatest

import (
	"strconv"
	"strings"
	"time"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// sampleUsers is how many users the mirror workspace of sandbox keys has, and how many tasks: two pages.
const sampleUsers = 120

// workspace is the data: everything about a record follows from the seed and its index.
type workspace struct {
	*Config
	seed         uint64
	users, tasks int
	people       string // what addresses begin with
}

// Prefixes of ids. That of roles is assumed, the others are seen.
const (
	taskPrefix    = "task_"
	userPrefix    = "usr_"
	rolePrefix    = "role_"
	projectPrefix = "prj_"
)

// Salts, one for each fact.
const (
	saltID uint64 = iota + 1
	saltName
	saltStatus
	saltRole
	saltTime
)

func (s *workspace) mix(i int, salt uint64) uint64 { return resttest.Mix(s.seed, i, salt) }

// Ids are random letters and digits after their prefix, as Lattica's look; the last hold the index.
const (
	letters     = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	randomPart  = 7
	indexedPart = 5 // 62^5 is far beyond resttest.MaxUsers
)

// appendID writes the id of record i.
func (s *workspace) appendID(b []byte, prefix string, i int) []byte {
	b = append(b, prefix...)
	h := s.mix(i, saltID+uint64(prefix[0])<<8)
	for range randomPart {
		b = append(b, letters[h%62])
		h /= 62
	}
	for range indexedPart {
		b = append(b, letters[i%62])
		i /= 62
	}
	return b
}

// find is the index of an id, and whether there is one.
func (s *workspace) find(prefix, id string, n int) (int, bool) {
	if len(id) != len(prefix)+randomPart+indexedPart {
		return 0, false
	}
	i := 0
	for k := range indexedPart {
		i = i*62 + strings.IndexByte(letters, id[len(id)-1-k])
	}
	return i, i >= 0 && i < n && string(s.appendID(nil, prefix, i)) == id
}

// reaches says whether user i is in sight of the key.
func (s *workspace) reaches(i int) bool { return s.Reach != ProjectsPartial || i%3 != 1 }

// status of user i: of a hundred, 92 are active, 5 invited and 3 deactivated. The words are assumed.
func (s *workspace) status(i int) string {
	switch p := s.mix(i, saltStatus) % 100; {
	case i == 0 || p < 92:
		return "active"
	case p < 97:
		return "invited"
	}
	return "deactivated"
}

// The roles that every workspace has: assumed. The first user is the owner; most are members.
var builtIn = [...]struct{ name, about string }{
	{"Owner", "Everything, billing included"}, {"Admin", "Members, projects and settings"},
	{"Member", "Projects and tasks"}, {"Guest", "Tasks of projects shared with them"},
}

func (s *workspace) roles() int { return len(builtIn) + s.CustomRoles }

func (s *workspace) roleOf(i int) int {
	switch p := s.mix(i, saltRole) % 40; {
	case i == 0:
		return 0
	case p == 0:
		return 1
	case p < 4:
		return 3
	case p < 10 && s.CustomRoles > 0:
		return len(builtIn) + int(s.mix(i, saltRole)>>8%uint64(s.CustomRoles))
	}
	return 2
}

func (s *workspace) appendRoleName(b []byte, r int) []byte {
	if r < len(builtIn) {
		return append(b, builtIn[r].name...)
	}
	return strconv.AppendInt(append(b, "Custom "...), int64(r-len(builtIn)+1), 10)
}

// appendTime writes when record i was made, from 2019 on, in RFC 3339 (assumed).
func (s *workspace) appendTime(b []byte, i int) []byte {
	const from, span = 1546300800, 6 * 365 * 86400
	b = append(b, '"')
	b = time.Unix(from+int64(s.mix(i, saltTime)%span), 0).UTC().AppendFormat(b, time.RFC3339)
	return append(b, '"')
}
