package handshake

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"strings"
	"testing"
)

// meet runs a TLS handshake over a real connection and returns what each side says.
func meet(t *testing.T, client, server *tls.Config) (clientErr, serverErr error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	done := make(chan error, 1)
	go func() {
		b, err := l.Accept()
		if err != nil {
			done <- err
			return
		}
		defer func() { _ = b.Close() }()
		c := tls.Server(b, server)
		if err = c.HandshakeContext(t.Context()); err == nil {
			_, err = c.Write([]byte{1})
		}
		done <- err
	}()
	a, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	c := tls.Client(a, client)
	clientErr = c.HandshakeContext(t.Context())
	if clientErr == nil { // with TLS 1.3 a server's refusal comes after the client's handshake
		_, clientErr = c.Read(make([]byte, 1))
	}
	return clientErr, <-done
}

func TestMutualTLSPinsBothSides(t *testing.T) {
	certificate := func() tls.Certificate {
		c, err := NewCertificate()
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	host, plugin, stranger := certificate(), certificate(), certificate()

	clientOf := func(own tls.Certificate, trusted ...tls.Certificate) *tls.Config {
		c := ClientConfig(own)
		for _, cert := range trusted { // as go-plugin does with the certificate of the line
			parsed, err := x509.ParseCertificate(cert.Certificate[0])
			if err != nil {
				t.Fatal(err)
			}
			c.RootCAs.AddCert(parsed)
		}
		return c
	}
	serverOf := func(own, client tls.Certificate) *tls.Config {
		c, err := ServerConfig(own, PEM(client))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for _, c := range []struct {
		name           string
		client, server *tls.Config
		ok             bool
	}{
		{"host and plugin", clientOf(host, plugin), serverOf(plugin, host), true},
		{"a stranger calls", clientOf(stranger, plugin), serverOf(plugin, host), false},
		{"a stranger answers", clientOf(host, plugin), serverOf(stranger, host), false},
		{"nobody was announced", clientOf(host), serverOf(plugin, host), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			clientErr, serverErr := meet(t, c.client, c.server)
			if (clientErr == nil && serverErr == nil) != c.ok {
				t.Errorf("client: %v; server: %v", clientErr, serverErr)
			}
		})
	}
}

func TestServerConfigNeedsAHost(t *testing.T) {
	own, err := NewCertificate()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "no PEM"} {
		if _, err := ServerConfig(own, text); err == nil || !strings.Contains(err.Error(), EnvClientCert) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
