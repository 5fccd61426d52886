package handshake

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"time"
)

// serverName is the name in every certificate of AutoMTLS. It identifies nobody: the certificates are pinned.
const serverName = "localhost"

// A certificate is looked at once, within seconds of being made. The lifetime only has to outlast a clock that is set
// in between.
const (
	backdated = time.Hour
	lifetime  = 24 * time.Hour
)

// NewCertificate makes a key pair and a self-signed certificate for one process. P-256 takes some 0.1 ms to make, where
// go-plugin's P-521 takes 13. It may sign because TLS libraries of other languages trust only what is an authority.
func NewCertificate() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return tls.Certificate{}, err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: serverName, Organization: []string{"Trellis"}},
		DNSNames:              []string{serverName},
		NotBefore:             now.Add(-backdated),
		NotAfter:              now.Add(lifetime),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageKeyAgreement | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// PEM is the public certificate, as it stands in the environment. It is no secret.
func PEM(c tls.Certificate) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Certificate[0]}))
}

// ClientConfig is the host's side. It trusts nobody yet: go-plugin puts the certificate of the handshake line, and nothing
// else, into RootCAs before it connects.
func ClientConfig(own tls.Certificate) *tls.Config {
	return &tls.Config{
		Certificates:     []tls.Certificate{own},
		RootCAs:          x509.NewCertPool(),
		ServerName:       serverName,
		MinVersion:       tls.VersionTLS12,
		CurvePreferences: curves(),
	}
}

// ServerConfig is the connector's side: it takes the one client whose certificate the environment holds.
func ServerConfig(own tls.Certificate, clientPEM string) (*tls.Config, error) {
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM([]byte(clientPEM)) {
		return nil, errors.New(EnvClientCert + " holds no certificate of a host")
	}
	return &tls.Config{
		Certificates:           []tls.Certificate{own},
		ClientAuth:             tls.RequireAndVerifyClientCert,
		ClientCAs:              pool,
		MinVersion:             tls.VersionTLS12,
		CurvePreferences:       curves(),
		SessionTicketsDisabled: true, // there is one connection, and it is never resumed
	}, nil
}

// curves leaves out the post-quantum exchange that Go prefers: it would cost each start some 0.3 ms to protect a private
// socket of one machine against whoever records it for decades.
func curves() []tls.CurveID { return []tls.CurveID{tls.X25519, tls.CurveP256} }
