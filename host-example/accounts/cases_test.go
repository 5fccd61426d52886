package accounts

// hidden is a value that no error may repeat.
const hidden = "s3cr3t-hidden-value"

// cases are files, and how they are wrong: each line is how a problem begins. A schema says the same of them, but for those
// that only a parser can see.
var cases = []struct {
	name, text string
	problems   []string
	unseen     bool // by a schema
}{
	{name: "all there is", text: full},
	{name: "none", text: "accounts:\n"},
	{name: "none in braces", text: "accounts: {}\n"},
	{name: "sections that are empty", text: "accounts:\n  a:\n    connector: x\n    settings:\n    operator:\n    secrets:\n"},
	{name: "values that are no texts", text: "accounts:\n  1:\n    connector: x\n    settings: {a: 1, b: true, c: 1.5, d: 0x10, e: 007, f: \"\"}\n"},
	{name: "a list over lines", text: "accounts:\n  a:\n    connector: x\n    secrets:\n      k:\n        command:\n          - op\n          - 1\n"},

	{name: "empty", text: "", problems: []string{"f.yaml:1:1: the file is empty"}},
	{name: "comments", text: "# nothing\n", problems: []string{"f.yaml:1:1: the file is empty"}},
	{name: "a text", text: hidden, problems: []string{"f.yaml:1:1: this is a single value, and keys"}},
	{name: "a list", text: "- a\n", problems: []string{"f.yaml:1:1: this is a list, and keys"}},
	{name: "other keys", text: "version: 1\naccount: {}\n", problems: []string{
		"f.yaml:1:1: version: the file has no such key", "f.yaml:1:1: the key accounts is missing", "f.yaml:2:1: account: the file has no such key",
	}},
	{name: "accounts that are a list", text: "accounts:\n  - connector: x\n", problems: []string{"f.yaml:2:3: accounts: this is a list, and keys"}},
	{name: "names", text: "accounts:\n  -a: {connector: x}\n  \"a b\": {connector: x}\n  .a: {connector: x}\n  a.b-c_D9: {connector: x}\n", problems: []string{
		"f.yaml:2:3: accounts.-a: the name of an account has 1 to 64", "f.yaml:3:3: accounts.a b: the name", "f.yaml:4:3: accounts..a: the name",
	}},
	{name: "accounts without a connector", text: "accounts:\n  a:\n  b: {}\n  c: []\n", problems: []string{
		"f.yaml:2:5: accounts.a: this is empty, and keys", "f.yaml:3:3: accounts.b: the connector is missing", "f.yaml:4:6: accounts.c: this is a list, and keys",
	}},
	{name: "unknown keys", text: "accounts:\n  a:\n    connector: x\n    secret: {k: env:K}\n    api_key: " + hidden + "\n", problems: []string{
		"f.yaml:4:5: accounts.a.secret: an account has no such key", "f.yaml:5:5: accounts.a.api_key: an account has no such key",
	}},
	{name: "words", text: "accounts:\n  a:\n    connector: Lattice\n    id: 7\n    auth_method: [k]\n  b:\n    connector: 1\n    id: \"\"\n    auth_method: API\n", problems: []string{
		"f.yaml:3:16: accounts.a.connector: this must be the name of a connector", "f.yaml:4:9: accounts.a.id: YAML takes this for a number",
		"f.yaml:5:18: accounts.a.auth_method: this must be the id", "f.yaml:7:16: accounts.b.connector: YAML takes this for a number",
		"f.yaml:8:9: accounts.b.id: this must be a text of 1 to 256", "f.yaml:9:18: accounts.b.auth_method: this must be the id",
	}},
	{name: "values", text: "accounts:\n  a:\n    connector: x\n    settings: {a: , b: [c], C: d, e: {f: g}}\n    operator: " + hidden + "\n", problems: []string{
		"f.yaml:4:19: accounts.a.settings.a: the value is missing", "f.yaml:4:24: accounts.a.settings.b: this is a list, and a single value",
		"f.yaml:4:29: accounts.a.settings.C: a key here has small letters", "f.yaml:4:38: accounts.a.settings.e: this is a mapping",
		"f.yaml:5:15: accounts.a.operator: this is a single value, and keys",
	}},
	{name: "certificates twice", text: "accounts:\n  a:\n    connector: x\n    operator: {ca_file: a.pem, ca_pem: b}\n", problems: []string{
		"f.yaml:4:15: accounts.a.operator: ca_file and ca_pem are both given",
	}},
	{name: "a secret itself", text: "accounts:\n  a:\n    connector: x\n    secrets:\n      k: " + hidden + "\n      l: 12345678\n      m: vault:" + hidden + "\n      n: env:" + hidden + "\n      o: [env:K]\n", problems: []string{
		"f.yaml:5:10: accounts.a.secrets.k: this does not say where the secret is", "f.yaml:6:10: accounts.a.secrets.l: this does not say",
		"f.yaml:7:10: accounts.a.secrets.m: this does not say", "f.yaml:8:10: accounts.a.secrets.n: what follows env: is no name",
		"f.yaml:9:10: accounts.a.secrets.o: this does not say",
	}},
	{name: "a secret as a key", text: "accounts:\n  a:\n    connector: x\n    secrets: {s3cret_hidden}\n", problems: []string{
		"f.yaml:4:15: accounts.a.secrets: this is no key with the place of its secret",
	}},
	{name: "secrets that are one", text: "accounts:\n  a:\n    connector: x\n    secrets: " + hidden + "\n", problems: []string{"f.yaml:4:14: accounts.a.secrets: this is a single value"}},
	{name: "commands", text: "accounts:\n  a:\n    connector: x\n    secrets:\n      k: {command: op read x}\n      l: {command: []}\n      m: {command: [\"\"]}\n      n: {run: [op]}\n      o: {}\n      p: {command: [op, [a]]}\n", problems: []string{
		"f.yaml:5:20: accounts.a.secrets.k.command: this must be a list", "f.yaml:6:20: accounts.a.secrets.l.command: this must be a list",
		"f.yaml:7:21: accounts.a.secrets.m.command: a program and its", "f.yaml:8:11: accounts.a.secrets.n: a secret is a place",
		"f.yaml:9:10: accounts.a.secrets.o: it does not say where", "f.yaml:10:25: accounts.a.secrets.p.command: a program and its",
	}},

	{name: "keys twice", unseen: true, text: "accounts:\n  a: {connector: x}\n  a: {connector: x}\n  b: {connector: x, connector: x}\n", problems: []string{
		"f.yaml:3:3: accounts.a: this key is there twice", "f.yaml:4:21: accounts.b.connector: this key is there twice",
	}},
	{name: "ids twice", unseen: true, text: "accounts:\n  a: {connector: x}\n  b: {connector: x, id: a}\n  c: {connector: y, id: a}\n", problems: []string{
		"f.yaml:3:21: accounts.b.id: a has the same connector and the same id",
	}},
	{name: "anchors", unseen: true, text: "accounts:\n  a: &a {connector: x}\n  b: *a\n  c: {<<: *a}\n  d: {connector: !!str x}\n", problems: []string{
		"f.yaml:2:6: this has an anchor", "f.yaml:3:6: this is an alias", "f.yaml:4:11: this is an alias", "f.yaml:5:18: this has a tag",
	}},
	{name: "two documents", unseen: true, text: "accounts:\n---\naccounts:\n", problems: []string{"f.yaml:2:1: a second document begins here"}},
	{name: "a tab", unseen: true, text: "accounts:\n  a:\n\tconnector: x\n", problems: []string{"f.yaml:3:1: this line is indented with a tab"}},
	{name: "bad indentation", unseen: true, text: "accounts:\n  a:\n    connector: x\n   id: y\n  b:\n    connector: x\n", problems: []string{"f.yaml:4:4: this is no YAML: did not find expected key"}},
	{name: "no end of a quote", unseen: true, text: "accounts:\n  a:\n    connector: \"" + hidden + "\n  b:\n    connector: x\n", problems: []string{"f.yaml:3:5: this is no YAML"}},
	{name: "no end of a list", unseen: true, text: "accounts:\n  a:\n    settings: [a\n  b:\n    connector: x\n", problems: []string{"f.yaml:3:5: this is no YAML"}},
	{name: "an alias of nothing", unseen: true, text: "accounts:\n  a:\n    secrets: {k: *" + hidden + "}\n", problems: []string{"f.yaml:3:5: this is no YAML: an alias (*) of nothing"}},
	{name: "an at sign", unseen: true, text: "accounts:\n  a:\n    connector: @x\n", problems: []string{"f.yaml:3:5: this is no YAML"}},
	{name: "no UTF-8", unseen: true, text: "accounts:\n  a:\n    connector: \xff\n", problems: []string{"f.yaml:3:5: this is no YAML"}},
}

const full = `# ours
accounts:
  acme:                      # the first
    connector: lattice
    id: acme-1
    auth_method: api_key
    settings: {region: emea}
    operator: {requests_per_minute: 60, ca_file: ca.pem}
    secrets:
      api_key: env:LATTICE_API_KEY
      file: file:some where.key
      ring: keyring:acme/lattice
      asked: prompt
      other: {command: [op, read, "op://vault/item/field"]}
  globex:
    connector: lattice-scim
`
