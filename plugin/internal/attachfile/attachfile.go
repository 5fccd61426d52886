// Package attachfile is the file by which a host finds, and is let into, a connector that someone runs under a debugger:
// where it listens, its certificate, and a certificate with its key for the hosts. Whoever can read the file can call the
// connector, so it is for its owner alone, in a folder for its owner alone; no key is ever in an argument or in an
// environment.
package attachfile

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"
)

// Name is what the file is called, in the folder of the connector's socket.
const Name = "attach.json"

// version counts the meanings that the file has had.
const version = 1

// maxSize bounds the file, which takes some 3 KiB.
const maxSize = 64 << 10

// File is what a host has to know.
type File struct {
	Path string // of the file, absolute

	Name    string // the connector's
	Version string // the connector's
	PID     int    // of its process

	Network string // "unix", or "tcp" on Windows
	Address string // a socket beside the file, or a loopback port

	Server *x509.Certificate // the connector's
	Client tls.Certificate   // for hosts, with its key
}

// content is the file as JSON.
type content struct {
	FileVersion int    `json:"version"`
	Name        string `json:"name"`
	Version     string `json:"connector_version"`
	PID         int    `json:"pid"`
	Network     string `json:"network"`
	Address     string `json:"address"`
	Server      string `json:"server_certificate"`
	Client      string `json:"client_certificate"`
	Key         string `json:"client_key"`
}

const (
	pemCertificate = "CERTIFICATE"
	pemKey         = "PRIVATE KEY"
)

// Write makes the file in a folder of its owner alone, and sets its Path.
func (f *File) Write(dir string) error {
	key, err := x509.MarshalPKCS8PrivateKey(f.Client.PrivateKey)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(content{
		FileVersion: version, Name: f.Name, Version: f.Version, PID: f.PID, Network: f.Network, Address: f.Address,
		Server: inPEM(pemCertificate, f.Server.Raw),
		Client: inPEM(pemCertificate, f.Client.Certificate[0]),
		Key:    inPEM(pemKey, key),
	}, "", "  ")
	if err != nil {
		return err
	}
	f.Path = filepath.Join(dir, Name)
	file, err := os.OpenFile(f.Path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(append(text, '\n'))
	if err2 := file.Close(); err == nil {
		err = err2
	}
	return err
}

func inPEM(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}
