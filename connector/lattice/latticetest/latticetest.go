// Package latticetest is a stand-in for Lattice's API, in the manner of net/http/httptest, for tests, demonstrations and
// benchmarks:
//
//	server, err := latticetest.NewServer(latticetest.Config{Users: 1000})
//	defer server.Close()
//	account.Operator = map[string]string{"base_url": server.URL, "ca_pem": server.CAPEM()}
//	account.Credentials = map[string]string{"api_key": server.APIKey}
//
// It answers as Lattice is known to, over real TLS with a certificate of its own. Where that is not known (how the last
// page's cursor looks, whether links are absolute, whether status=null is taken), [Config] chooses. It has as many users as
// are asked for, computed from a seed when they are needed, so that a million cost no memory.
//
// Faults are injected by code, request by request, with [Server.SetFault]; or as data, with [Server.SetRules]: "the
// fortieth request for users is answered 503". What arrived is counted ([Server.Requests]), and what came with a wrong key
// is kept ([Server.WrongAuthorizations]).
//
// All of this can be done from another process too, in any language: [ControlPath] says how. Package sandbox is such a
// process.
//
// It needs neither package testing nor a network beyond 127.0.0.1.
package latticetest

import (
	"crypto/rand"
	"crypto/tls"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// DefaultAPIKey is the key of a server whose Config names none. It opens nothing but stand-ins.
const DefaultAPIKey = "lattice-stand-in-0d9f4c52-6a1b-4e7f"

// Server is a running stand-in.
type Server struct {
	// URL is its base URL, https://127.0.0.1:port.
	URL string
	// APIKey is the key that it takes, as it was started.
	APIKey string
	// ControlKey opens the control endpoint, and nothing else.
	ControlKey string

	changes sync.Mutex // held by who replaces company
	company atomic.Pointer[company]
	ca      string
	http    *http.Server
	gate    *gate
	served  sync.WaitGroup
	closing chan struct{}
	close   sync.Once
	fault   atomic.Pointer[func(*http.Request, int64) *Fault]
	rules   rules
	counts  counts
	window  window
}

// NewServer starts a server on 127.0.0.1.
func NewServer(config Config) (*Server, error) {
	if config.APIKey == "" {
		config.APIKey = DefaultAPIKey
	}
	if config.ControlKey == "" {
		config.ControlKey = "control-" + rand.Text()
	}
	if err := config.check(); err != nil {
		return nil, err
	}
	certificate, ca, err := newCertificate()
	if err != nil {
		return nil, err
	}
	s := &Server{APIKey: config.APIKey, ControlKey: config.ControlKey, ca: ca, closing: make(chan struct{})}
	if s.gate, err = newGate(net.JoinHostPort("127.0.0.1", strconv.Itoa(config.Port)), s.closing); err != nil {
		return nil, err
	}
	s.URL = "https://" + s.gate.address
	s.company.Store(newCompany(config, s.URL))
	protocols := &http.Protocols{}
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(config.HTTP2)
	s.http = &http.Server{
		Handler:           http.HandlerFunc(s.serve),
		TLSConfig:         &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{certificate}},
		Protocols:         protocols,
		ConnState:         s.gate.track,
		ErrorLog:          log.New(io.Discard, "", 0), // refused handshakes are what tests make
		ReadHeaderTimeout: time.Minute,
	}
	s.served.Go(func() { _ = s.http.ServeTLS(s.gate, "", "") }) // always ends with an error: that it was closed
	return s, nil
}

// CAPEM is the certificate to trust, in PEM.
func (s *Server) CAPEM() string { return s.ca }

// Configure changes what the server is, from the next request on; what cannot be changed is left as it is.
func (s *Server) Configure(change func(*Config)) error {
	return s.configure(func(c *Config) error { change(c); return nil })
}

func (s *Server) configure(change func(*Config) error) error {
	s.changes.Lock()
	defer s.changes.Unlock()
	config := s.company.Load().config
	config.Records = maps.Clone(config.Records) // requests read the one that is in force
	if err := change(&config); err != nil {
		return err
	}
	config.ControlKey = s.ControlKey
	if err := config.check(); err != nil {
		return err
	}
	s.company.Store(newCompany(config, s.URL))
	return nil
}

// Close ends the server and everything that it is doing.
func (s *Server) Close() {
	s.close.Do(func() {
		close(s.closing)
		_ = s.http.Close()
		s.served.Wait()
	})
}
