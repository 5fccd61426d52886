package accounts

import (
	"maps"
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	"github.com/trellis-iam/trellis/plugin/secret"
)

// Configured is the account as flags can stand on top of it. Files that it names are seen from the accounts file's folder, and
// that of certificates is read; no secret is read yet. Errors are of usage.
func (a Account) Configured(r secret.Reader) (cmdline.Configured, error) {
	operator, err := a.operator()
	if err != nil {
		return cmdline.Configured{}, err
	}
	c := cmdline.Configured{ID: a.AccountID(), AuthMethod: a.AuthMethod, Settings: a.Settings, Operator: operator}
	for _, key := range slices.Sorted(maps.Keys(a.Secrets)) {
		ref, err := a.ref(r, key)
		if err != nil {
			return cmdline.Configured{}, err
		}
		c.Secrets = append(c.Secrets, cmdline.ConfiguredSecret{Ref: ref, Said: strings.TrimSuffix(a.Where("secrets."+key), "."+key)})
	}
	return c, nil
}

// operator are the operator keys, with certificates in place of the name of their file.
func (a Account) operator() (map[string]string, error) {
	operator := maps.Clone(a.Operator)
	if path, ok := operator[cmdline.OperatorCAFile]; ok {
		operator[cmdline.OperatorCAFile] = a.in(path)
	}
	return operator, cmdline.ReadCAFile(a.Where("operator"), operator)
}

func (a Account) ref(r secret.Reader, key string) (secret.Ref, error) {
	s := a.Secrets[key]
	if len(s.Command) > 0 {
		return secret.From(key, a.command(s.Command).run), nil
	}
	ref, err := r.Ref(key, s.Place)
	if err != nil {
		return secret.Ref{}, a.problem("secrets."+key, "", "%v", err)
	}
	if a.file != "" {
		ref = ref.In(a.folder())
	}
	return ref, nil
}

// sections pairs the paths of the contract with those of the file.
var sections = []struct{ contract, file string }{
	{"credentials.", "secrets."},
	{"operator." + connector.OperatorCAPEM, "operator." + cmdline.OperatorCAFile},
	{"auth_method_id", "auth_method"},
	{"account.id", "id"},
}

// Path is what a path of the contract, such as `credentials.api_key`, is in the file. It is not ok where it is not about the
// account, or where the account has nothing there that could be wrong.
func (a Account) Path(contract string) (path string, ok bool) {
	path = contract
	for _, s := range sections {
		if rest, found := strings.CutPrefix(contract, s.contract); found {
			path = s.file + rest
			break
		}
	}
	for _, s := range []string{"settings.", "operator.", "secrets.", "auth_method", "id"} {
		if strings.HasPrefix(path, s) {
			return path, true
		}
	}
	return "", false
}
