package harbortest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

var (
	ranks  = []struct{ name, sort string }{{"Captain", "bridge"}, {"Bosun", "deck"}, {"Cook", "galley"}}
	states = []string{"aboard", "aboard", "ashore", "hired", "adrift"} // the last one is no status that a connector knows
)

// Salts, one for each fact.
const (
	saltName uint64 = iota + 1
	saltState
	saltRank
	saltCrew
)

// id names record i of a kind: "m" of members. It has the seed in it, so that two harbors share nobody.
func (c *Config) id(kind string, i int) string { return fmt.Sprintf("%s%d-%d", kind, c.Seed, i) }

// index is the record that an id names.
func (c *Config) index(path, id string) (i int, ok bool) {
	kind := strings.TrimPrefix(path, "/")
	if kind == "" {
		return 0, false
	}
	digits, ok := strings.CutPrefix(id, strings.TrimSuffix(c.id(kind[:1], 0), "0"))
	i, err := strconv.Atoi(digits)
	return i, ok && err == nil && i >= 0 && strconv.Itoa(i) == digits
}

func (c *Config) mix(i int, salt uint64) uint64 { return resttest.Mix(c.Seed, i, salt) }

func (c *Config) state(i int) string { return states[c.mix(i, saltState)%uint64(len(states))] }

func email(i int) string { return fmt.Sprintf("member%d@harbor.example", i) }

// Records have a space behind each colon, which whoever writes them anew loses.
func (c *Config) appendMember(b []byte, i int) []byte {
	h := c.mix(i, saltName)
	b = fmt.Appendf(b, `{"id": %q, "name": %s, "email": %q, "state": %q, "ranks": [%q], "crew": `,
		c.id("m", i), resttest.Quote(resttest.GivenName(h)+" "+resttest.FamilyName(h)), email(i), c.state(i),
		c.id("r", int(c.mix(i, saltRank)%uint64(len(ranks)))))
	if crew := int(c.mix(i, saltCrew) % (crews + 1)); crew < crews {
		b = fmt.Appendf(b, "%q", c.id("c", crew))
	} else {
		b = append(b, "null"...)
	}
	if i%3 > 0 { // some have no title
		b = fmt.Appendf(b, `, "title": %s`, resttest.Quote(resttest.Title(h)))
	}
	return append(b, since(i)...)
}

func (c *Config) appendRank(b []byte, i int) []byte {
	b = fmt.Appendf(b, `{"id": %q, "name": %q, "sort": %q`, c.id("r", i), ranks[i].name, ranks[i].sort)
	return append(b, since(i)...)
}

func (c *Config) appendCrew(b []byte, i int) []byte {
	b = fmt.Appendf(b, `{"id": %q, "name": "Crew %d"`, c.id("c", i), i+1)
	return append(b, since(i)...)
}

// since is the end of each record.
func since(i int) string { return fmt.Sprintf(`, "since": "2024-03-%02dT06:30:00Z"}`, i%28+1) }
