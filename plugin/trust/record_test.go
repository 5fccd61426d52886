package trust

import (
	"crypto/ed25519"
	"encoding/base64"
	"os"
	"path/filepath"
	"testing"
)

// publisher signs binaries.
type publisher ed25519.PrivateKey

func newPublisher(t *testing.T) publisher {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return publisher(key)
}

func (p publisher) key() ed25519.PublicKey { return ed25519.PrivateKey(p).Public().(ed25519.PublicKey) }

func (p publisher) sign(content string) []byte {
	return ed25519.Sign(ed25519.PrivateKey(p), []byte(content))
}

func TestVerify(t *testing.T) {
	p := newPublisher(t)
	i := load(t, put(t, filepath.Join(folder(t), "connector"), "content"))
	good := p.sign("content")
	if err := Verify(p.key(), i, good); err != nil {
		t.Error(err)
	}
	for what, err := range map[string]error{
		"of other bytes": Verify(p.key(), i, p.sign("other")),
		"by another":     Verify(newPublisher(t).key(), i, good),
		"cut off":        Verify(p.key(), i, good[1:]),
		"none":           Verify(p.key(), i, nil),
		"no key":         Verify(nil, i, good),
	} {
		if err == nil {
			t.Errorf("%s: it is taken", what)
			continue
		}
		wantUntrusted(t, err, "not by the key")
	}
	if err := i.Close(); err != nil {
		t.Error(err)
	}
	wantUntrusted(t, Verify(p.key(), i, good), "closed")
}

// shop is a folder with a binary and its signature, and a lock file.
type shop struct {
	t            *testing.T
	binary, lock string
}

func newShop(t *testing.T) shop {
	t.Helper()
	dir := folder(t)
	return shop{t, filepath.Join(dir, "trellis-connector-x"), filepath.Join(dir, LockName)}
}

// deliver puts a binary and a signature of it there; nil is none.
func (s shop) deliver(content string, signature []byte) {
	s.t.Helper()
	put(s.t, s.binary, content)
	if err := os.RemoveAll(s.binary + SignatureSuffix); err != nil {
		s.t.Fatal(err)
	}
	if signature == nil {
		return
	}
	if err := os.WriteFile(s.binary+SignatureSuffix, signature, 0o644); err != nil {
		s.t.Fatal(err)
	}
	chmodTo(s.t, s.binary+SignatureSuffix, 0o644)
}

func (s shop) record(version string, key ed25519.PublicKey) (Entry, error) {
	s.t.Helper()
	return Record(s.lock, "x", version, load(s.t, s.binary), key)
}

// wantRecorded checks that it was recorded with this key, and that the lock file says the same.
func (s shop) wantRecorded(version string, key, recordedKey ed25519.PublicKey) {
	s.t.Helper()
	e, err := s.record(version, key)
	if err != nil {
		s.t.Fatal(err)
	}
	want := ""
	if recordedKey != nil {
		want = encodeKey(recordedKey)
	}
	l, err := ReadLock(s.lock)
	if err != nil {
		s.t.Fatal(err)
	}
	if read, ok := l.Entry("x"); !ok || read != e || e.Key != want || e.Version != version {
		s.t.Errorf("%+v, and in the file %+v", e, read)
	}
	if err := l.Check("x", load(s.t, s.binary)); err != nil {
		s.t.Error(err)
	}
}

// wantRefused checks that it was not recorded, and that the lock file is as it was.
func (s shop) wantRefused(key ed25519.PublicKey, words ...string) {
	s.t.Helper()
	before, _ := os.ReadFile(s.lock)
	_, err := s.record("9.9.9", key)
	wantUntrusted(s.t, err, append(words, "x: ")...)
	if after, _ := os.ReadFile(s.lock); string(after) != string(before) {
		s.t.Errorf("the lock file became %s", after)
	}
}

// TestRecord is a life of one connector: its publisher signs from some version on, and changes the key later.
func TestRecord(t *testing.T) {
	s, p, next := newShop(t), newPublisher(t), newPublisher(t)
	s.deliver("one", nil)
	s.wantRecorded("1.0.0", nil, nil)
	s.deliver("two", nil)
	s.wantRecorded("2.0.0", nil, nil)

	s.wantRefused(p.key(), "required", ".sig", encodeKey(p.key()))
	s.deliver("three", p.sign("three"))
	s.wantRecorded("3.0.0", p.key(), p.key())

	s.deliver("four", nil) // from now on nothing without a signature
	s.wantRefused(nil, "required", encodeKey(p.key()))
	s.deliver("four", next.sign("four"))
	s.wantRefused(nil, "not by the key "+encodeKey(p.key()))
	s.deliver("four", p.sign("three"))
	s.wantRefused(nil, "not by the key")
	s.deliver("four", []byte(base64.StdEncoding.EncodeToString(p.sign("four"))+"\n"))
	s.wantRecorded("4.0.0", nil, p.key())

	s.deliver("five", p.sign("five")) // another key must sign when it is given, even for the first time
	s.wantRefused(next.key(), "not by the key "+encodeKey(next.key()))
	s.deliver("five", next.sign("five"))
	s.wantRecorded("5.0.0", next.key(), next.key())

	s.deliver("six", []byte("nonsense"))
	s.wantRefused(nil, "neither 64 bytes nor their base64")
	if err := Update(s.lock, func(l *Lock) error { l.Remove("x"); return nil }); err != nil {
		t.Fatal(err)
	}
	s.wantRecorded("6.0.0", nil, nil)
}

// TestCheckSignature is what Record does before it records.
func TestCheckSignature(t *testing.T) {
	s, p, other := newShop(t), newPublisher(t), newPublisher(t)
	s.deliver("one", p.sign("one"))
	i, l, signed := load(t, s.binary), new(Lock), new(Lock)
	e := sampleEntry("x")
	e.Key = encodeKey(p.key())
	signed.Set(e)
	for what, err := range map[string]error{
		"no key":              l.CheckSignature("x", i, nil),
		"its key":             l.CheckSignature("x", i, p.key()),
		"its key as recorded": signed.CheckSignature("x", i, nil),
	} {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	wantUntrusted(t, l.CheckSignature("x", i, other.key()), "x: ", "not by the key "+encodeKey(other.key()))
	wantUntrusted(t, signed.CheckSignature("x", i, other.key()), "not by the key "+encodeKey(other.key()))
	s.deliver("one", other.sign("one"))
	wantUntrusted(t, signed.CheckSignature("x", i, nil), "not by the key "+e.Key)
}

// TestRecordOfAScript keeps what is not covered.
func TestRecordOfAScript(t *testing.T) {
	s := newShop(t)
	s.deliver("#!/usr/bin/env node\n", nil)
	e, err := s.record("1.0.0", nil)
	if err != nil || e.Interpreter != "/usr/bin/env node" {
		t.Errorf("%+v, %v", e, err)
	}
}

// TestRecordRefuses what a connector says of itself where no lock file could hold it.
func TestRecordRefuses(t *testing.T) {
	s := newShop(t)
	s.deliver("one", nil)
	_, err := s.record("", nil)
	wantUntrusted(t, err, "version")
	_, err = Record(s.lock, "../x", "1", load(t, s.binary), nil)
	wantUntrusted(t, err, "name")
	if _, err := os.Stat(s.lock); !os.IsNotExist(err) {
		t.Error(err)
	}
}
