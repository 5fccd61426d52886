package conformance

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// startsWithin is what a host waits for a start, with other things to do on the machine.
const startsWithin = 5 * time.Second

// processStarts judges the run's first start, beside which there was no other.
func processStarts(_ context.Context, t *trial) {
	if err := t.run.startFailure; err != nil {
		t.fatalf("%v", err)
	}
	if took := t.run.started.started; took > startsWithin {
		t.failf("it took %v", took.Round(time.Millisecond))
	}
}

// handshake is the line that the run's first process printed: the fields.
func (t *trial) handshake() []string {
	t.mustStart(t.run.startFailure)
	line, rest, _ := strings.Cut(t.run.started.stdout.String(), "\n")
	if rest != "" {
		t.failf("after the line comes %q", clip(rest, 200))
	}
	return strings.Split(line, "|")
}

func handshakeLine(_ context.Context, t *trial) {
	fields := t.handshake()
	if len(fields) < 6 {
		t.fatalf("the line has %d fields: %q", len(fields), strings.Join(fields, "|"))
	}
	if fields[0] != "1" || fields[1] != "1" || fields[4] != "grpc" || fields[2] != "unix" && fields[2] != "tcp" {
		t.failf("the line begins %q", strings.Join(fields[:5], "|"))
	}
	if _, err := base64.RawStdEncoding.Strict().DecodeString(fields[5]); err != nil {
		t.failf("the certificate is not standard base64 without padding: %v", err)
	}
	if fields[2] == "unix" && len(filepath.Base(fields[3])) > 24 {
		t.failf("the socket's name has %d bytes: %q", len(filepath.Base(fields[3])), filepath.Base(fields[3]))
	}
}

// certificate is the one in the handshake line.
func (t *trial) certificate() *x509.Certificate {
	fields := t.handshake()
	if len(fields) < 6 {
		t.fatalf("the handshake line has no certificate")
	}
	der, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(fields[5], "="))
	if err != nil {
		t.fatalf("the certificate is no base64: %v", err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.fatalf("the certificate cannot be read: %v", err)
	}
	return c
}

func certificateFits(_ context.Context, t *trial) {
	c := t.certificate()
	if err := c.VerifyHostname("localhost"); err != nil {
		t.failf("%v", err)
	}
	for usage, name := range map[x509.ExtKeyUsage]string{x509.ExtKeyUsageServerAuth: "server", x509.ExtKeyUsageClientAuth: "client"} {
		if !slices.Contains(c.ExtKeyUsage, usage) && !slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageAny) {
			t.failf("it is not for %s authentication", name)
		}
	}
	if left := time.Until(c.NotAfter); left < 24*time.Hour-time.Minute || time.Now().Before(c.NotBefore) {
		t.failf("it is valid from %v until %v", c.NotBefore, c.NotAfter)
	}
}

func keyIsCheap(_ context.Context, t *trial) {
	c := t.certificate()
	if key, ok := c.PublicKey.(*ecdsa.PublicKey); !ok || key.Curve != elliptic.P256() {
		t.failf("its key is a %v key", c.PublicKeyAlgorithm)
	}
}

