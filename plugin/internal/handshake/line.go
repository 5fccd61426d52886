package handshake

import (
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"strings"
)

// Line is what a connector prints on stdout once it listens: where, and with which certificate.
type Line struct {
	Network     string // "unix" or "tcp"
	Address     string
	Certificate []byte // DER
}

// String is the line without its end.
func (l Line) String() string {
	return fmt.Sprintf("%d|%d|%s|%s|grpc|%s", coreVersion, ContractVersion, l.Network, l.Address,
		base64.RawStdEncoding.EncodeToString(l.Certificate))
}

// Complete adds the certificate to a line that go-plugin printed without one. ok is false for any other text.
func Complete(text string, certificate []byte) (line Line, ok bool) {
	f := strings.Split(strings.TrimSpace(text), "|")
	if len(f) < 5 || f[0] != strconv.Itoa(coreVersion) || f[1] != strconv.Itoa(ContractVersion) || f[4] != "grpc" {
		return Line{}, false
	}
	return Line{Network: f[2], Address: f[3], Certificate: certificate}, true
}

// Parse reads the line of a process that nobody vouches for. The errors are sentences about "it", the process; one that is
// about versions says which side to upgrade. Fields after the sixth belong to later versions of go-plugin and are ignored.
func Parse(text string) (Line, error) {
	f := strings.Split(strings.TrimSpace(text), "|")
	if len(f) < 5 {
		return Line{}, errors.New("its first line on stdout is no handshake")
	}
	core, err := strconv.Atoi(f[0])
	if err != nil {
		return Line{}, errors.New("its first line on stdout is no handshake")
	}
	if err := checkVersion("go-plugin's protocol", core, coreVersion); err != nil {
		return Line{}, err
	}
	contract, err := strconv.Atoi(f[1])
	if err != nil {
		return Line{}, errors.New("its handshake's version is no number")
	}
	if err := checkVersion("contract version", contract, ContractVersion); err != nil {
		return Line{}, err
	}
	if f[4] != "grpc" {
		return Line{}, errors.New("it serves another protocol than gRPC")
	}
	if len(f) < 6 || f[5] == "" {
		return Line{}, errors.New("its handshake has no certificate, and nothing is said to a connector in the clear")
	}
	der, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(f[5], "="))
	if err != nil {
		return Line{}, errors.New("its handshake's certificate is not base64")
	}
	if _, err := x509.ParseCertificate(der); err != nil {
		return Line{}, fmt.Errorf("its handshake's certificate cannot be read: %w", err)
	}
	return Line{Network: f[2], Address: f[3], Certificate: der}, nil
}

// checkVersion says in one sentence which side is behind.
func checkVersion(what string, its, ours int) error {
	behind := "host"
	switch {
	case its == ours:
		return nil
	case its < ours:
		behind = "connector"
	}
	return fmt.Errorf("it speaks %s %d, and this host speaks %d: upgrade the %s", what, its, ours, behind)
}

// CheckAddress holds the address to the place that the process was given: a socket in dir, or, where dir is empty (Windows),
// a loopback port. Nobody is connected to anything else because a connector says so.
func (l Line) CheckAddress(dir string) error {
	if dir != "" {
		if l.Network != "unix" || filepath.Dir(filepath.Clean(l.Address)) != filepath.Clean(dir) {
			return errors.New("it listens elsewhere than in the folder that it was given")
		}
		return nil
	}
	host, _, err := net.SplitHostPort(l.Address)
	if ip := net.ParseIP(host); err != nil || l.Network != "tcp" || ip == nil || !ip.IsLoopback() {
		return errors.New("it listens elsewhere than on a loopback port")
	}
	return nil
}
