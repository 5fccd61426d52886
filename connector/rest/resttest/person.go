package resttest

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Person is somebody made up, of whom all follows from a seed and an index.
type Person struct {
	ID, Name, Email, Title string
	// Created is when the person's record was made, in RFC 3339.
	Created string

	hash uint64
}

// Salts, one for each fact.
const (
	saltID uint64 = iota + 0x70
	saltName
	saltTime
	saltPick
)

// PersonOf is the person with an index; ids begin with a prefix.
func PersonOf(seed uint64, i int, prefix string) Person {
	const from, span = 1546300800, 6 * 365 * 86400 // 2019 on
	name := Mix(seed, i, saltName)
	return Person{
		ID: idOf(seed, i, prefix), Name: GivenName(name) + " " + FamilyName(name), Email: string(AppendEmail(nil, i)), Title: Title(name >> 7),
		Created: time.Unix(from+int64(Mix(seed, i, saltTime)%span), 0).UTC().Format(time.RFC3339),
		hash:    Mix(seed, i, saltPick),
	}
}

// Pick is one of some words: of a rarer state, name the usual one several times. Each call gets the words of one member, and the
// same number of the same words is the same pick.
func (p Person) Pick(words ...string) string {
	h := p.hash
	for _, w := range words {
		for _, c := range []byte(w) {
			h = (h ^ uint64(c)) * 0x100000001b3
		}
	}
	return words[Mix(h, 0, saltPick)%uint64(len(words))]
}

// idOf is an id that has the index in it, behind what no other seed has.
func idOf(seed uint64, i int, prefix string) string {
	return fmt.Sprintf("%s%08x%d", prefix, uint32(Mix(seed, i, saltID)), i)
}

// indexOf is the index of an id, and whether it is one of n people's.
func indexOf(seed uint64, prefix, id string, n int) (int, bool) {
	const random = 8
	rest, ok := strings.CutPrefix(id, prefix)
	if !ok || len(rest) <= random {
		return 0, false
	}
	i, err := strconv.Atoi(rest[random:])
	return i, err == nil && i >= 0 && i < n && idOf(seed, i, prefix) == id
}
