package accounts

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/trellis-iam/trellis/plugin/exit"
)

func TestParse(t *testing.T) {
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse("f.yaml", []byte(tt.text))
			told(t, err, tt.problems...)
		})
	}
}

// told makes sure that an error is exactly these problems, says what to do, and repeats no value.
func told(t *testing.T, err error, want ...string) {
	t.Helper()
	if err == nil && len(want) == 0 {
		return
	}
	e, ok := errors.AsType[*Invalid](err)
	if !ok || !errors.Is(err, exit.ErrUsage) {
		t.Fatalf("%v, want %q", err, want)
	}
	if len(e.Problems) != len(want) {
		t.Fatalf("%d problems, want %d:\n%s", len(e.Problems), len(want), strings.ReplaceAll(err.Error(), "; ", "\n"))
	}
	for i, p := range e.Problems {
		if !strings.HasPrefix(p.Error(), want[i]) {
			t.Errorf("%q, want %q", p.Error(), want[i])
		}
		if text := p.Error() + p.Suggestion(); strings.Contains(text, hidden) || strings.Contains(text, "s3cret_hidden") {
			t.Errorf("it repeats a value: %s", text)
		}
	}
}

func TestAccounts(t *testing.T) {
	f, err := Parse("/etc/f.yaml", []byte(full))
	if err != nil {
		t.Fatal(err)
	}
	want := []Account{{
		Name: "acme", Connector: "lattice", ID: "acme-1", AuthMethod: "api_key",
		Settings: map[string]string{"region": "emea"}, Operator: map[string]string{"requests_per_minute": "60", "ca_file": "ca.pem"},
		Secrets: map[string]Secret{
			"api_key": {Place: "env:LATTICE_API_KEY"}, "file": {Place: "file:some where.key"}, "ring": {Place: "keyring:acme/lattice"},
			"asked": {Place: "prompt"}, "other": {Command: []string{"op", "read", "op://vault/item/field"}},
		},
	}, {Name: "globex", Connector: "lattice-scim"}}
	if d := cmp.Diff(want, f.Accounts, cmpopts.IgnoreUnexported(Account{})); d != "" {
		t.Error(d)
	}
	for path, want := range map[string]string{
		"":                 "/etc/f.yaml:3:3: accounts.acme",
		"connector":        "/etc/f.yaml:4:5: accounts.acme.connector",
		"settings.region":  "/etc/f.yaml:7:16: accounts.acme.settings.region",
		"settings.other":   "/etc/f.yaml:7:5: accounts.acme.settings.other",
		"operator.ca_file": "/etc/f.yaml:8:41: accounts.acme.operator.ca_file",
		"secrets.other":    "/etc/f.yaml:14:7: accounts.acme.secrets.other",
	} {
		if got := f.Accounts[0].Where(path); got != want {
			t.Errorf("%s is at %s, want %s", path, got, want)
		}
	}
	for contract, want := range map[string]string{
		"credentials.api_key": "secrets.api_key", "operator.ca_pem": "operator.ca_file", "settings.region": "settings.region",
		"auth_method_id": "auth_method", "account.id": "id", "options.filters.x": "", "account": "",
	} {
		if got, ok := f.Accounts[0].Path(contract); got != want || ok != (want != "") {
			t.Errorf("%s is %q, %v", contract, got, ok)
		}
	}
	if got := f.Accounts[0].Secrets["other"].String(); got != "command:op" {
		t.Error(got)
	}
	a, err := f.Account("globex")
	if err != nil || a.Connector != "lattice-scim" || a.AccountID() != "globex" {
		t.Errorf("%+v, %v", a, err)
	}
	_, err = f.Account("glbex")
	if e, ok := errors.AsType[*UnknownError](err); !ok || !errors.Is(err, exit.ErrUsage) ||
		e.Error() != `no account "glbex" in /etc/f.yaml; there is acme, globex` || e.Suggestion() != "did you mean globex?" {
		t.Error(err)
	}
}

// A file with the same mistake in every line is told of in a screenful.
func TestManyProblems(t *testing.T) {
	var b strings.Builder
	b.WriteString("accounts:\n")
	for i := range 100 {
		fmt.Fprintf(&b, "  a%d: {conector: x}\n", i)
	}
	_, err := Parse("f.yaml", []byte(b.String()))
	e, ok := errors.AsType[*Invalid](err)
	if !ok || len(e.Problems) != maxProblems || !strings.HasSuffix(err.Error(), "(and 175 more problems)") {
		t.Errorf("%v", err)
	}
}

// What is deep or long is refused without ado, and nothing in it becomes more than it is.
func TestHostileFiles(t *testing.T) {
	for name, text := range map[string]string{
		"lists":    strings.Repeat("[", maxFile),
		"mappings": strings.Repeat("{a: ", maxFile/4),
		"indents":  "accounts:\n" + strings.Repeat("- ", maxFile/2),
		"anchors":  "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n" + strings.Repeat("d: [*c, *c]\n", 1000),
		"keys":     "accounts:\n" + strings.Repeat("  a: {connector: x}\n", maxFile/20),
		"lines":    strings.Repeat("\n", maxFile-2) + "\t@",
	} {
		if _, err := Parse("f.yaml", []byte(text)); err == nil {
			t.Errorf("%s: accepted", name)
		} else if len(err.Error()) > 16<<10 {
			t.Errorf("%s: an error of %d bytes", name, len(err.Error()))
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, tt := range cases {
		f.Add(tt.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, err := Parse("f.yaml", []byte(text))
		if err != nil {
			e, ok := errors.AsType[*Invalid](err)
			if !ok || len(e.Problems) == 0 || len(e.Problems) > maxProblems {
				t.Fatalf("%T: %v", err, err)
			}
			lines := 1
			for _, breaks := range []string{"\n", "\r", "\u0085", "\u2028", "\u2029"} { // what ends a line in YAML 1.1
				lines += strings.Count(text, breaks)
			}
			for _, p := range e.Problems {
				if p.Line < 1 || p.Column < 1 || p.Line > lines+1 || p.Why == "" {
					t.Errorf("%+v", p)
				}
			}
			return
		}
		for _, a := range file.Accounts { // what was read can be written, and is the same again
			after, err := with("f.yaml", nil, a)
			if err != nil {
				t.Fatalf("%+v: %v", a, err)
			}
			again, err := Parse("f.yaml", after)
			if err != nil || !same(again.Accounts, []Account{a}) {
				t.Errorf("%+v became %+v, %v", a, again.Accounts, err)
			}
		}
	})
}
