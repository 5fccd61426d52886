package cli

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/secret"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// accountFlags say whose data is read, and with what.
type accountFlags struct {
	id, method             string
	set, operator, secrets []string
}

func (f *accountFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.id, "account-id", "local", "this host's name for the account; page tokens are bound to it")
	flags.StringVar(&f.method, "auth-method", "", "how to authenticate: an id from describe (default: the first)")
	flags.StringArrayVar(&f.set, "set", nil, "a setting of the account, as `key=value`")
	flags.StringArrayVar(&f.operator, "operator", nil,
		"a key that only the operator may set, as `key=value`: base_url, requests_per_minute, ...;\n"+
			"ca_file=PATH reads the certificates to trust from a file")
	flags.StringArrayVar(&f.secrets, "secret", nil,
		"a secret, as `key=WHERE` it is: env:NAME, file:PATH or prompt (asks on the terminal)")
}

// operatorCAFile is the operator key that only the command line has: a file with what the contract calls ca_pem.
const operatorCAFile = "ca_file"

// maxCAFile bounds that file; account.proto has the same number.
const maxCAFile = 256 << 10

// account reads the account that the flags describe. What is not known to the connector is for the connector to refuse.
func (a *app) account(ctx context.Context, f accountFlags) (*connectorv1.Account, error) {
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
	credentials, err := a.credentials(ctx, f.secrets)
	if err != nil {
		return nil, err
	}
	return &connectorv1.Account{
		Id: f.id, AuthMethodId: f.method, Settings: settings, Operator: operator, Credentials: credentials,
	}, nil
}

// credentials reads the secrets. All flags are understood before the first secret is read.
func (a *app) credentials(ctx context.Context, flags []string) (map[string]string, error) {
	refs := make([]secret.Ref, len(flags))
	seen := map[string]bool{}
	for i, arg := range flags {
		ref, err := secret.Parse(arg)
		if err != nil {
			return nil, usagef("--secret: %v", err)
		}
		if seen[ref.Key] {
			return nil, usagef("--secret: %s is given twice", ref.Key)
		}
		refs[i], seen[ref.Key] = ref, true
	}
	reader := secret.Reader{
		LookupEnv: a.LookupEnv, Prompt: a.Prompt,
		Warn: func(s string) { a.log.Warn(s) },
	}
	credentials := make(map[string]string, len(refs))
	for _, ref := range refs {
		value, err := reader.Read(ctx, ref)
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err != nil {
			return nil, usagef("--secret: %v", err)
		}
		credentials[ref.Key] = value
	}
	a.secrets = slices.Collect(maps.Values(credentials))
	return credentials, nil
}

// keyValues reads the values of a flag that may be given several times.
func keyValues(flag string, args []string) (map[string]string, error) {
	values := make(map[string]string, len(args))
	for _, arg := range args {
		key, value, ok := strings.Cut(arg, "=")
		if !ok || key == "" {
			return nil, usagef("%s takes key=value", flag)
		}
		if _, twice := values[key]; twice {
			return nil, usagef("%s: %.64q is given twice", flag, key)
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
		return usagef("--operator: give %s or %s, not both", operatorCAFile, connector.OperatorCAPEM)
	}
	info, err := os.Stat(path)
	if err != nil {
		return usagef("--operator %s: %v", operatorCAFile, err)
	}
	if !info.Mode().IsRegular() || info.Size() > maxCAFile {
		return usagef("--operator %s: %s is no file of at most %d bytes", operatorCAFile, path, maxCAFile)
	}
	pem, err := os.ReadFile(path)
	if err != nil {
		return usagef("--operator %s: %v", operatorCAFile, err)
	}
	delete(operator, operatorCAFile)
	operator[connector.OperatorCAPEM] = string(pem)
	return nil
}
