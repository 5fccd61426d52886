package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScript tells stories: how the commands behave, one story a file of testdata/script, each a user's with a home of
// their own. They are run as they are read, with the real programs; testdata/script/README.md says what a script can do.
//
//	go test ./host-example -run TestScript/day           one of them
//	go test ./host-example -run TestScript/day -update   and what its commands print written into it, where it compares files
func TestScript(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the scripts use a POSIX shell, and look for files where Unix has them")
	}
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("the scripts need bash, which tells how the first program of a pipe ended")
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               newStory,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"trellis": runTrellis,
			"exits":   exits,
			"sandbox": startSandbox,
			"control": control,
			"secret":  keepSecret,
			"json":    judgeJSON,
			"ndjson":  judgeLines,
			"read":    readVariable,
		},
	})
}

// story is what the commands of a script share.
type story struct {
	work      string // $WORK
	plugins   string
	sandboxes map[string]*sandbox // by connector
	secrets   map[string]string   // by the variables that they are in
}

type storyKey struct{}

func storyOf(ts *testscript.TestScript) *story { return ts.Value(storyKey{}).(*story) }

// newStory gives a script a home, in which there is nothing, and the environment of somebody who has just installed trellis.
func newStory(env *testscript.Env) error {
	s := &story{
		work: env.WorkDir, plugins: filepath.Join(built, "plugins"), sandboxes: map[string]*sandbox{}, secrets: map[string]string{},
	}
	env.Values[storyKey{}] = s
	home := filepath.Join(env.WorkDir, "home")
	config := filepath.Join(home, ".config")
	if runtime.GOOS == "darwin" {
		config = filepath.Join(home, "Library", "Application Support")
	}
	env.Setenv("HOME", home)
	env.Setenv("XDG_CONFIG_HOME", filepath.Join(home, ".config"))
	env.Setenv("CONFIG", filepath.Join(config, "trellis"))
	env.Setenv("PLUGINS", s.plugins)
	env.Setenv("PATH", built+string(os.PathListSeparator)+env.Getenv("PATH"))
	env.Defer(func() {
		if leak := s.leakInFiles(); leak != "" {
			env.T().Fatal(leak) // also where the script has failed by itself
		}
	})
	return os.MkdirAll(home, 0o700)
}
