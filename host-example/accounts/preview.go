package accounts

import (
	"context"

	"github.com/trellis-iam/trellis/plugin/exit"
)

// CheckName says what is wrong with the name of an account.
func CheckName(name string) error {
	if !isName(name) {
		return exit.Usagef("%s", wrongName)
	}
	return nil
}

// Text is a file that has the account alone.
func (a Account) Text() ([]byte, error) { return appended(nil, a) }

// Run runs a program that writes a secret, as it is run for an account of a file in that folder.
func Run(ctx context.Context, folder string, args []string) (string, error) {
	return command{args, folder}.run(ctx)
}
