package conformance

import (
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write docs/conformance.md instead of comparing with it")

const (
	documentFile = "../docs/conformance.md"
	documentHead = "# Conformance: is a connector right?\n\n" +
		`The kit starts a connector's binary as a host does, speaks the contract with it over gRPC, and judges what comes, before any host's
repairs. It knows nothing of the language that the connector is written in. What it demands is in the contract: each case below
names the place.

## How to run it

` + "```sh" + `
trellis conformance ./trellis-connector-acme --sandbox                        # all cases
trellis conformance ./trellis-connector-acme --secret api_key=env:ACME_KEY    # those that need no faults of the vendor's
trellis conformance ./trellis-connector-acme                                  # those that need no account
trellis conformance ./trellis-connector-acme --sandbox --run '^(listing|resume)'
` + "```" + `

With ` + "`--sandbox`" + ` the kit starts ` + "`<binary> sandbox`" + `, the connector's own stand-in for its vendor, as often as it needs one, and makes it fail;
[docs/sandbox.md](sandbox.md) says what that command must do. Without, it takes the account that the flags describe, as ` + "`trellis users`" + ` does.
It lists that account many times: take one that is small, and that nobody works in meanwhile.

A run takes some 20 seconds. For each case that fails it says what was seen, what the contract says and where, and what to do. A case
that could not run, or does not apply, is told with its reason: nothing is skipped in silence. Where Authenticate or a plain list fails as
such, the cases that rest on it are not reached: they could not run, and name the case to fix first, which is in the report even if it was
not asked for. A case that is marked (should) does not
fail the run.

| exit status | means |
| --- | --- |
| 0 | nothing failed, or only what is expected to |
| 1 | something failed, or the sandbox could not be used |
| 2 | the command cannot be understood |

` + "`-o json`" + ` is for programs: one object with ` + "`ok`, `counts` and `cases`" + ` (id, outcome, severity, sentence, seen, why, fix_first, where, contract, to_do). ` + "`-o junit`" + ` is
for build servers.

### In CI, for any language

Build the connector, then let the exit status decide:

` + "```yaml" + `
- run: make build                         # whatever makes trellis-connector-acme
- run: trellis conformance ./trellis-connector-acme --sandbox -o junit --expected-failures expected_failures.yaml > conformance.xml
` + "```" + `

What a connector is known to fail stands in a file, with the reason:

` + "```yaml" + `
- case: authenticate.wrong
  reason: The data is in memory; there is nobody who could reject a token.
` + "```" + `

A case in it that passes fails the run, so that it is taken out, and so does an id that no case has. A case that could not run, does not
apply or was not asked for may stand there: one file serves runs with a sandbox and without. A file that cannot be read as one such list is
a usage error: a case that stands there twice or has no reason, an unknown member, a second YAML document.

### In a Go test

` + "```go" + `
func TestConformance(t *testing.T) {
	conformance.Run(t, conformance.Target{Path: binary, Sandbox: true})
}
` + "```" + `

It has the same cases, each as a subtest.

## Is the kit itself right?

` + "`make mutants`" + ` runs it against more than two hundred connectors that are wrong in one way each
([conformance/mutants](../conformance/mutants)): one drops the last page, one has the key in its tokens, one says nothing while it waits.
The table says of each what it does, which cases are meant to notice, and which others did. The run fails where a mutant is missed by a
case that is meant to notice it, and where any case finds fault with the good connector that all of them are made of. ` + "`make test`" + `
does the same, without the other cases. What no mutant needs is listed at the end, with the reason.

## The cases

This part is generated from the cases: ` + "`make docs`" + ` writes it, and a test compares.

`
)

// The document says what the cases say.
func TestDocument(t *testing.T) {
	want := documentHead + Markdown()
	if *update {
		if err := os.WriteFile(documentFile, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(documentFile)
	if err != nil || string(got) != want {
		t.Errorf("docs/conformance.md is not what the cases say; `make docs` writes it. %v", err)
	}
}
