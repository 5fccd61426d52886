package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// ordinary is what the program is started with where the tests run as root, whom no mode bit stops: it makes it a user like
// any other, as far as files are concerned.
var ordinary = func() []string {
	setpriv, err := exec.LookPath("setpriv")
	if os.Getuid() != 0 || err != nil {
		return nil
	}
	const rights = "-dac_override,-dac_read_search"
	return []string{setpriv, "--bounding-set=" + rights, "--inh-caps=" + rights}
}()

// runTrellis is the command trellis: it must end with status 0.
func runTrellis(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("say which status it ends with: exits 2 trellis ...")
	}
	runToStatus(ts, 0, args)
}

// operators are what ends the arguments of trellis in a script: from there on, it is a shell's line.
var operators = []string{"<", ">", ">>", "2>", "|", ">&-"}

// runToStatus runs the program, and holds it to its exit status, and to showing no secret.
func runToStatus(ts *testscript.TestScript, status int, args []string) {
	s := storyOf(ts)
	end := slices.IndexFunc(args, func(arg string) bool { return slices.Contains(operators, arg) })
	var rest string
	if end >= 0 {
		args, rest = args[:end], strings.Join(args[end:], " ")
	}
	command := append(slices.Clone(ordinary), filepath.Join(built, "trellis"))
	for _, arg := range args {
		command = append(command, strings.Split(arg, "\n")...) // $LATTICE is several flags
	}
	if rest != "" {
		command = append([]string{"bash", "-o", "pipefail", "-c", `"$0" "$@" ` + rest}, command...)
	}
	got, err := 0, ts.Exec(command[0], command[1:]...)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got, err = exit.ExitCode(), nil
	}
	ts.Check(err)
	if got != status {
		ts.Fatalf("it ended with status %d, want %d", got, status)
	}
	for _, name := range []string{"stdout", "stderr"} {
		if leak := s.leak(name, ts.ReadFile(name)); leak != "" {
			ts.Fatalf("%s", leak)
		}
	}
}

// readVariable is the command read NAME FILE PATTERN: the variable gets what the pattern's group matches in the file.
func readVariable(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: read NAME FILE PATTERN")
	}
	pattern, err := regexp.Compile("(?m)" + args[2])
	ts.Check(err)
	m := pattern.FindStringSubmatch(ts.ReadFile(args[1]))
	if len(m) != 2 {
		ts.Fatalf("%s does not have %s", args[1], args[2])
	}
	ts.Setenv(args[0], m[1])
}

// exits is the command exits STATUS trellis ...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || args[1] != "trellis" {
		ts.Fatalf("usage: exits STATUS trellis [argument ...]")
	}
	status, err := strconv.Atoi(args[0])
	ts.Check(err)
	runToStatus(ts, status, args[2:])
}
