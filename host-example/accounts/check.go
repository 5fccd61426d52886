package accounts

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/folder"
	"github.com/trellis-iam/trellis/plugin/secret"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// problem is what is wrong with what a path of the account names.
func (a Account) problem(path, todo, format string, args ...any) *Problem {
	return &Problem{
		File: a.file, Position: a.position(path), Path: a.full(path), Why: fmt.Sprintf(format, args...), ToDo: todo,
	}
}

// WithoutConnector is the error of an account whose connector is not there.
func (a Account) WithoutConnector(err *folder.NotFoundError) error {
	return &Invalid{[]*Problem{a.problem("connector", err.Suggestion(), "%v", err)}}
}

// Check holds an account to what its connector says of itself, without asking the application: unknown and missing keys,
// values that cannot be, secrets that cannot be read. Nobody is asked for a secret, and no program is run for one: of those
// only that they are there is checked. The error is an [*Invalid].
func (a Account) Check(ctx context.Context, d *connectorv1.Description, r secret.Reader) error {
	var problems []*Problem
	account := &connectorv1.Account{
		Id: a.AccountID(), AuthMethodId: a.AuthMethod, Settings: a.Settings, Operator: a.Operator, Credentials: map[string]string{},
	}
	if operator, err := a.operator(); err != nil {
		problems = append(problems, a.problem("operator", "", "%v", err))
		account.Operator = nil
	} else {
		account.Operator = operator
	}
	unread := map[string]bool{} // secrets that are there, and whose values are not known
	for _, key := range slices.Sorted(maps.Keys(a.Secrets)) {
		value, err := a.look(ctx, r, key)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			problems = append(problems, a.problem("secrets."+key, "", "%s", strings.TrimPrefix(err.Error(), key+": ")))
		}
		unread[key] = value == ""
		account.Credentials[key] = value
	}
	for e := range connector.AccountProblems(d, account) {
		if key, ok := strings.CutPrefix(e.Path, "credentials."); ok && unread[key] && takes(d, a.AuthMethod, key) {
			continue
		}
		path, _ := a.Path(e.Path)
		problems = append(problems, a.problem(path, e.Suggestion, "%s", strings.TrimPrefix(e.Message, e.Path+": ")))
	}
	return invalid(problems)
}

// takes reports whether an auth method has a secret of that key.
func takes(d *connectorv1.Description, method, key string) bool {
	for _, m := range d.GetAuthMethods() {
		if method == "" || m.GetId() == method {
			return slices.ContainsFunc(m.GetFields().GetFields(), func(f *connectorv1.Field) bool { return f.GetSecret() && f.GetKey() == key })
		}
	}
	return false
}

// look reads a secret, as far as that takes no person and no program. One that is not read is "".
func (a Account) look(ctx context.Context, r secret.Reader, key string) (string, error) {
	if c := a.Secrets[key].Command; len(c) > 0 {
		_, err := a.command(c).program()
		return "", err
	}
	ref, err := a.ref(r, key)
	if err != nil || ref.Asks() {
		return "", err
	}
	return r.Read(ctx, ref)
}
