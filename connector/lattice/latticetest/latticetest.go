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
// are asked for, computed from a seed when they are needed, so that a million cost no memory. Faults are injected request
// by request with [Server.SetFault].
//
// It needs neither package testing nor a network beyond 127.0.0.1.
package latticetest

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// DefaultAPIKey is the key of a server whose Config names none. It opens nothing but stand-ins.
const DefaultAPIKey = "lattice-stand-in-0d9f4c52-6a1b-4e7f"

// Config says what a server is. The zero value is an empty company.
type Config struct {
	// Users is how many users the company has; user 0 is the key's owner.
	Users int
	// Departments is how many departments there are; 0: one for each hundred users, and at least one.
	Departments int
	// Seed makes another company of the same size.
	Seed uint64
	// APIKey is the key that is taken; empty: DefaultAPIKey.
	APIKey string
	// OwnerIsMember makes the key's owner no admin.
	OwnerIsMember bool

	// LastCursor is how the last page's endingCursor looks.
	LastCursor LastCursor
	// RelativeURLs makes links relative.
	RelativeURLs bool
	// ExtraFields adds members that nobody documents.
	ExtraFields bool
	// RefuseNull answers 422 to status=null.
	RefuseNull bool
	// StrictStatus answers 422 to a status that is not in upper case.
	StrictStatus bool
	// IgnoreStatus answers active users whatever status is asked for.
	IgnoreStatus bool
	// Records replaces the records of users, by index, byte for byte.
	Records map[int]string

	// Delay is how long each answer takes.
	Delay time.Duration
	// Rate answers 429 to more than Rate requests in any Window; 0: no limit. Window 0: a minute.
	Rate   int
	Window time.Duration
	// HTTP2 offers HTTP/2 besides HTTP/1.1.
	HTTP2 bool
}

// LastCursor is how the endingCursor of a last page looks.
type LastCursor int

// The ways that clients have seen or allow for.
const (
	CursorNull LastCursor = iota
	CursorAbsent
	CursorPresent
)

// Server is a running stand-in.
type Server struct {
	// URL is its base URL, https://127.0.0.1:port.
	URL string
	// APIKey is the key that it takes.
	APIKey string

	company *company
	config  Config
	ca      string
	http    *http.Server
	served  sync.WaitGroup
	closing chan struct{}
	close   sync.Once
	fault   atomic.Pointer[func(*http.Request, int64) *Fault]
	counts  counts
	window  window
}

// NewServer starts a server on a free port of 127.0.0.1.
func NewServer(config Config) (*Server, error) {
	if config.Users < 0 || config.Users > maxUsers || config.Departments < 0 || config.Departments > maxUsers {
		return nil, errors.New("latticetest: users and departments must be 0 to 10,000,000")
	}
	if config.APIKey == "" {
		config.APIKey = DefaultAPIKey
	}
	certificate, ca, err := newCertificate()
	if err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{
		URL: "https://" + listener.Addr().String(), APIKey: config.APIKey,
		config: config, ca: ca, closing: make(chan struct{}),
	}
	s.company = newCompany(config, s.URL)
	protocols := &http.Protocols{}
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(config.HTTP2)
	s.http = &http.Server{
		Handler:           http.HandlerFunc(s.serve),
		TLSConfig:         &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{certificate}},
		Protocols:         protocols,
		ErrorLog:          log.New(io.Discard, "", 0), // refused handshakes are what tests make
		ReadHeaderTimeout: time.Minute,
	}
	s.served.Go(func() { _ = s.http.ServeTLS(listener, "", "") }) // always ends with an error: that it was closed
	return s, nil
}

// CAPEM is the certificate to trust, in PEM.
func (s *Server) CAPEM() string { return s.ca }

// Close ends the server and everything that it is doing.
func (s *Server) Close() {
	s.close.Do(func() {
		close(s.closing)
		_ = s.http.Close()
		s.served.Wait()
	})
}
