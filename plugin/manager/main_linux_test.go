package manager_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/plugin"
	"go.uber.org/goleak"
)

// programs are the connectors that the test binary is under other names.
var programs = map[string]func() connector.Connector{
	"sample":  sample.New,
	"lattice": newTracing,
	"versed":  func() connector.Connector { return versed{sample.New()} },
	"nervous": func() connector.Connector { return nervous{sample.New()} },
}

// TestMain is two programs: the tests, and the connectors that they run.
func TestMain(m *testing.M) {
	if os.Getenv("TRELLIS_CONNECTOR") == "" {
		goleak.VerifyTestMain(m)
		return
	}
	// With the race detector a program takes a second to exit unless it is told otherwise, and nothing is inherited.
	if os.Getenv("GORACE") == "" {
		panic(syscall.Exec("/proc/self/exe", os.Args, append(os.Environ(), "GORACE=atexit_sleep_ms=0")))
	}
	name := strings.TrimPrefix(filepath.Base(os.Args[0]), plugin.BinaryPrefix)
	plugin.Serve(programs[name]())
}

// versionMark stands before the version at the end of a binary: bytes there change nothing but the checksum.
const versionMark = "\nversion of this copy: "

// ownVersion is the version at the end of this process's own binary.
func ownVersion() string {
	program, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		panic(err)
	}
	if i := bytes.LastIndex(program, []byte(versionMark)); i >= 0 && len(program)-i < 100 {
		return string(program[i+len(versionMark):])
	}
	return "0.0.0"
}

// link makes the test binary a connector in a folder. A symbolic link will do: the name is what tells.
func link(folder, name string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return os.Symlink(self, filepath.Join(folder, plugin.BinaryPrefix+name))
}

// install writes the test binary, with a version of its own, as a connector into a folder.
func install(t testing.TB, folder, name, version string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, plugin.BinaryPrefix+name)
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	program = append(program, versionMark+version...)
	fresh := path + ".new" // a program that runs cannot be written
	if err := os.WriteFile(fresh, program, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(fresh, path); err != nil {
		t.Fatal(err)
	}
	return path
}
