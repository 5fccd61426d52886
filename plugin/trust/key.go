package trust

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"

	"github.com/trellis-iam/trellis/connector"
)

// maxKey bounds key files; one has a hundred bytes.
const maxKey = 16 << 10

// ReadKey reads a publisher's public key, ed25519, as `openssl pkey -in key.pem -pubout` writes it (PEM, "PUBLIC KEY") or as
// the base64 of its 32 bytes. Errors: PLUGIN_UNTRUSTED for a file that cannot be read or that everybody can change,
// INVALID_CONFIG for what is no such key. They never show what is in the file.
func ReadKey(path string) (ed25519.PublicKey, error) {
	const what = "the key file"
	path, err := absolute(path, what)
	if err != nil {
		return nil, err
	}
	text, err := readSmall(path, what, maxKey)
	if err != nil {
		return nil, err
	}
	bad := func(suggestion, is string) error {
		e := connector.Errorf(connector.InvalidConfig, "%s %s %s", what, path, is)
		e.Suggestion = suggestion
		return e
	}
	const howTo = "make a public key of the publisher's: openssl pkey -in key.pem -pubout -out public.pem"
	block, _ := pem.Decode(text)
	switch {
	case block == nil:
		if key := parseKey(string(bytes.TrimSpace(text))); key != nil {
			return key, nil
		}
		return nil, bad(howTo, "has neither a PEM block nor the base64 of 32 bytes")
	case block.Type != "PUBLIC KEY":
		return nil, bad(howTo, "has no public key")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, bad(howTo, "has a public key that cannot be read")
	}
	key, ok := parsed.(ed25519.PublicKey)
	if !ok {
		return nil, bad("sign with ed25519: openssl genpkey -algorithm ed25519 -out key.pem",
			"has a public key that is not ed25519")
	}
	return key, nil
}

func encodeKey(key ed25519.PublicKey) string { return base64.StdEncoding.EncodeToString(key) }
