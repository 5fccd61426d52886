package connect

import (
	"context"
	"errors"
	"fmt"

	"github.com/trellis-iam/trellis/host-example/accounts"
	"github.com/zalando/go-keyring"
)

// Keyring is the place of secrets in the system's keyring: see package keyring, whose functions these are.
type Keyring struct {
	Get    func(ctx context.Context, name string) (string, error)
	Set    func(ctx context.Context, name, value string) error
	Delete func(ctx context.Context, name string) error
}

// Choice is what people know it by.
func (Keyring) Choice() Choice { return Choice{"keyring", "the system's keyring"} }

// Unfit asks the keyring for a secret: on a machine without a desktop there is mostly none to answer.
func (k Keyring) Unfit(ctx context.Context) error {
	_, err := k.has(ctx, "trellis")
	return err
}

// has reports whether there is a secret of that name.
func (k Keyring) has(ctx context.Context, name string) (bool, error) {
	_, err := k.Get(ctx, name)
	if errors.Is(err, keyring.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Question proposes a name.
func (k Keyring) Question(s Secret) Question {
	return Question{ID: "keyring." + s.Key, Label: "Name in the keyring", Required: true, Default: s.Account + "." + s.Key}
}

// Settle makes sure that nothing of that name is there, now and when the secret is put there: another one of the same form may
// have been given the name.
func (k Keyring) Settle(ctx context.Context, s Secret, name string) (Kept, error) {
	if err := k.free(ctx, name); err != nil {
		return Kept{}, err
	}
	put := func() (func() error, error) {
		if err := k.free(ctx, name); err != nil {
			return nil, err
		}
		if err := k.Set(ctx, name, s.Value); err != nil {
			return nil, err
		}
		return func() error { return k.Delete(context.WithoutCancel(ctx), name) }, nil
	}
	return Kept{Secret: s, Where: accounts.Secret{Place: "keyring:" + name}, put: put}, nil
}

// free says why a secret cannot be put under a name, if something is there.
func (k Keyring) free(ctx context.Context, name string) error {
	there, err := k.has(ctx, name)
	if there {
		return fmt.Errorf("the keyring has something by the name %s already, and keeps it: choose another", name)
	}
	return err
}
