package plugin_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"
)

// TestMain is three programs: the tests, the connectors that they launch (told apart by the name of the binary, because
// nothing else reaches them), and hosts that launch connectors in order to be killed.
func TestMain(m *testing.M) {
	if os.Getenv("TRELLIS_CONNECTOR") != "" {
		exitQuickly()
		name := filepath.Base(os.Args[0])
		run := programNamed(name)
		if run == nil {
			os.Stderr.WriteString("no such program: " + name + "\n")
			os.Exit(125)
		}
		run()
		os.Exit(0)
	}
	if os.Getenv(hostEnv) != "" {
		runHost()
		os.Exit(0)
	}
	if os.Getenv(byHandEnv) != "" {
		programNamed(filepath.Base(os.Args[0]))()
		os.Exit(125)
	}
	flag.Parse()
	if flag.Lookup("test.bench").Value.String() != "" {
		os.Exit(m.Run()) // the baseline leaks: go-plugin's broker waits 5 s after its connection is gone
	}
	goleak.VerifyTestMain(m)
}
