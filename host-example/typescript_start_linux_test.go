package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// bare is the connector as a host starts it, without a host.
type bare struct {
	*exec.Cmd
	stdin  interface{ Close() error }
	stdout *bufio.Reader
	stderr bytes.Buffer
}

func startBare(t *testing.T, env ...string) *bare {
	t.Helper()
	b := &bare{Cmd: exec.CommandContext(t.Context(), filepath.Join(typescriptFolder(t), "trellis-connector-"+typescriptName))}
	b.Env, b.Dir, b.Stderr = env, "/", &b.stderr
	stdin, err := b.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := b.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	b.stdin, b.stdout = stdin, bufio.NewReader(stdout)
	if err := b.Start(); err != nil {
		t.Fatal(err)
	}
	return b
}

// What it does at its start and its end is what connector.proto asks: without PATH or any other variable, a private socket,
// one line, a certificate that is pinned, signals that are the host's, and the life line.
func TestTypeScriptStart(t *testing.T) {
	_, host, err := resttest.NewCertificate("host")
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("/tmp", "n") //nolint:usetesting // a socket's path is short, and TMPDIR may be long
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	b := startBare(t, "TRELLIS_CONNECTOR=iam-v1", "PLUGIN_PROTOCOL_VERSIONS=1,2", "PLUGIN_CLIENT_CERT="+host, "PLUGIN_UNIX_SOCKET_DIR="+dir)
	line, err := b.stdout.ReadString('\n')
	fields := strings.Split(strings.TrimSuffix(line, "\n"), "|")
	if err != nil || len(fields) != 6 || strings.Join(fields[:3], "|") != "1|1|unix" || fields[4] != "grpc" {
		t.Fatalf("%q, %v, %s", line, err, b.stderr.String())
	}
	socket, err := os.Stat(fields[3])
	if err != nil || socket.Mode() != os.ModeSocket|0o600 || filepath.Dir(fields[3]) != dir || len(filepath.Base(fields[3])) > 24 {
		t.Errorf("%s: %v, %v", fields[3], socket, err)
	}
	der, err := base64.RawStdEncoding.DecodeString(fields[5])
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil || certificate.CheckSignature(certificate.SignatureAlgorithm, certificate.RawTBSCertificate, certificate.Signature) != nil {
		t.Fatalf("%v", err)
	}
	if certificate.VerifyHostname("localhost") != nil || time.Until(certificate.NotAfter) < 23*time.Hour || !certificate.IsCA ||
		!slices.Equal(certificate.ExtKeyUsage, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}) {
		t.Errorf("%+v", certificate)
	}
	stranger, _, err := resttest.NewCertificate("host") // of the same name
	if err != nil {
		t.Fatal(err)
	}
	for what, certificates := range map[string][]tls.Certificate{"nobody": nil, "a stranger": {stranger}} {
		if err := knock(t, fields[3], certificate, certificates); err == nil {
			t.Errorf("%s gets in", what)
		}
	}
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		if err := b.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.stdin.Close(); err != nil {
		t.Fatal(err)
	}
	rest, readErr := b.stdout.ReadString('\n')
	if err := b.Wait(); err != nil || rest != "" || readErr == nil || b.stderr.Len() > 0 {
		t.Errorf("%v; more on stdout: %q, on stderr: %q", err, rest, b.stderr.String())
	}
	if _, err := os.Stat(fields[3]); err == nil {
		t.Error("the socket is left")
	}
}

// knock connects with a certificate, and says whether it is let in.
func knock(t *testing.T, socket string, server *x509.Certificate, own []tls.Certificate) error {
	t.Helper()
	pool := x509.NewCertPool()
	pool.AddCert(server)
	d := &tls.Dialer{Config: &tls.Config{RootCAs: pool, ServerName: "localhost", NextProtos: []string{"h2"}, Certificates: own}}
	c, err := d.DialContext(t.Context(), "unix", socket)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	_, err = c.Read(make([]byte, 1)) // with TLS 1.3 a server's refusal comes after the client's handshake
	return err
}

// Without a host, or with one that it does not fit, it says so in a sentence and exits with status 1.
func TestTypeScriptWithoutAHost(t *testing.T) {
	_, host, err := resttest.NewCertificate("host")
	if err != nil {
		t.Fatal(err)
	}
	const cookie = "TRELLIS_CONNECTOR=iam-v1"
	for name, c := range map[string]struct {
		env  []string
		want string
	}{
		"by hand":         {nil, "trellis describe lattica-node"},
		"another cookie":  {[]string{"TRELLIS_CONNECTOR=iam-v2"}, "the Trellis connector for Lattica"},
		"no versions":     {[]string{cookie, "PLUGIN_CLIENT_CERT=" + host}, "PLUGIN_PROTOCOL_VERSIONS is not set"},
		"a later version": {[]string{cookie, "PLUGIN_PROTOCOL_VERSIONS=2,3", "PLUGIN_CLIENT_CERT=" + host}, "upgrade the connector"},
		"no certificate":  {[]string{cookie, "PLUGIN_PROTOCOL_VERSIONS=1"}, "the host did not say who it is"},
		"no folder": {
			[]string{cookie, "PLUGIN_PROTOCOL_VERSIONS=1", "PLUGIN_CLIENT_CERT=" + host, "PLUGIN_UNIX_SOCKET_DIR=/there/is/none"}, "there/is/none",
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := startBare(t, c.env...)
			line, _ := b.stdout.ReadString('\n')
			if err := b.Wait(); statusOf(t, err) != 1 || line != "" || !strings.Contains(b.stderr.String(), c.want) {
				t.Errorf("%v, stdout %q, stderr %q", err, line, b.stderr.String())
			}
		})
	}
}
