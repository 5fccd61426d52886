package connect

import (
	"context"
	"strings"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Person is whom a form is filled in with. Texts that a person is shown may be a connector's or a vendor's.
type Person interface {
	// Ask asks, and returns what was typed as it is. The context's cause, when it ends.
	Ask(ctx context.Context, q Question) (string, error)
	// Refuse says why an answer is none.
	Refuse(q Question, why error)
	// Guide shows what connector this is, and how to come by the credentials of the method.
	Guide(f *Form)
	// Try says that the credentials are being tried.
	Try(f *Form)
	// Took shows what the vendor answered that took them, and Failed why it did not.
	Took(*connectorv1.Authentication)
	Failed(error)
}

// GivenUp is the error of a form that its person left after an error, which it wraps.
type GivenUp struct{ Err error }

// Error says that nothing came of it.
func (e *GivenUp) Error() string { return "given up: nothing was written" }

// Unwrap returns the error that was given up at.
func (e *GivenUp) Unwrap() error { return e.Err }

// Ask asks until the answer is one.
func Ask(ctx context.Context, p Person, q Question) (string, error) {
	for {
		typed, err := p.Ask(ctx, q)
		if err != nil {
			return "", err
		}
		answer, why := q.Answer(typed)
		if why == nil {
			return answer, nil
		}
		p.Refuse(q, why)
	}
}

// Authenticate tries an account's credentials.
type Authenticate func(context.Context, *connectorv1.Account) (*connectorv1.Authentication, error)

// Fill fills in a form with a person until the vendor takes the credentials, or the person gives up. Without try, they are
// held to the contract alone, and the answer is nil.
func Fill(ctx context.Context, p Person, f *Form, try Authenticate) (*connectorv1.Authentication, error) {
	if q, ask := f.MethodQuestion(); ask {
		if err := f.answer(ctx, p, []Question{q}); err != nil {
			return nil, err
		}
	}
	p.Guide(f)
	if err := f.answer(ctx, p, f.Questions()); err != nil {
		return nil, err
	}
	if err := f.answerOptions(ctx, p); err != nil {
		return nil, err
	}
	for {
		answer, err := f.try(ctx, p, try)
		if err == nil {
			return answer, nil
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		p.Failed(err)
		if err := f.correct(ctx, p, err); err != nil {
			return nil, err
		}
	}
}

// answer asks questions one after the other.
func (f *Form) answer(ctx context.Context, p Person, questions []Question) error {
	for _, q := range questions {
		answer, err := Ask(ctx, p, q)
		if err != nil {
			return err
		}
		if err := f.Set(q.ID, answer); err != nil {
			return err
		}
	}
	return nil
}

// answerOptions asks for the connector's own settings, if the person wants to make any.
func (f *Form) answerOptions(ctx context.Context, p Person) error {
	options := f.Options()
	if len(options) == 0 {
		return nil
	}
	var labels []string
	for _, q := range options {
		labels = append(labels, q.Label)
	}
	want, err := Ask(ctx, p, Question{
		ID: "options", Label: "Change any of the optional settings", Help: "There is " + strings.Join(labels, ", ") + ".", YesNo: true, Default: No,
	})
	if err != nil || want != Yes {
		return err
	}
	return f.answer(ctx, p, options)
}

func (f *Form) try(ctx context.Context, p Person, try Authenticate) (*connectorv1.Authentication, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	if try == nil {
		return nil, nil
	}
	p.Try(f)
	answer, err := try(ctx, f.Account)
	if err == nil {
		p.Took(answer)
	}
	return answer, err
}

// correct asks again for what is at fault, or for what the person wants to change.
func (f *Form) correct(ctx context.Context, p Person, failed error) error {
	atFault := f.AtFault(failed)
	next, err := Ask(ctx, p, f.whatNext(atFault))
	if err != nil {
		return err
	}
	switch next {
	case correct:
		return f.answer(ctx, p, atFault)
	case all:
		return f.answer(ctx, p, f.Again())
	case leave:
		return &GivenUp{failed}
	}
	return nil
}
