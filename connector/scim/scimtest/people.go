package scimtest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// Salts, one for each fact.
const (
	saltUser uint64 = iota + 1
	saltGroup
	saltActive
	saltName
	saltTitle
	saltTime
)

// first is when the first of all was made.
var first = time.Date(2015, 1, 1, 9, 0, 0, 0, time.UTC)

func (p *provider) mix(i int, salt uint64) uint64 { return resttest.Mix(p.config.Seed, i, salt) }

// users is how many there are now.
func (p *provider) users() int {
	n := p.config.Users
	if every := p.config.GrowEvery; every > 0 {
		n += int(p.lists.Load() / every)
	}
	return n
}

func (p *provider) groups() int {
	if p.config.Groups > 0 {
		return p.config.Groups
	}
	return max(1, p.config.Users/100)
}

// hidden says whether a user is counted and never shown.
func (p *provider) hidden(i int, salt uint64) bool {
	return salt == saltUser && p.config.HideEvery > 0 && i%p.config.HideEvery == p.config.HideEvery-1
}

// id is that of user or group i, by which it can be found again, and which cannot be guessed by its index.
func (p *provider) id(i int, salt uint64) string {
	return fmt.Sprintf("%016x-%d", p.mix(i, salt), i)
}

func (p *provider) find(id string, salt uint64, n int) (int, bool) {
	_, digits, _ := strings.Cut(id, "-")
	i, err := strconv.Atoi(digits)
	return i, err == nil && i >= 0 && i < n && p.id(i, salt) == id
}

// active says whether user i is: nineteen of twenty are.
func (p *provider) active(i int) bool { return i == 0 || p.mix(i, saltActive)%20 != 0 }

type object = map[string]any

// userOrRecord is user i as it is sent.
func (p *provider) userOrRecord(i int) any {
	if record, ok := p.config.Records[i]; ok {
		return json.RawMessage(record)
	}
	u := p.user(i)
	if p.config.LowerNames {
		return lower(u)
	}
	return u
}

// lower is an object with all names in lower case, but for the names within extensions, which are anybody's.
func lower(o object) object {
	out := object{}
	for name, v := range o {
		if inner, ok := v.(object); ok {
			v = lower(inner)
		}
		out[strings.ToLower(name)] = v
	}
	return out
}

// user is the resource of user i.
func (p *provider) user(i int) object {
	h := p.mix(i, saltName)
	given, family := resttest.GivenName(h), resttest.FamilyName(h)
	email := string(resttest.AppendEmail(nil, i))
	emails := []any{object{"value": email, "type": "work", "primary": true}}
	if i%7 == 3 {
		emails = append(emails, object{"value": "private" + strconv.Itoa(i) + "@example.org", "type": "home"})
	}
	u := object{
		"id": p.id(i, saltUser), "userName": email, "name": object{"formatted": given + " " + family, "givenName": given, "familyName": family},
		"displayName": given + " " + family, "emails": emails, "active": p.active(i), "title": resttest.Title(p.mix(i, saltTitle)),
		"timezone": resttest.Zone(h >> 16), "meta": p.meta("User", "/Users/", i, saltUser),
		"photos": []any{object{"value": p.url + "/photos/" + strconv.Itoa(i) + ".png", "type": "thumbnail"}},
	}
	if p.config.ActiveText {
		u["active"] = map[bool]string{true: "True", false: "False"}[p.active(i)]
	}
	extension := object{"department": "Department " + strconv.Itoa(i%9)}
	if i > 0 {
		boss := (i - 1) / 8
		extension["manager"] = object{"value": p.id(boss, saltUser), "$ref": "../Users/" + p.id(boss, saltUser), "displayName": "User " + strconv.Itoa(boss)}
	}
	u[enterprise] = extension
	if p.config.Lattice {
		p.lattice(i, u)
		return u
	}
	extension["employeeNumber"] = "E-" + strconv.Itoa(i)
	u["userType"] = []string{"Employee", "Contractor", "Visitor"}[i%3]
	u["roles"] = roles(i)
	u["urn:example:params:scim:schemas:extension:standin:2.0:User"] = object{"Desk (floor)": i % 12}
	u["schemas"] = []string{coreUser, enterprise, "urn:example:params:scim:schemas:extension:standin:2.0:User"}
	if !p.config.NoGroups {
		g := i % p.groups()
		u["groups"] = []any{object{"value": p.id(g, saltGroup), "display": groupName(g), "type": "direct"}}
	}
	return u
}

const (
	coreUser   = "urn:ietf:params:scim:schemas:core:2.0:User"
	enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	lattice    = "urn:ietf:params:scim:schemas:extension:lattice:attributes:1.0:User"
)

// lattice makes a user one of Lattice's (its help centre has a whole example).
func (p *provider) lattice(i int, u object) {
	u["schemas"] = []string{coreUser, enterprise, lattice}
	u["externalId"] = nil
	u["groups"] = []any{} // though there are none
	u["profileUrl"] = "https://acme.latticehq.com/users/" + p.id(i, saltUser)
	if i%5 == 4 {
		u["name"] = object{"formatted": u["displayName"], "givenName": nil, "familyName": nil, "middleName": nil}
	}
	u[lattice] = object{
		"startDate": "2021-03-01", "birthDate": "1990-12-10", "gender": "male",
		"T-shirt size (EU)": []string{"S", "M", "L"}[i%3], "Remote work location": nil,
	}
}

// roles are those of user i: one in forty is an admin, others edit or only look.
func roles(i int) []any {
	all := []any{object{"value": []string{"editor", "viewer"}[i%2], "display": []string{"Editor", "Viewer"}[i%2], "type": "workspace"}}
	if i%40 == 0 {
		all = append(all, object{"value": "admin", "display": "Administrator", "primary": true})
	}
	return all
}

func groupName(g int) string { return "Group " + strconv.Itoa(g) }

// group is the resource of group g, whose members are every so many users.
func (p *provider) group(g int) object {
	members := []any{}
	for i := g; i < p.config.Users; i += p.groups() {
		if !p.hidden(i, saltUser) {
			members = append(members, object{"value": p.id(i, saltUser), "$ref": p.url + "/Users/" + p.id(i, saltUser), "type": "User"})
		}
	}
	return object{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:Group"}, "id": p.id(g, saltGroup), "displayName": groupName(g),
		"members": members, "meta": p.meta("Group", "/Groups/", g, saltGroup),
	}
}

func (p *provider) meta(kind, path string, i int, salt uint64) object {
	h := p.mix(i, saltTime)
	created := first.Add(time.Duration(h%(8*365*24*3600)) * time.Second)
	const layout = "2006-01-02T15:04:05.000Z"
	return object{
		"resourceType": kind, "created": created.Format(layout), "lastModified": created.Add(time.Duration(h>>32%1e6) * time.Second).Format(layout),
		"location": p.url + path + p.id(i, salt),
	}
}
