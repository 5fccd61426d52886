package main

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// publisher signs binaries.
type publisher struct {
	private ed25519.PrivateKey
	file    string // with the public key
}

func newPublisher(t *testing.T) publisher {
	t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "publisher.pem")
	writeFile(t, file, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), 0o644)
	return publisher{private, file}
}

func (p publisher) sign(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, path+".sig", ed25519.Sign(p.private, text), 0o644)
}

// A connector that was trusted with its publisher's key needs a signature by it for ever: what is not signed is not even run
// to ask for its version, whoever trusts it.
func TestPublishersKey(t *testing.T) {
	dir := t.TempDir()
	path, trace := filepath.Join(dir, sampleBinary), filepath.Join(t.TempDir(), "trace")
	release := func(version int) {
		writeFile(t, path, fmt.Appendf(nil, "#!/bin/sh\necho >>%s # %d\nexec %s\n", trace, version, filepath.Join(built, "plugins", sampleBinary)), 0o755)
	}
	trust := func(more ...string) result {
		t.Helper()
		return trellis(t, slices.Concat([]string{"connectors", "trust", "sample", "--plugins", dir}, more)...)
	}
	unrun := func(r result, stderr string) {
		t.Helper()
		r.want(t, 2, "PLUGIN_UNTRUSTED", stderr)
		if _, err := os.Stat(trace); err == nil {
			t.Fatal("it was run")
		}
	}
	right, wrong := newPublisher(t), newPublisher(t)

	release(1)
	unrun(trust("--key", right.file), path+".sig")
	wrong.sign(t, path)
	unrun(trust("--key", right.file), "signature")
	right.sign(t, path)
	trust("--key", right.file).want(t, 0)
	trellis(t, "describe", "sample", "--plugins", dir).want(t, 0)

	if err := os.Remove(trace); err != nil {
		t.Fatal(err)
	}
	release(2) // with the signature of the first
	unrun(trust(), "signature")
	unrun(trellis(t, "describe", "sample", "--plugins", dir), "")
	wrong.sign(t, path)
	unrun(trust(), "signature")
	right.sign(t, path)
	trust().want(t, 0)

	// Another publisher takes over only by name, and nobody's word is enough only after the key is forgotten.
	wrong.sign(t, path)
	trust("--key", wrong.file).want(t, 0)
	if err := os.Remove(path + ".sig"); err != nil {
		t.Fatal(err)
	}
	trust().want(t, 2, path+".sig")
	trellis(t, "connectors", "distrust", "sample", "--plugins", dir).want(t, 0)
	trust().want(t, 0)
}
