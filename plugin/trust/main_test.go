package trust

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"go.uber.org/goleak"
)

// speakEnv makes the test binary a program that says so much and ends; updateEnv one that changes a lock file.
const (
	speakEnv  = "TRUST_TEST_SPEAK"
	updateEnv = "TRUST_TEST_UPDATE"
)

func TestMain(m *testing.M) {
	if word := os.Getenv(speakEnv); word != "" {
		fmt.Println(word, os.Args[0])
		os.Exit(0)
	}
	if job := os.Getenv(updateEnv); job != "" {
		if err := updateMany(job); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

// folder is a folder for binaries, whatever the umask is.
func folder(t testing.TB) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	chmodTo(t, dir, 0o755)
	return dir
}

func chmodTo(t testing.TB, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// put writes a file that may be executed.
func put(t testing.TB, path, content string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o755); err != nil {
		t.Fatal(err)
	}
	chmodTo(t, path, 0o755)
	return path
}

// load loads, and closes at the end of the test.
func load(t testing.TB, path string) *Image {
	t.Helper()
	i, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := i.Close(); err != nil {
			t.Error(err)
		}
	})
	return i
}

// wantUntrusted checks that an error is PLUGIN_UNTRUSTED, the host's fault, and says the words, in message or suggestion.
func wantUntrusted(t testing.TB, err error, words ...string) {
	t.Helper()
	e, ok := errors.AsType[*connector.Error](err)
	if !ok || e.Reason != connector.PluginUntrusted || e.Whose() != connectorv1.Fault_FAULT_HOST {
		t.Fatalf("%v is not PLUGIN_UNTRUSTED", err)
	}
	if e.Suggestion == "" {
		t.Errorf("%q suggests nothing", e)
	}
	text := e.Error() + "\n" + e.Suggestion
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("%q does not say %q", text, word)
		}
	}
}

func sum(content string) string {
	s := sha256.Sum256([]byte(content))
	return hex.EncodeToString(s[:])
}

// filesIn lists a folder.
func filesIn(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
