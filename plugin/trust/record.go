package trust

import (
	"cmp"
	"crypto/ed25519"
	"errors"

	"github.com/trellis-iam/trellis/connector"
)

// Record trusts an image: in the lock file at lockPath it replaces what was recorded of the connector of that name, and
// returns what is recorded now. The version is what the connector says.
//
// With a key, the file beside the binary (BINARY.sig) must be a signature of the image by that key, which is recorded as well.
// Without one (nil), a connector that was recorded with a key must be signed by that key, which stays. So whoever can replace
// both a binary and its signature still cannot have it trusted by someone who merely says so again; and a publisher's new
// key has to be given by name. To do without a key, remove the connector first.
//
// Signatures are checked when trust is given and only then: at a start, the checksum rules. Errors are PLUGIN_UNTRUSTED;
// nothing is changed then.
func Record(lockPath, name, version string, image *Image, key ed25519.PublicKey) (Entry, error) {
	e := Entry{Name: name, Version: version, Size: image.size, SHA256: image.sha256, Interpreter: image.interpreter}
	if key != nil {
		e.Key = encodeKey(key)
	}
	if flaw, ok := e.valid(); !ok {
		err := untrusted("report it to the connector's author", "it cannot be recorded: %s: %s", flaw.field, flaw.problem)
		return Entry{}, of(name, err)
	}
	err := Update(lockPath, func(l *Lock) error {
		if err := l.CheckSignature(name, image, key); err != nil {
			return err
		}
		before, _ := l.Entry(name)
		e.Key = cmp.Or(e.Key, before.Key)
		l.Set(e)
		return nil
	})
	if err != nil {
		return Entry{}, of(name, err)
	}
	return e, nil
}

// of says which connector an error is about.
func of(name string, err error) error {
	if e, ok := errors.AsType[*connector.Error](err); ok && e.Connector == "" {
		named := *e
		named.Connector = name
		return &named
	}
	return err
}
