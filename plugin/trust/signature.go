package trust

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
)

// SignatureSuffix makes the name of a detached signature of that of the binary.
const SignatureSuffix = ".sig"

// maxSignature bounds signature files: base64 takes 88 bytes, and a line's end.
const maxSignature = 1 << 10

// Verify checks a detached ed25519 signature of an image's bytes, as made by
//
//	openssl pkeyutl -sign -rawin -inkey key.pem -in BINARY -out BINARY.sig
//
// A signature is 64 bytes. One that is not right is PLUGIN_UNTRUSTED. The image is read into memory as a whole.
func Verify(key ed25519.PublicKey, i *Image, signature []byte) error {
	content, err := i.content()
	if err != nil {
		return untrusted("load it again", "%s %s cannot be read: %w", what, i.path, err)
	}
	whole := len(key) == ed25519.PublicKeySize && len(signature) == ed25519.SignatureSize // Verify panics on other keys
	if !whole || !ed25519.Verify(key, content, signature) {
		return untrusted("get binary and signature once more from the publisher, and make sure that the key is theirs",
			"the signature of %s is not by the key %s", i.path, encodeKey(key))
	}
	return nil
}

// readSignature reads the signature beside a binary: 64 bytes, or their base64.
func readSignature(i *Image) ([]byte, error) {
	const what = "the signature"
	path := i.path + SignatureSuffix
	text, err := readSmall(path, what, maxSignature)
	if err != nil {
		return nil, err
	}
	if len(text) == ed25519.SignatureSize {
		return text, nil
	}
	raw, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(text)))
	if err != nil || len(raw) != ed25519.SignatureSize {
		return nil, untrusted("openssl pkeyutl -sign -rawin -inkey key.pem -in BINARY -out BINARY.sig",
			"%s %s is neither %d bytes nor their base64", what, path, ed25519.SignatureSize)
	}
	return raw, nil
}
