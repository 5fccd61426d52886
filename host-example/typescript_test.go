package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/conformance"
	"github.com/trellis-iam/trellis/connector/lattica/latticatest"
	"github.com/trellis-iam/trellis/plugin/manager"
)

// typescript is the connector that is written in another language: it reads Lattica, and is held to all that Lattica's
// connector in Go is. It is in a folder of its own, beside that one.
var typescript = application{
	connector: typescriptName, faults: latticaFaults, link: linkLattica, folder: typescriptFolder,
}

const (
	typescriptName = "lattica-node"
	// typescriptSource is where it is written.
	typescriptSource = "../plugin/typescript"
)

// typescriptFolder builds it, the first time.
func typescriptFolder(t testing.TB) string {
	t.Helper()
	node := needNode(t)
	folder := filepath.Join(built, "typescript")
	binary := filepath.Join(folder, "trellis-connector-"+typescriptName)
	if _, err := os.Stat(binary); err == nil {
		return folder
	}
	dependOnTypeScript(t)
	out, err := exec.CommandContext(t.Context(), node, filepath.Join(typescriptSource, "build.mjs"), binary).CombinedOutput()
	if err != nil {
		t.Fatalf("build.mjs: %v\n%s", err, out)
	}
	const lattica = "trellis-connector-lattica"
	if err := os.Symlink(filepath.Join(built, "plugins", lattica), filepath.Join(folder, lattica)); err != nil {
		t.Fatal(err)
	}
	trellis(t, "connectors", "trust", "--all", "--plugins", folder).want(t, 0,
		typescriptName+" is a script: its interpreter "+node+" and what it imports are not covered")
	return folder
}

// typescriptAt starts a Lattica, and tells the flags of an account there that the connector in TypeScript reads.
func typescriptAt(t *testing.T, config latticatest.Config) (*latticatest.Server, []string) {
	t.Helper()
	s, account := latticaAt(t, config)
	account[0] = typescriptName
	return s, append(account, "--plugins", typescriptFolder(t))
}

// needNode skips the test where Node.js or the packages are missing, for which make test does not ask. In CI they must be there.
func needNode(t testing.TB) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not run a script by its first line")
	}
	node, err := exec.LookPath("node")
	if err == nil {
		node, err = filepath.EvalSymlinks(node) // as Node.js calls itself
	}
	_, there := os.Stat(filepath.Join(typescriptSource, "node_modules", "esbuild"))
	if err := errors.Join(err, there); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the connector in TypeScript cannot be built: %v", err)
		}
		t.Skipf("the connector in TypeScript is not tested: Node.js or its packages are not here (make node): %v", err)
	}
	return node
}

// dependOnTypeScript looks at all that it is made of, as dependOnSources does.
func dependOnTypeScript(t testing.TB) {
	t.Helper()
	for _, part := range []string{"src", "build.mjs", "package.json"} {
		err := filepath.WalkDir(filepath.Join(typescriptSource, part), func(path string, _ os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			_, err = os.Stat(path)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// All that can go wrong at the vendor ends as it does with the connector in Go.
func TestTypeScriptFaults(t *testing.T) {
	typescript.folder(t)
	runFaults(t, typescript, make(chan struct{}, atOnce)).check(t)
}

// The kit judges it by the contract alone, with a sandbox to fail in: the one that the connector in Go has.
func TestTypeScriptConformance(t *testing.T) {
	conformance.Run(t, conformance.Target{Path: filepath.Join(typescript.folder(t), "trellis-connector-"+typescriptName), Sandbox: true})
}

// Both connectors to Lattica say the same of themselves, but for who they are.
func TestTypeScriptDescribesTheSame(t *testing.T) {
	m, err := manager.New(manager.Config{Folder: typescript.folder(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	want, err := m.Connector("lattica").Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.Connector(typescriptName).Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(got.GetSummary(), want.GetSummary()) || !strings.Contains(got.GetSummary(), "TypeScript") {
		t.Errorf("summary %q", got.GetSummary())
	}
	got.Name, got.Summary = want.GetName(), want.GetSummary()
	if !proto.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}
