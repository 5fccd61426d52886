package keyring

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
)

// reached makes the test's machine one with a keyring, which is the library's mock.
func reached(t *testing.T, err error) {
	t.Helper()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/of/a/mock")
	if err != nil {
		keyring.MockInitWithError(err)
	} else {
		keyring.MockInit()
	}
}

func TestKeyring(t *testing.T) {
	reached(t, nil)
	ctx := t.Context()
	_, err := Get(ctx, "acme")
	if !errors.Is(err, keyring.ErrNotFound) || !strings.Contains(err.Error(), `"acme"`) || !strings.Contains(err.Error(), "there") {
		t.Error(err)
	}
	if err := Delete(ctx, "acme"); err != nil {
		t.Errorf("of one that is not there: %v", err)
	}
	for _, value := range []string{"first", "s3cret"} {
		if err := Set(ctx, "acme", value); err != nil {
			t.Fatal(err)
		}
		if got, err := Get(ctx, "acme"); err != nil || got != value {
			t.Errorf("%q, %v", got, err)
		}
	}
	if err := Delete(ctx, "acme"); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"", strings.Repeat("x", maxName+1), "a\nb"} {
		if _, err := Get(ctx, name); err == nil {
			t.Errorf("%q is a name", name)
		}
	}
}

// A keyring that does not work says what else there is.
func TestNoKeyring(t *testing.T) {
	broken := errors.New("it is locked")
	reached(t, broken)
	if _, err := Get(t.Context(), "acme"); !errors.Is(err, broken) || !strings.Contains(err.Error(), "env:NAME or file:PATH") {
		t.Error(err)
	}
}

// Whoever waits no longer gets the reason why, though the keyring has not answered.
func TestWaitingEnds(t *testing.T) {
	reached(t, nil)
	enough := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(enough)
	unlocked, answered := make(chan struct{}), make(chan struct{})
	err := do(ctx, "acme", func() error {
		defer close(answered)
		<-unlocked
		return nil
	})
	if !errors.Is(err, enough) {
		t.Error(err)
	}
	close(unlocked)
	<-answered
}

// Where there is no session bus, none is started.
func TestHeadless(t *testing.T) {
	dir := t.TempDir()
	for _, address := range []string{"", "autolaunch:"} {
		if err := busIn(address, dir); !errors.Is(err, errNoBus) || !strings.Contains(err.Error(), "env:NAME or file:PATH") {
			t.Errorf("%q: %v", address, err)
		}
	}
	if err := busIn("unix:path=/x", dir); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "bus"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := busIn("", dir); err != nil {
		t.Error(err)
	}
}
