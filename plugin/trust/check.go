package trust

import "fmt"

// shortSum is how much of a checksum messages show: enough to tell two apart, and to find in the lock file.
const shortSum = 12

// Check holds an image to what was recorded of the connector of that name. Errors are PLUGIN_UNTRUSTED, with [ErrUnknown] or
// [ErrChanged] in the chain, and say what differs and the command that trusts the image.
func (l *Lock) Check(name string, i *Image) error {
	command := "trellis connectors trust " + shellWord(name)
	e, ok := l.Entry(name)
	switch {
	case !ok:
		err := untrusted(command, "%v: %s is not in the lock file", ErrUnknown, i.path)
		err.Connector, err.Err = name, ErrUnknown
		return err
	case e.Size != i.size || e.SHA256 != i.sha256:
		err := untrusted("if you know why it changed: "+command, "%s is not version %s as it was trusted: %s",
			i.path, e.Version, difference(e, i))
		err.Connector, err.Err = name, ErrChanged
		return err
	}
	return nil
}

func difference(e Entry, i *Image) string {
	return fmt.Sprintf("recorded are %d bytes with SHA-256 %.*s..., found %d bytes with %.*s...",
		e.Size, shortSum, e.SHA256, i.size, shortSum, i.sha256)
}
