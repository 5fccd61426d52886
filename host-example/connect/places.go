package connect

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/trellis-iam/trellis/host-example/accounts"
)

// Variable is the place of secrets that an environment variable has already.
type Variable struct {
	// LookupEnv is os.LookupEnv.
	LookupEnv func(string) (string, bool)
	// Connector is the connector's name, of which the variable's is made that is proposed.
	Connector string
}

// Choice is what people know it by.
func (Variable) Choice() Choice {
	return Choice{"env", "an environment variable that has it already"}
}

// Unfit is nil: there is always an environment.
func (Variable) Unfit(context.Context) error { return nil }

// Question proposes the usual name of such a variable where it has the secret.
func (v Variable) Question(s Secret) Question {
	q := Question{ID: "env." + s.Key, Label: "Name of the variable", Help: "It is read whenever the account is.", Required: true}
	name := strings.ToUpper(strings.ReplaceAll(v.Connector, "-", "_") + "_" + s.Key)
	if value, _ := v.LookupEnv(name); value == s.Value {
		q.Default = name
	}
	return q
}

// Settle makes sure that the variable has the same secret.
func (v Variable) Settle(_ context.Context, s Secret, name string) (Kept, error) {
	value, set := v.LookupEnv(name)
	switch {
	case !set:
		return Kept{}, errors.New("there is no such variable in this environment: set it and come back, or choose another place")
	case value != s.Value:
		return Kept{}, errors.New("the variable holds something else than what was typed in")
	}
	return Kept{Secret: s, Where: accounts.Secret{Place: "env:" + name}}, nil
}

// Program is the place of secrets that a program prints, such as a password manager's.
type Program struct {
	// Run runs it and returns what it printed, without the last line break.
	Run func(ctx context.Context, argv []string) (string, error)
}

// Choice is what people know it by.
func (Program) Choice() Choice {
	return Choice{"command", "a program that prints it, such as a password manager's"}
}

// Unfit is nil: trying shows.
func (Program) Unfit(context.Context) error { return nil }

// Question asks for the program and its arguments.
func (Program) Question(s Secret) Question {
	return Question{
		ID: "command." + s.Key, Label: "Program and arguments", Required: true,
		Help: "With blanks between them, such as: pass show acme/key. No shell reads it: where an argument has blanks, write all as JSON, " +
			`such as ["op", "read", "op://vault/an item/field"].`,
	}
}

// Settle runs the program and compares.
func (p Program) Settle(ctx context.Context, s Secret, line string) (Kept, error) {
	argv, err := arguments(line)
	if err != nil {
		return Kept{}, err
	}
	printed, err := p.Run(ctx, argv)
	if err != nil {
		return Kept{}, err
	}
	if printed != s.Value {
		return Kept{}, fmt.Errorf("%s printed something else than what was typed in", argv[0])
	}
	return Kept{Secret: s, Where: accounts.Secret{Command: argv}}, nil
}

// arguments reads a command: words, or an array of JSON.
func arguments(line string) ([]string, error) {
	if !strings.HasPrefix(line, "[") {
		return strings.Fields(line), nil
	}
	var argv []string
	if err := json.Unmarshal([]byte(line), &argv); err != nil || len(argv) == 0 {
		return nil, errors.New("this is no array of texts in JSON")
	}
	return argv, nil
}
