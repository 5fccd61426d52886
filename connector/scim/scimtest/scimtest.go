// Package scimtest is a stand-in for a SCIM 2.0 service provider, for tests, demonstrations and benchmarks:
//
//	server, err := scimtest.NewServer(scimtest.Config{Users: 1000})
//	defer server.Close()
//	account.Operator = map[string]string{"base_url": server.URL, "ca_pem": server.CAPEM()}
//	account.Credentials = map[string]string{"token": server.APIKey}
//
// It answers as RFC 7643 and 7644 say, or as providers do that do not keep to them: [Config] has a switch for each. With
// Config.Lattice it is Lattice's SCIM, as far as that is known. It has as many users as are asked for, computed from a seed
// when they are needed.
//
// What it has from package resttest, as every stand-in: TLS, faults, counts, the control endpoint, a sandbox.
package scimtest

import (
	"net/http"
	"strconv"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// DefaultAPIKey is the bearer token of a server whose Config names none. It opens nothing but stand-ins.
const DefaultAPIKey = "scim-stand-in-0d9f4c52-6a1b-4e7f" //nolint:gosec // it opens nothing else

type (
	// Settings are what all stand-ins can be told.
	Settings = resttest.Settings
	// Fault is what a request meets instead of its right answer.
	Fault = resttest.Fault
	// Rule is a fault as data.
	Rule = resttest.Rule
)

// Server is a running stand-in.
type Server struct{ *resttest.Server }

// NewServer starts a server on 127.0.0.1.
func NewServer(config Config) (*Server, error) {
	s, err := resttest.NewServer(&config)
	if err != nil {
		return nil, err
	}
	return &Server{s}, nil
}

// Configure changes what the server is, from the next request on; what cannot be changed is left as it is.
func (s *Server) Configure(change func(*Config)) error {
	return s.Server.Configure(func(c resttest.Config) { change(c.(*Config)) })
}

// API describes a service provider.
func (c *Config) API() resttest.API {
	name := "SCIM"
	if c.Lattice {
		name = "Lattice (SCIM)"
	}
	return resttest.API{
		Name: name, APIKey: DefaultAPIKey, MediaType: "application/scim+json",
		Items: []string{c.path() + "/Users/", c.path() + "/Groups/"},
		Error: func(status int, text string) []byte { return scimError(status, "", text) },
		Pages: resttest.Pages{Items: "Resources", ID: "id", Date: "meta.created", Start: "startIndex", Total: "totalResults"},
	}
}

// Open is the provider at an address.
func (c *Config) Open(url string) http.Handler { return &provider{config: *c, url: url + c.path()} }

// path stands before resources.
func (c *Config) path() string {
	if c.Lattice {
		return "/scim/v2"
	}
	return ""
}

func scimError(status int, kind, detail string) []byte {
	b := []byte(`{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"` + strconv.Itoa(status) + `"`)
	if kind != "" {
		b = append(b, `,"scimType":"`+kind+`"`...)
	}
	return append(append(b, `,"detail":`+resttest.Quote(detail)...), '}')
}
