package trust

import (
	"crypto/ed25519"
	"errors"
	"io/fs"
)

// CheckSignature makes sure of what [Record] makes sure of, without recording anything: with a key, or where the connector was
// recorded with one, the file beside the binary is a signature of the image by that key. It is for who has a binary say its
// version before it is recorded, and so runs it. Errors are PLUGIN_UNTRUSTED.
func (l *Lock) CheckSignature(name string, image *Image, key ed25519.PublicKey) error {
	before, _ := l.Entry(name)
	wanted := before.Key
	if key != nil {
		wanted = encodeKey(key)
	}
	if wanted == "" {
		return nil
	}
	return of(name, signed(wanted, image))
}

// signed makes sure that the file beside the binary is a signature of the image by the key.
func signed(key string, image *Image) error {
	signature, err := readSignature(image)
	if errors.Is(err, fs.ErrNotExist) {
		return untrusted("put the publisher's signature there",
			"a signature of it by the key %s is required, and there is no %s%s", key, image.path, SignatureSuffix)
	}
	if err != nil {
		return err
	}
	return Verify(parseKey(key), image, signature)
}
