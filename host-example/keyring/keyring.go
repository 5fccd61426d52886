// Package keyring keeps secrets in the keyring of the system: macOS's keychain, Windows' credential manager, the Secret Service
// of a Linux desktop. There they lie encrypted, and open with the user's session. All are kept as the service "trellis".
//
// A machine without a desktop mostly has none. The error says so, and what else there is.
package keyring

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/zalando/go-keyring"
)

// Service is the service that secrets are kept as: `secret-tool lookup service trellis username NAME` finds one on Linux.
const Service = "trellis"

// maxName bounds names in bytes; Windows has no room for much more.
const maxName = 256

// CheckName says what is wrong with the name of a secret.
func CheckName(name string) error {
	if name == "" || len(name) > maxName || strings.ContainsFunc(name, unicode.IsControl) {
		return fmt.Errorf("the name of a secret in the keyring has 1 to %d bytes, without line breaks", maxName)
	}
	return nil
}

// Get reads the secret of a name. It waits for a person to unlock the keyring, as long as ctx lets it. Errors hold no secret.
func Get(ctx context.Context, name string) (string, error) {
	var value string
	err := do(ctx, name, func() (err error) {
		value, err = keyring.Get(Service, name)
		return err
	})
	if err != nil {
		return "", err // value may still be written to
	}
	return value, nil
}

// Set keeps a secret under a name, in place of what was there.
func Set(ctx context.Context, name, value string) error {
	return do(ctx, name, func() error { return keyring.Set(Service, name, value) })
}

// Delete forgets a secret. It is no error that there is none.
func Delete(ctx context.Context, name string) error {
	err := do(ctx, name, func() error { return keyring.Delete(Service, name) })
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return err
}

func do(ctx context.Context, name string, call func() error) error {
	if err := CheckName(name); err != nil {
		return err
	}
	if err := reachable(); err != nil {
		return err
	}
	// The system's call cannot be interrupted. When ctx ends first, the goroutine stays in it until the process ends, which is
	// what the end of ctx means here.
	done := make(chan error, 1)
	go func() { done <- call() }()
	select {
	case err := <-done:
		return explain(name, err)
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func explain(name string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return fmt.Errorf("%w: it has no %q of the service %s; %s", keyring.ErrNotFound, name, Service, howToPut(name))
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return fmt.Errorf("the secret is too long for the system's keyring: keep it in a file, and give file:PATH")
	}
	return unreachable(err)
}

// unreachable is the error of a keyring that does not answer.
func unreachable(err error) error {
	return fmt.Errorf("the system's keyring cannot be used: %w; give the secret as env:NAME or file:PATH instead", err)
}
