package attachfile

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/internal/handshake"
)

// Read reads a file and checks all of it. Errors: PluginCrashed when the file is gone or too old, as after the end of the
// connector; PluginProtocol when it is of another version; PluginUntrusted for a file that others may have read or made, or
// that is not right, with the name of the field.
func Read(path string) (*File, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, untrusted(path, "its path is not known: %w", err)
	}
	text, err := readPrivate(path)
	if err != nil {
		return nil, err
	}
	var c content
	if err := json.Unmarshal(text, &c); err != nil {
		return nil, untrusted(path, "it is no JSON of an attach file: %w", err)
	}
	if c.FileVersion != version {
		return nil, otherVersion(path, c.FileVersion)
	}
	f := &File{Path: path, Name: c.Name, Version: c.Version, PID: c.PID, Network: c.Network, Address: c.Address}
	for _, field := range []struct {
		name  string
		check func() error
	}{
		{"name", f.checkName},
		{"connector_version", f.checkVersion},
		{"pid", f.checkPID},
		{"address", f.checkAddress},
		{"server_certificate", func() error { return f.readServer(c.Server) }},
		{"client_certificate or client_key", func() error { return f.readClient(c.Client, c.Key) }},
	} {
		if err := field.check(); err != nil {
			return nil, untrusted(path, "%s: %w", field.name, err)
		}
	}
	if time.Now().After(f.Server.NotAfter) {
		return nil, gone(path, "its certificates have expired: they are made for one day")
	}
	return f, nil
}

// readPrivate reads a regular file of bounded size that is its owner's alone, and its owner is this user.
func readPrivate(path string) ([]byte, error) {
	info, err := os.Stat(path) // to open a pipe would wait for who writes to it
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, gone(path, "there is no such file")
	case err != nil:
		return nil, untrusted(path, "it cannot be looked at: %w", err)
	case !info.Mode().IsRegular():
		return nil, untrusted(path, "it is no regular file")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, untrusted(path, "it cannot be opened: %w", err)
	}
	defer file.Close()
	if info, err = file.Stat(); err != nil { // of what was opened
		return nil, untrusted(path, "it cannot be looked at: %w", err)
	}
	if err := private(info); err != nil {
		return nil, untrusted(path, "%w", err)
	}
	text, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	switch {
	case err != nil:
		return nil, untrusted(path, "it cannot be read: %w", err)
	case len(text) > maxSize:
		return nil, untrusted(path, "it is larger than %d KiB", maxSize>>10)
	}
	return text, nil
}

// maxName bounds names and versions, which stand in messages; describe.proto has the same number.
const maxName = 64

func (f *File) checkName() error {
	bad := func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }
	if f.Name == "" || len(f.Name) > maxName || strings.ContainsFunc(f.Name, bad) {
		return errors.New("it is no name of a connector")
	}
	return nil
}

func (f *File) checkVersion() error {
	bad := func(r rune) bool { return r <= ' ' || r > '~' }
	if f.Version == "" || len(f.Version) > maxName || strings.ContainsFunc(f.Version, bad) {
		return errors.New("it is no version of a connector")
	}
	return nil
}

func (f *File) checkPID() error {
	if f.PID <= 0 {
		return errors.New("it is no process")
	}
	return nil
}

// checkAddress keeps a host from connecting to just anything because a file says so.
func (f *File) checkAddress() error {
	beside := filepath.Dir(f.Path)
	if runtime.GOOS == "windows" {
		beside = "" // a loopback port
	}
	return handshake.Line{Network: f.Network, Address: f.Address}.CheckAddress(beside)
}

func (f *File) readServer(text string) error {
	block, _ := pem.Decode([]byte(text))
	if block == nil || block.Type != pemCertificate {
		return errors.New("it is no certificate in PEM")
	}
	var err error
	f.Server, err = x509.ParseCertificate(block.Bytes)
	return err
}

func (f *File) readClient(certificate, key string) error {
	var err error
	f.Client, err = tls.X509KeyPair([]byte(certificate), []byte(key))
	return err
}

func untrusted(path, format string, args ...any) error {
	e := connector.Errorf(connector.PluginUntrusted, "the attach file %q is not used: "+format, append([]any{path}, args...)...)
	e.Suggestion = startAgain
	return e
}

func gone(path, why string) error {
	e := connector.Errorf(connector.PluginCrashed, "the attach file %q is of a connector that has ended: %s", path, why)
	e.Suggestion = startAgain
	return e
}

func otherVersion(path string, v int) error {
	e := connector.Errorf(connector.PluginProtocol, "the attach file %q has version %d, and this host reads %d", path, v, version)
	e.Suggestion = "upgrade the connector"
	if v > version {
		e.Suggestion = "upgrade the host"
	}
	return e
}

// startAgain is what helps against a file that is not right, whatever is wrong with it: it is made anew each time.
const startAgain = "start the connector's binary with the argument debug, and attach to the file that it then names"
