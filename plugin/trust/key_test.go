package trust

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
)

// openssl runs it in a folder, or skips the test.
func openssl(t *testing.T, dir string, args ...string) {
	t.Helper()
	path, err := exec.LookPath("openssl")
	if err != nil {
		t.Skipf("no openssl: %v", err)
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("openssl %v: %v: %s", args, err, out)
	}
}

// TestOpenSSL: keys and signatures as publishers make them, with the commands of the documentation.
func TestOpenSSL(t *testing.T) {
	s := newShop(t)
	s.deliver("content", nil)
	dir := filepath.Dir(s.binary)
	openssl(t, dir, "genpkey", "-algorithm", "ed25519", "-out", "key.pem")
	openssl(t, dir, "pkey", "-in", "key.pem", "-pubout", "-out", "public.pem")
	openssl(t, dir, "pkeyutl", "-sign", "-rawin", "-inkey", "key.pem", "-in", s.binary, "-out", s.binary+SignatureSuffix)
	key, err := ReadKey(filepath.Join(dir, "public.pem"))
	if err != nil {
		t.Fatal(err)
	}
	s.wantRecorded("1.0.0", key, key)

	private := filepath.Join(dir, "key.pem")
	_, err = ReadKey(private)
	content, readErr := os.ReadFile(private)
	if readErr != nil {
		t.Fatal(readErr)
	}
	wantBadKey(t, err, "has no public key", "-pubout")
	if secret := string(bytes.Split(content, []byte("\n"))[1]); strings.Contains(err.Error(), secret) {
		t.Errorf("%q shows the private key", err)
	}
	openssl(t, dir, "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "ec.pem")
	openssl(t, dir, "pkey", "-in", "ec.pem", "-pubout", "-out", "ec-public.pem")
	_, err = ReadKey(filepath.Join(dir, "ec-public.pem"))
	wantBadKey(t, err, "not ed25519")
}

func wantBadKey(t *testing.T, err error, words ...string) {
	t.Helper()
	e, ok := errors.AsType[*connector.Error](err)
	if !ok || e.Reason != connector.InvalidConfig || e.Suggestion == "" {
		t.Fatalf("%v is not INVALID_CONFIG", err)
	}
	for _, word := range words {
		if !strings.Contains(e.Error()+e.Suggestion, word) {
			t.Errorf("%q does not say %q", e.Error()+e.Suggestion, word)
		}
	}
}

func TestReadKey(t *testing.T) {
	p := newPublisher(t)
	dir := folder(t)
	file := func(content string) string {
		path := filepath.Join(dir, "key")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	got, err := ReadKey(file(encodeKey(p.key()) + "\n"))
	if err != nil || !got.Equal(p.key()) {
		t.Errorf("%v, %v", got, err)
	}
	for content, words := range map[string]string{
		"":                           "neither a PEM block nor the base64",
		"AAAA":                       "neither a PEM block nor the base64",
		encodeKey(p.key())[1:]:       "neither a PEM block nor the base64",
		"secret-0123456789-material": "neither a PEM block nor the base64",
		"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n": "cannot be read",
	} {
		_, err := ReadKey(file(content))
		wantBadKey(t, err, words)
		if content != "" && strings.Contains(err.Error(), content) {
			t.Errorf("%q shows the file", err)
		}
	}
	_, err = ReadKey(filepath.Join(dir, "missing"))
	wantUntrusted(t, err, "cannot be read")
	_, err = ReadKey(file(strings.Repeat("x", maxKey+1)))
	wantUntrusted(t, err, "more than")
	path := file("")
	chmodTo(t, path, 0o602)
	_, err = ReadKey(path)
	wantUntrusted(t, err, "chmod o-w "+path)
}
