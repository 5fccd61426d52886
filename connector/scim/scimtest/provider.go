package scimtest

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// provider is the data, and how it is asked for.
type provider struct {
	config Config
	url    string
	lists  atomic.Int64 // requests for lists of users
}

// ServeHTTP answers a request that came with the token.
func (p *provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	resource, under := strings.CutPrefix(r.URL.Path, p.config.path()+"/")
	kind, id, one := strings.Cut(resource, "/")
	groups := !p.config.NoGroups && !p.config.Lattice
	switch {
	case !under:
		notFound(w)
	case kind == "Users" && one:
		p.one(w, id, saltUser, p.users(), func(i int) any { return p.user(i) })
	case kind == "Users":
		p.listUsers(w, r)
	case kind == "Groups" && groups && one:
		p.one(w, id, saltGroup, p.groups(), func(i int) any { return p.group(i) })
	case kind == "Groups" && groups:
		p.list(w, r, indices(p.groups(), saltGroup), func(i int) any { return p.group(i) })
	case kind == "ServiceProviderConfig" && !p.config.Lattice:
		p.discover(w, p.spc())
	case kind == "ResourceTypes" && !p.config.Lattice:
		p.discover(w, p.types())
	default:
		notFound(w)
	}
}

func (p *provider) one(w http.ResponseWriter, id string, salt uint64, n int, resource func(int) any) {
	i, ok := p.find(id, salt, n)
	if !ok || p.hidden(i, salt) {
		notFound(w)
		return
	}
	p.reply(w, resource(i))
}

// discover answers what a provider says of itself, or does not.
func (p *provider) discover(w http.ResponseWriter, v any) {
	if status := p.config.Discovery; status != 0 {
		resttest.Reply(w, status, scimError(status, "", "nothing to discover"))
		return
	}
	p.reply(w, v)
}

func (p *provider) spc() any {
	type supported struct {
		Supported bool `json:"supported"`
	}
	return map[string]any{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"},
		"patch":   supported{}, "bulk": supported{}, "changePassword": supported{}, "sort": supported{}, "etag": supported{},
		"filter":                map[string]any{"supported": !p.config.NoFilter, "maxResults": 1000},
		"authenticationSchemes": []any{map[string]string{"type": "oauthbearertoken", "name": "OAuth Bearer Token"}},
	}
}

func (p *provider) types() any {
	one := func(name string) any {
		return map[string]any{
			"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:ResourceType"}, "id": name, "name": name, "endpoint": "/" + name + "s",
			"schema": "urn:ietf:params:scim:schemas:core:2.0:" + name,
		}
	}
	all := []any{one("User")}
	if !p.config.NoGroups {
		all = append(all, one("Group"))
	}
	return map[string]any{"schemas": []string{listSchema}, "totalResults": len(all), "Resources": all}
}

// reply answers with a resource.
func (p *provider) reply(w http.ResponseWriter, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // made of what can be
	}
	resttest.Reply(w, http.StatusOK, b)
}

func notFound(w http.ResponseWriter) {
	resttest.Reply(w, http.StatusNotFound, scimError(http.StatusNotFound, "", "Resource not found"))
}
