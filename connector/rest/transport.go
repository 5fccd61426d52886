package rest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"
)

const (
	dialTimeout = 10 * time.Second
	// idleTimeout is below the 60 s after which common load balancers drop a connection without a word.
	idleTimeout = 45 * time.Second
	// maxConns bounds connections of one credential: the depth of parallel reads.
	maxConns = 16
	// maxHeader bounds an answer's header.
	maxHeader = 256 << 10
	// maxRedirects is for vendors that add or drop a slash; more is a loop.
	maxRedirects = 3
)

// newTransport makes the connections of one lane. It speaks HTTP/1.1: a list asks for one page after the other, for which
// HTTP/2 adds framing and flow control and gains nothing.
func newTransport(s Settings) http.RoundTripper {
	dialer := &net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}
	config := &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: s.Roots}
	return &http.Transport{
		Proxy: nil, // deliberately: see the package comment
		DialTLSContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			return dialTLS(ctx, dialer, config, network, addr)
		},
		MaxIdleConnsPerHost:    maxConns,
		MaxConnsPerHost:        maxConns,
		IdleConnTimeout:        idleTimeout,
		MaxResponseHeaderBytes: maxHeader,
		ReadBufferSize:         64 << 10, // a page in a few reads
	}
}

// untrustedError says that the peer is not who it should be, or sent us where the credential must not go.
type untrustedError struct{ err error }

func (e *untrustedError) Error() string { return e.err.Error() }
func (e *untrustedError) Unwrap() error { return e.err }

func dialTLS(ctx context.Context, dialer *net.Dialer, config *tls.Config, network, addr string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	raw, err := dialer.DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	config = config.Clone()
	config.ServerName, _, _ = net.SplitHostPort(addr) // net/http made it
	conn := tls.Client(raw, config)
	if err := conn.HandshakeContext(ctx); err != nil {
		_ = raw.Close()
		return nil, handshakeError(err)
	}
	return conn, nil
}

// handshakeError tells a peer that is not trusted, or speaks no TLS that we do, from one that is not there: only the
// latter is worth another try.
func handshakeError(err error) error {
	var netErr net.Error
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET),
		errors.Is(err, syscall.EPIPE), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded),
		errors.As(err, &netErr) && netErr.Timeout():
		return fmt.Errorf("TLS handshake: %w", err)
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		err = errors.New("the server does not speak TLS")
	} else if unknown, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		err = unknown // without the chain's subjects, which can be long
	}
	return &untrustedError{fmt.Errorf("TLS handshake: %w", err)}
}

// guard adds the credential at the last moment, and only to where it belongs.
type guard struct {
	base       *url.URL
	credential Credential
	next       http.RoundTripper
}

func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := g.allow(r.URL); err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	g.credential.apply(r.Header)
	return g.next.RoundTrip(r)
}

func (g guard) allow(u *url.URL) error {
	if u.Scheme != "https" || canonicalHost(u.Host) != g.base.Host || u.User != nil {
		return &untrustedError{errors.New("a request would leave " + g.base.Host + " or HTTPS")}
	}
	return nil
}

// redirect decides on a redirect: on the same host, by HTTPS, a few times. The credential is not among the headers that
// net/http copies; guard adds it again.
func (g guard) redirect(r *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return &untrustedError{errors.New("redirected more than a few times")}
	}
	if err := g.allow(r.URL); err != nil {
		return &untrustedError{errors.New("redirected to another host or away from HTTPS, which is not followed")}
	}
	r.Header.Del("Referer") // the address before, cursor included
	return nil
}
