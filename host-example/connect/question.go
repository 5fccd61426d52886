package connect

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Question is one thing to ask a person, as data: a terminal can ask it, and so can a page or a test. Its texts may be a
// connector's: they are to be made printable.
type Question struct {
	// ID says what is asked. For a value of the account it is the path that errors have, such as "credentials.api_key".
	ID string
	// Label is what people call it, and Help a sentence about it.
	Label, Help string
	// Secret answers are read without echo and never shown.
	Secret bool
	// YesNo questions are answered yes or no.
	YesNo bool
	// Required questions take no empty answer.
	Required bool
	// Choices are the answers that there are. None: any that passes.
	Choices []Choice
	// Default is what an empty answer means; it is given as an answer in its place.
	Default string
	// Unset is what follows where nothing is answered, for people: the connector's own default.
	Unset string

	check func(string) error
}

// Choice is one of several answers.
type Choice struct{ Value, Label string }

// The answers to a question of yes or no, as fields of accounts have them.
const (
	Yes = "true"
	No  = "false"
)

// Answer is what a person means by what they typed. Blanks around it mean nothing, save in secrets. The error says what is
// wrong with it without repeating it.
func (q Question) Answer(typed string) (string, error) {
	if !q.Secret {
		typed = strings.TrimSpace(typed)
	}
	switch {
	case typed == "" && q.Default != "":
		return q.Default, nil
	case typed == "" && q.Required:
		return "", errors.New("an answer is needed")
	}
	var err error
	switch {
	case typed == "":
	case q.YesNo:
		typed, err = yesNo(typed)
	case len(q.Choices) > 0:
		typed, err = q.choose(typed)
	}
	if err == nil && q.check != nil {
		err = q.check(typed)
	}
	if err != nil {
		return "", err
	}
	return typed, nil
}

func yesNo(typed string) (string, error) {
	switch strings.ToLower(typed) {
	case "y", "yes", Yes:
		return Yes, nil
	case "n", "no", No:
		return No, nil
	}
	return "", errors.New("answer yes or no")
}

// choose takes a choice by its value or, where no value reads so, by its number.
func (q Question) choose(typed string) (string, error) {
	if slices.ContainsFunc(q.Choices, func(c Choice) bool { return c.Value == typed }) {
		return typed, nil
	}
	if n, err := strconv.Atoi(typed); err == nil && n >= 1 && n <= len(q.Choices) {
		return q.Choices[n-1].Value, nil
	}
	return "", fmt.Errorf("type a number from 1 to %d, or a name as it stands there", len(q.Choices))
}

// questionOf is the question for a value of the account.
func questionOf(f connector.AccountField) Question {
	q := Question{
		ID: f.Path(), Label: f.GetLabel(), Help: f.GetHelp(), Secret: f.GetSecret(), Required: f.GetRequired(), Unset: f.GetDefaultValue(),
		YesNo: f.GetType() == connectorv1.FieldType_FIELD_TYPE_BOOLEAN && len(f.GetChoices()) == 0,
		check: func(value string) error { return reasonAlone(f.Check(value)) },
	}
	if q.Label == "" {
		q.Label = f.GetKey()
	}
	for _, c := range f.GetChoices() {
		q.Choices = append(q.Choices, Choice{c.GetValue(), c.GetLabel()})
	}
	return q
}

// reasonAlone is an error about a field without its path and help, which stand beside the question.
func reasonAlone(err error) error {
	if e, ok := errors.AsType[*connector.Error](err); ok {
		return errors.New(strings.TrimPrefix(e.Message, e.Path+": "))
	}
	return err
}
