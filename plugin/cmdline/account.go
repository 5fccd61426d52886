package cmdline

import (
	"cmp"
	"context"
	"maps"
	"slices"
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
	flags.StringVar(&f.id, "account-id", "", "this host's name for the account; page tokens are bound to it (default \""+localAccount+"\")")
	flags.StringVar(&f.method, "auth-method", "", "how to authenticate: an id from describe (default: the first)")
	several(flags, &f.set, "set", "a setting of the account, as `key=value`")
	several(flags, &f.operator, "operator",
		"a key that only the operator may set, as `key=value`: base_url, requests_per_minute, ...;\n"+
			"ca_file=PATH reads the certificates to trust from a file")
	several(flags, &f.secrets, "secret",
		"a secret, as `key=WHERE` it is: env:NAME, file:PATH or prompt (asks on the terminal)")
}

// ID is the account's id as it is given, and "" where none is.
func (f *Account) ID() string { return f.id }

// Gives reports whether a flag gives what a path of the contract names, such as `settings.region`.
func (f *Account) Gives(path string) bool {
	section, key, _ := strings.Cut(path, ".")
	given := map[string][]string{"settings": f.set, "operator": f.operator, "credentials": f.secrets}[section]
	if path == "operator."+connector.OperatorCAPEM && slices.ContainsFunc(given, func(arg string) bool { return strings.HasPrefix(arg, OperatorCAFile+"=") }) {
		return true
	}
	return path == "auth_method_id" && f.method != "" || path == "account.id" && f.id != "" ||
		slices.ContainsFunc(given, func(arg string) bool { return strings.HasPrefix(arg, key+"=") })
}

// localAccount is the id of an account that has none.
const localAccount = "local"

// Configured is an account that is written down somewhere. Flags stand on top of it.
type Configured struct {
	ID, AuthMethod     string
	Settings, Operator map[string]string
	Secrets            []ConfiguredSecret
}

// ConfiguredSecret is where a secret is, and where that is said, for its errors.
type ConfiguredSecret struct {
	secret.Ref
	Said string
}

// OperatorCAFile is the operator key that only command lines and files have: a file with what the contract calls ca_pem.
const OperatorCAFile = "ca_file"

// maxCAFile bounds that file; account.proto has the same number.
const maxCAFile = 256 << 10

// Read makes the account that the flags describe, and reads its secrets, after all flags are understood. What is not known
// to the connector is for the connector to refuse. Errors are of usage, or the cause of ctx's end, and hold no secret.
func (f *Account) Read(ctx context.Context, secrets secret.Reader) (*connectorv1.Account, error) {
	return f.ReadOver(ctx, Configured{}, secrets)
}

// ReadOver is Read on top of an account that is configured: each flag replaces what that has for its key, and a secret that is
// replaced is not read.
func (f *Account) ReadOver(ctx context.Context, c Configured, secrets secret.Reader) (*connectorv1.Account, error) {
	given, err := f.Given(secrets)
	if err != nil {
		return nil, err
	}
	if err := ReadCAFile("--operator", given.Operator); err != nil {
		return nil, err
	}
	refs := given.Secrets
	for _, ref := range c.Secrets {
		if !slices.ContainsFunc(refs, func(r ConfiguredSecret) bool { return r.Key == ref.Key }) {
			refs = append(refs, ref)
		}
	}
	credentials, err := read(ctx, secrets, refs)
	if err != nil {
		return nil, err
	}
	return &connectorv1.Account{
		Id: cmp.Or(given.ID, c.ID, localAccount), AuthMethodId: cmp.Or(given.AuthMethod, c.AuthMethod),
		Settings: over(c.Settings, given.Settings), Operator: over(c.Operator, given.Operator), Credentials: credentials,
	}, nil
}

// Given is what the flags say, as it could be written down: nothing is read that they lead to. Errors are of usage, and hold no
// secret.
func (f *Account) Given(reader secret.Reader) (Configured, error) {
	settings, err := keyValues("--set", f.set)
	if err != nil {
		return Configured{}, err
	}
	operator, err := keyValues("--operator", f.operator)
	if err != nil {
		return Configured{}, err
	}
	refs, err := f.refs(reader)
	if err != nil {
		return Configured{}, err
	}
	return Configured{ID: f.id, AuthMethod: f.method, Settings: settings, Operator: operator, Secrets: refs}, nil
}

// over puts values on top of others.
func over(below, values map[string]string) map[string]string {
	all := make(map[string]string, len(below)+len(values))
	maps.Copy(all, below)
	maps.Copy(all, values)
	return all
}

// refs understands where the flags say that secrets are.
func (f *Account) refs(reader secret.Reader) ([]ConfiguredSecret, error) {
	refs := make([]ConfiguredSecret, len(f.secrets))
	seen := map[string]bool{}
	for i, arg := range f.secrets {
		ref, err := reader.Parse(arg)
		if err != nil {
			return nil, exit.Usagef("--secret: %v", err)
		}
		if seen[ref.Key] {
			return nil, exit.Usagef("--secret: %s is given twice", ref.Key)
		}
		refs[i], seen[ref.Key] = ConfiguredSecret{ref, "--secret"}, true
	}
	return refs, nil
}

func read(ctx context.Context, reader secret.Reader, refs []ConfiguredSecret) (map[string]string, error) {
	credentials := make(map[string]string, len(refs))
	for _, ref := range refs {
		value, err := reader.Read(ctx, ref.Ref)
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err != nil {
			return nil, exit.Usagef("%s: %v", ref.Said, err)
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

// ReadCAFile replaces the name of a file with certificates, among operator keys, by what is in it. said is where
// they are said, for errors, which are of usage.
func ReadCAFile(said string, operator map[string]string) error {
	path, ok := operator[OperatorCAFile]
	if !ok {
		return nil
	}
	if _, twice := operator[connector.OperatorCAPEM]; twice {
		return exit.Usagef("%s: give %s or %s, not both", said, OperatorCAFile, connector.OperatorCAPEM)
	}
	pem, err := CAFile(path)
	if err != nil {
		return exit.Usagef("%s %s: %v", said, OperatorCAFile, err)
	}
	delete(operator, OperatorCAFile)
	operator[connector.OperatorCAPEM] = pem
	return nil
}

// CAFile reads a file with what the contract calls ca_pem, which its connector judges.
func CAFile(path string) (string, error) {
	pem, err := ReadFile(path, maxCAFile)
	return string(pem), err
}
