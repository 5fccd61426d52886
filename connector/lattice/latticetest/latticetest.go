// Package latticetest is a stand-in for Lattice's API, for tests, demonstrations and benchmarks:
//
//	server, err := latticetest.NewServer(latticetest.Config{Users: 1000})
//	defer server.Close()
//	account.Operator = map[string]string{"base_url": server.URL, "ca_pem": server.CAPEM()}
//	account.Credentials = map[string]string{"api_key": server.APIKey}
//
// It answers as Lattice is known to. Where that is not known (how the last page's cursor looks, whether links are absolute,
// whether status=null is taken), [Config] chooses. It has as many users as are asked for, computed from a seed when they
// are needed, so that a million cost no memory.
//
// What it has from package resttest, as every stand-in: TLS, faults, counts, the control endpoint, a sandbox.
package latticetest

import (
	"net/http"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// DefaultAPIKey is the key of a server whose Config names none. It opens nothing but stand-ins.
const DefaultAPIKey = "lattice-stand-in-0d9f4c52-6a1b-4e7f"

// ControlPath is where a server is controlled from outside.
const ControlPath = resttest.ControlPath

type (
	// Settings are what all stand-ins can be told.
	Settings = resttest.Settings
	// Fault is what a request meets instead of its right answer.
	Fault = resttest.Fault
	// Rule is a fault as data.
	Rule = resttest.Rule
	// Duration is written with units in JSON.
	Duration = resttest.Duration
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

// Kinds are the kinds of faults, with what they do and which members of a Rule they read.
func Kinds() map[string]string {
	api := new(Config).API()
	return api.AllKinds()
}

// API describes Lattice.
func (*Config) API() resttest.API {
	return resttest.API{
		Name: "Lattice", APIKey: DefaultAPIKey,
		Items: []string{"/v1/user/", "/v1/department/"},
		Error: func(_ int, text string) []byte { return []byte(`{"error":` + resttest.Quote(text) + `}`) },
		Pages: resttest.Pages{
			Items: "data", ID: "id", Date: "createdAt",
			More: "hasMore", Cursor: "endingCursor", Asked: "startingAfter",
		},
	}
}

// Open is Lattice at an address.
func (c *Config) Open(url string) http.Handler { return newCompany(*c, url) }
