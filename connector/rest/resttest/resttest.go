// Package resttest makes stand-ins of vendors over REST, in the manner of net/http/httptest, for tests, demonstrations and
// benchmarks. It has all that is no vendor's own: real TLS with a certificate for this machine, a key that is asked for,
// limits of the rate, faults, counts of what arrived, and a control endpoint.
//
// A package of a vendor's stand-in, such as latticetest, says what the vendor is. It has a struct that embeds [Settings] and
// is a [Config]: the answers of a request that nothing is wrong with, and the vendor as data ([API]: how an error's body
// looks, how pages are made). Its server embeds [Server].
//
// A vendor that is lists of records and nothing else needs no such struct: it is data, a [Vendor], of which [NewCompany] makes a customer.
//
// Faults are injected by code, request by request, with [Server.SetFault]; or as data, with [Server.SetRules]: "the
// fortieth request for users is answered 503". What arrived is counted ([Server.Requests]), and what came with a wrong key
// is kept ([Server.WrongAuthorizations]).
//
// All of this can be done from another process too, in any language: [ControlPath] says how. Package sandbox is such a
// process, as a command that a connector's binary has.
//
// It needs neither package testing nor a network beyond 127.0.0.1. Connectors link it, for their sandbox, and are started
// often: it does nothing before it is used.
package resttest

import (
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Server is a running stand-in.
type Server struct {
	// URL is its base URL, https://127.0.0.1:port.
	URL string
	// APIKey is the key that it takes, as it was started.
	APIKey string
	// ControlKey opens the control endpoint, and nothing else.
	ControlKey string

	api     API
	kinds   map[string]Kind
	changes sync.Mutex // held by who replaces playing
	playing atomic.Pointer[vendor]
	ca      string
	http    *http.Server
	client  *http.Client
	gate    *gate
	served  sync.WaitGroup
	closing chan struct{}
	close   sync.Once
	fault   atomic.Pointer[func(*http.Request, int64) *Fault]
	rules   rules
	counts  counts
	limiter limiter
}

// vendor is what is played now.
type vendor struct {
	config  Config
	handler http.Handler
}

// NewServer starts a server on 127.0.0.1. The config is the server's from then on; [Server.Configure] changes it.
func NewServer(config Config) (*Server, error) {
	s := &Server{api: config.API(), closing: make(chan struct{})}
	s.kinds = s.api.kinds()
	settings := config.Common()
	if settings.APIKey == "" {
		settings.APIKey = s.api.APIKey
	}
	if settings.ControlKey == "" {
		settings.ControlKey = "control-" + rand.Text()
	}
	s.APIKey, s.ControlKey = settings.APIKey, settings.ControlKey
	if err := check(config); err != nil {
		return nil, err
	}
	certificate, ca, err := NewCertificate(s.api.Name + " stand-in")
	if err != nil {
		return nil, err
	}
	s.ca = ca
	if s.gate, err = newGate(net.JoinHostPort("127.0.0.1", strconv.Itoa(settings.Port)), s.closing); err != nil {
		return nil, err
	}
	s.URL = "https://" + s.gate.address
	s.playing.Store(&vendor{config, config.Open(s.URL)})
	s.client = trusting(ca, settings.HTTP2)
	protocols := &http.Protocols{}
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(settings.HTTP2)
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

// Client is an HTTP client that trusts the certificate. Its connections are closed with the server.
func (s *Server) Client() *http.Client { return s.client }

func trusting(ca string, http2 bool) *http.Client {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(ca)) // our own
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots}, ForceAttemptHTTP2: http2,
	}}
}

// Configure changes what the server is, from the next request on; what cannot be changed is left as it is. The function
// gets a copy of the configuration.
func (s *Server) Configure(change func(Config)) error {
	return s.configure(func(c Config) error { change(c); return nil })
}

func (s *Server) configure(change func(Config) error) error {
	s.changes.Lock()
	defer s.changes.Unlock()
	config := s.playing.Load().config.Clone() // requests read the one that is in force
	if err := change(config); err != nil {
		return err
	}
	config.Common().ControlKey = s.ControlKey
	if err := check(config); err != nil {
		return err
	}
	s.playing.Store(&vendor{config, config.Open(s.URL)})
	return nil
}

// Close ends the server and everything that it is doing.
func (s *Server) Close() {
	s.close.Do(func() {
		close(s.closing)
		s.client.CloseIdleConnections()
		_ = s.http.Close()
		s.served.Wait()
	})
}
