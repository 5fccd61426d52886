// Package latticatest is a stand-in for Lattica's API, for tests, demonstrations and benchmarks:
//
//	server, err := latticatest.NewServer(latticatest.Config{Users: 1000})
//	defer server.Close()
//	account.Operator = map[string]string{"base_url": server.URL, "ca_pem": server.CAPEM()}
//	account.Credentials = map[string]string{"api_key": server.APIKey}
//
// What Lattica publishes of its API it does as published: keys and their prefixes, limits and their headers, pages, errors,
// the list of tasks. All else is assumed, and says so where it stands: users and roles have no documented endpoint; here they
// are lists as that of tasks is one. [Config] chooses where assumptions can differ.
//
// What it has from package resttest, as every stand-in: TLS, faults, counts, the control endpoint, a sandbox.
package latticatest

import (
	"net/http"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// The keys of a server whose Config names none. They open nothing but stand-ins.
const (
	DefaultAPIKey     = "lat_live_stand_in_7Qm2xTz9Kc4W"
	DefaultSandboxKey = "lat_test_stand_in_3Hb8vRn5Jd1L"
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

// tasksPath is the one list that is documented.
const tasksPath = "/v1/tasks"

// API describes Lattica.
func (c *Config) API() resttest.API {
	return resttest.API{
		Name: "Lattica", APIKey: DefaultAPIKey,
		Items:   []string{tasksPath + "/", c.usersPath() + "/", c.rolesPath() + "/"},
		Methods: []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete},
		Error:   func(status int, text string) []byte { return errorBody(codes[status], text) },
		Pages:   resttest.Pages{Items: "data", ID: "id", Date: "created_at", Cursor: "next_cursor", Asked: "cursor"},
	}
}

// Open is Lattica: a workspace, and beside it one with sample data.
func (c *Config) Open(string) http.Handler {
	return &lattica{
		config: c,
		live:   workspace{Config: c, seed: c.Seed, users: c.Users, tasks: c.Tasks, people: "user"},
		sample: workspace{Config: c, seed: c.Seed + 1, users: sampleUsers, tasks: sampleUsers, people: "sample"},
	}
}
