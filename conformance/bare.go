package conformance

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// bare is the binary as a process that no plugin library has started, for what such a library hides: other environments, the
// socket itself, strangers.
type bare struct {
	cmd            *exec.Cmd
	stdin          io.Closer
	stdout, stderr *tape
	dir            string // for its socket
	ended          chan struct{}
}

// environmentOf is what a host gives a process that is to have its socket in a folder.
func environmentOf(dir, certificate string) map[string]string {
	return map[string]string{
		"TRELLIS_CONNECTOR": "iam-v1", "PLUGIN_PROTOCOL_VERSIONS": "1", "PLUGIN_CLIENT_CERT": certificate, "PLUGIN_UNIX_SOCKET_DIR": dir,
	}
}

// startBare starts the binary with an environment and no arguments. It ends with the case.
func (t *trial) startBare(ctx context.Context, dir string, env map[string]string) *bare {
	b := &bare{stdout: &tape{}, stderr: &tape{}, dir: dir, ended: make(chan struct{})}
	b.cmd = exec.CommandContext(ctx, t.run.target.Path)
	b.cmd.Env = []string{}
	for name, value := range env {
		b.cmd.Env = append(b.cmd.Env, name+"="+value)
	}
	b.cmd.Stdout, b.cmd.Stderr, b.cmd.WaitDelay = b.stdout, b.stderr, time.Second
	stdin, err := b.cmd.StdinPipe()
	if err == nil {
		err = b.cmd.Start()
	}
	if err != nil {
		t.fatalf("the binary cannot be started: %v", err)
	}
	b.stdin = stdin
	go func() {
		defer close(b.ended)
		_ = b.cmd.Wait()
	}()
	t.cleanup(func() {
		_ = b.cmd.Process.Kill()
		<-b.ended
	})
	return b
}

// status waits for the process to end, and is its exit status; ok is false where it lives on, or a signal ended it.
func (b *bare) status(ctx context.Context, within time.Duration) (status int, ok bool) {
	if !waitFor(ctx, b.ended, within) {
		return 0, false
	}
	status = b.cmd.ProcessState.ExitCode()
	return status, status >= 0
}

// waitFor waits a while for a channel to be closed.
func waitFor(ctx context.Context, c <-chan struct{}, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-c:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}

// line waits for the first line on stdout.
func (b *bare) line(ctx context.Context) (string, error) {
	deadline := time.NewTimer(startTimeout)
	defer deadline.Stop()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if line, _, ok := strings.Cut(b.stdout.String(), "\n"); ok {
			return line, nil
		}
		select {
		case <-tick.C:
		case <-b.ended:
			return "", errors.New("it ended without a line on stdout" + quoted(b.stderr.String()))
		case <-deadline.C:
			return "", errors.New("no line came on stdout within " + startTimeout.String())
		case <-ctx.Done():
			return "", context.Cause(ctx)
		}
	}
}

// socketDir is a folder for a socket, which is short enough.
func (t *trial) socketDir() string {
	dir, err := os.MkdirTemp("", "kit")
	if err == nil && len(filepath.Join(dir, strings.Repeat("x", 24))) > 100 {
		_ = os.RemoveAll(dir)
		dir, err = os.MkdirTemp("/tmp", "kit") // as hosts fall back where a path would not fit a socket's name
	}
	t.must(err)
	t.cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// newCertificate is a key pair and certificate as hosts make them.
func newCertificate() (tls.Certificate, string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, "", err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageKeyAgreement | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, "", err
	}
	var text bytes.Buffer
	err = pem.Encode(&text, &pem.Block{Type: "CERTIFICATE", Bytes: der})
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, text.String(), err
}