// listening starts the binary without a library, and is where it listens, and with what it can be met.
func (t *trial) listening(ctx context.Context) (b *bare, socket string, config *tls.Config) {
	if runtime.GOOS == "windows" {
		t.cannotRun("there are no sockets in the file system of Windows")
	}
	own, text, err := newCertificate()
	t.must(err)
	dir := t.socketDir()
	b = t.startBare(ctx, dir, environmentOf(dir, text))
	line, err := b.line(ctx)
	if err != nil {
		t.fatalf("%v", err)
	}
	fields := strings.Split(line, "|")
	if len(fields) < 6 || fields[2] != "unix" {
		t.fatalf("the line is %q", clip(line, 200))
	}
	der, err := base64.RawStdEncoding.DecodeString(fields[5])
	if err != nil {
		t.fatalf("the certificate is no base64: %v", err)
	}
	its, err := x509.ParseCertificate(der)
	if err != nil {
		t.fatalf("the certificate cannot be read: %v", err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(its)
	return b, fields[3], &tls.Config{
		Certificates: []tls.Certificate{own}, RootCAs: roots, ServerName: "localhost", NextProtos: []string{"h2"}, MinVersion: tls.VersionTLS12,
	}
}

func socketIsPrivate(ctx context.Context, t *trial) {
	b, socket, _ := t.listening(ctx)
	info, err := os.Stat(socket)
	switch {
	case err != nil:
		t.fatalf("the socket is not there: %v", err)
	case info.Mode().Perm() != 0o600:
		t.failf("the socket's mode is %04o", info.Mode().Perm())
	case filepath.Dir(socket) != b.dir || len(filepath.Base(socket)) > 24:
		t.failf("the socket is %s, and the folder %s", socket, b.dir)
	}
	_ = b.stdin.Close()
	if status, ok := b.status(ctx, exitWithin+busy); !ok || status != 0 {
		t.failf("at the end of stdin it did not exit with status 0 within %v", exitWithin)
	}
	if left, _ := filepath.Glob(filepath.Join(b.dir, "*")); len(left) > 0 {
		t.failf("it leaves %q", left)
	}
}

func strangersAreRefused(ctx context.Context, t *trial) {
	_, socket, good := t.listening(ctx)
	stranger, _, err := newCertificate()
	t.must(err)
	another := good.Clone()
	another.Certificates = []tls.Certificate{stranger}
	none := good.Clone()
	none.Certificates = nil
	for _, try := range []struct {
		who    string
		config *tls.Config
		served bool
	}{
		{"somebody with another certificate", another, false},
		{"somebody without a certificate", none, false},
		{"somebody in the clear", nil, false},
		{"the host", good, true},
	} {
		if served := speaks(ctx, socket, try.config); served != try.served {
			t.failf("%s is served: %v", try.who, served)
		}
	}
}

// speaks reports whether HTTP/2 is spoken to whoever connects like this.
func speaks(ctx context.Context, socket string, config *tls.Config) bool {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "unix", socket)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	const patience = 10 * time.Second // who is refused is told at once; who is not may wait for a busy machine
	_ = conn.SetDeadline(time.Now().Add(patience))
	if config != nil {
		conn = tls.Client(conn, config)
	}
	const preface, frameHeader = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\x00\x00\x00\x04\x00\x00\x00\x00\x00" // and empty settings
	if _, err := conn.Write([]byte(preface + frameHeader)); err != nil {
		return false
	}
	answer := make([]byte, len(frameHeader))
	n, err := conn.Read(answer)
	return err == nil && n >= 4 && answer[3] == 4 // a frame of settings
}

func byHand(ctx context.Context, t *trial) {
	t.refusesToStart(ctx, map[string]string{}, "by hand")
}

func otherVersion(ctx context.Context, t *trial) {
	_, text, err := newCertificate()
	t.must(err)
	dir := t.socketDir()
	env := environmentOf(dir, text)
	env["PLUGIN_PROTOCOL_VERSIONS"] = "7,9"
	t.refusesToStart(ctx, env, "by a host of versions 7 and 9")
}

func noCertificate(ctx context.Context, t *trial) {
	env := environmentOf(t.socketDir(), "")
	t.refusesToStart(ctx, env, "by a host with an empty certificate")
	delete(env, "PLUGIN_CLIENT_CERT")
	t.refusesToStart(ctx, env, "by a host without a certificate")
}

// refusesToStart notes a start that is not refused with a sentence and status 1.
func (t *trial) refusesToStart(ctx context.Context, env map[string]string, how string) {
	b := t.startBare(ctx, "", env)
	status, ok := b.status(ctx, startsWithin)
	switch {
	case !ok:
		t.failf("started %s, it does not exit within %v; stdout: %q", how, startsWithin, clip(b.stdout.String(), 200))
	case status != 1:
		t.failf("started %s, it exits with status %d", how, status)
	case strings.TrimSpace(b.stderr.String()+b.stdout.String()) == "":
		t.failf("started %s, it says nothing", how)
	}
}
