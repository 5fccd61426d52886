package cmdline

import (
	"context"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/exit"
	"github.com/trellis-iam/trellis/plugin/secret"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Account is the flags that say whose data is read, and with what.
type Account struct {
	id, method             string
	set, operator, secrets []string
}

// Add adds the flags.
func (f *Account) Add(flags Flags) {
	flags.StringVar(&f.id, "account-id", "local", "this host's name for the account; page tokens are bound to it")
	flags.StringVar(&f.method, "auth-method", "", "how to authenticate: an id from describe (default: the first)")
	several(flags, &f.set, "set", "a setting of the account, as `key=value`")
	several(flags, &f.operator, "operator",
		"a key that only the operator may set, as `key=value`: base_url, requests_per_minute, ...;\n"+
			"ca_file=PATH reads the certificates to trust from a file")
	several(flags, &f.secrets, "secret",
		"a secret, as `key=WHERE` it is: env:NAME, file:PATH or prompt (asks on the terminal)")
}

// operatorCAFile is the operator key that only command lines have: a file with what the contract calls ca_pem.
const operatorCAFile = "ca_file"

// maxCAFile bounds that file; account.proto has the same number.
const maxCAFile = 256 << 10

// Read makes the account that the flags describe, and reads its secrets, after all flags are understood. What is not known
// to the connector is for the connector to refuse. Errors are of usage, or the cause of ctx's end, and hold no secret.
func (f *Account) Read(ctx context.Context, secrets secret.Reader) (*connectorv1.Account, error) {
	settings, err := keyValues("--set", f.set)
	if err != nil {
		return nil, err
	}
	operator, err := keyValues("--operator", f.operator)
	if err != nil {
		return nil, err
	}
	if err := readCAFile(operator); err != nil {
		return nil, err
	}
	credentials, err := f.credentials(ctx, secrets)
	if err != nil {
		return nil, err
	}
	return &connectorv1.Account{
		Id: f.id, AuthMethodId: f.method, Settings: settings, Operator: operator, Credentials: credentials,
	}, nil
}

// credentials reads the secrets. All flags are understood before the first secret is read.
func (f *Account) credentials(ctx context.Context, reader secret.Reader) (map[string]string, error) {
	refs := make([]secret.Ref, len(f.secrets))
	seen := map[string]bool{}
	for i, arg := range f.secrets {
		ref, err := secret.Parse(arg)
		if err != nil {
			return nil, exit.Usagef("--secret: %v", err)
		}
		if seen[ref.Key] {
			return nil, exit.Usagef("--secret: %s is given twice", ref.Key)
		}
		refs[i], seen[ref.Key] = ref, true
	}
	credentials := make(map[string]string, len(refs))
	for _, ref := range refs {
		value, err := reader.Read(ctx, ref)
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err != nil {
			return nil, exit.Usagef("--secret: %v", err)
		}
		credentials[ref.Key] = value
	}
	return credentials, nil
}

// keyValues reads the values of a flag that may be given several times.
func keyValues(flag string, args []string) (map[string]string, error) {
	values := make(map[string]string, len(args))
	for _, arg := range args {
		key, value, ok := strings.Cut(arg, "=")
		if !ok || key == "" {
			return nil, exit.Usagef("%s takes key=value", flag)
		}
		if _, twice := values[key]; twice {
			return nil, exit.Usagef("%s: %.64q is given twice", flag, key)
		}
		values[key] = value
	}
	return values, nil
}

// readCAFile replaces the name of a file with certificates by what is in it.
func readCAFile(operator map[string]string) error {
	path, ok := operator[operatorCAFile]
	if !ok {
		return nil
	}
	if _, twice := operator[connector.OperatorCAPEM]; twice {
		return exit.Usagef("--operator: give %s or %s, not both", operatorCAFile, connector.OperatorCAPEM)
	}
	pem, err := ReadFile(path, maxCAFile)
	if err != nil {
		return exit.Usagef("--operator %s: %v", operatorCAFile, err)
	}
	delete(operator, operatorCAFile)
	operator[connector.OperatorCAPEM] = string(pem)
	return nil
}
