package connect

import (
	"context"
	"errors"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/accounts"
)

// Secret is one that was typed in and has no place yet.
type Secret struct {
	Account, Key, Label string // of the account and of its credentials
	Value               string
}

// Kept is a secret's place. It is not there before Keep has put it there.
type Kept struct {
	Secret
	Where accounts.Secret
	// put puts the secret there, and says how to take it away again. Nil: it is there.
	put func() (undo func() error, err error)
}

// Place is a kind of place where a secret can live.
type Place interface {
	// Choice is what people know it by.
	Choice() Choice
	// Unfit says why there is none on this machine, and is nil where there is one.
	Unfit(ctx context.Context) error
	// Question asks where exactly the secret is to be, or is.
	Question(Secret) Question
	// Settle makes sure that it can be there, or that it is. It writes nothing.
	Settle(ctx context.Context, s Secret, answer string) (Kept, error)
}

// Typed are the secrets of a form's account that have no place yet.
func (f *Form) Typed(account string, placed map[string]accounts.Secret) []Secret {
	fields, _ := f.fields()
	var typed []Secret
	for _, field := range fields {
		value := f.Account.GetCredentials()[field.GetKey()]
		if _, has := placed[field.GetKey()]; field.In == connector.InCredentials && value != "" && !has {
			typed = append(typed, Secret{Account: account, Key: field.GetKey(), Label: questionOf(field).Label, Value: value})
		}
	}
	return typed
}

// ChoosePlaces asks where secrets shall live. Nothing is written: see [Put].
func ChoosePlaces(ctx context.Context, p Person, places []Place, secrets []Secret) ([]Kept, error) {
	var kept []Kept
	for _, s := range secrets {
		k, err := choosePlace(ctx, p, places, s)
		if err != nil {
			return nil, err
		}
		kept = append(kept, k)
	}
	return kept, nil
}

func choosePlace(ctx context.Context, p Person, places []Place, s Secret) (Kept, error) {
	which := Question{
		ID: "place." + s.Key, Label: "Where to keep it (" + s.Label + ")", Required: true,
		Help: "the accounts file never holds a secret, only where it is",
	}
	fit := map[string]Place{}
	for _, place := range places {
		if err := place.Unfit(ctx); err != nil {
			which.Help += "; " + err.Error()
			continue
		}
		which.Choices = append(which.Choices, place.Choice())
		fit[place.Choice().Value] = place
	}
	if len(fit) == 0 {
		return Kept{}, errors.New("there is no place for a secret on this machine")
	}
	which.Help += "."
	which.Default = which.Choices[0].Value
	for {
		id, err := Ask(ctx, p, which)
		if err != nil {
			return Kept{}, err
		}
		q := fit[id].Question(s)
		answer, err := Ask(ctx, p, q)
		if err != nil {
			return Kept{}, err
		}
		k, why := fit[id].Settle(ctx, s, answer)
		if why == nil {
			return k, nil
		}
		if ctx.Err() != nil {
			return Kept{}, context.Cause(ctx)
		}
		p.Refuse(q, why)
	}
}

// Put puts secrets where they shall live. undo takes away what was put there; what is not put is taken away already.
func Put(all []Kept) (undo func() error, err error) {
	var undos []func() error
	undo = func() error {
		var failed []error
		for _, u := range undos {
			failed = append(failed, u())
		}
		return errors.Join(failed...)
	}
	for _, k := range all {
		if k.put == nil {
			continue
		}
		u, err := k.put()
		if err != nil {
			return nil, errors.Join(err, undo())
		}
		undos = append(undos, u)
	}
	return undo, nil
}
