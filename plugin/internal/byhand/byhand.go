// Package byhand is the command line of a connector's binary that someone runs without a host: to see what it answers, to
// find out why, and to debug it.
//
// Answers go to stdout, in the JSON of the contract's messages: a document for describe and authenticate, one item a line
// for everything else. All else goes to stderr: what was rejected and why, errors with what to do, and as the last line of a
// list what its receipt says. The exit status is that of package exit. No secret that was given is in either.
package byhand

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	"github.com/trellis-iam/trellis/plugin/exit"
	"github.com/trellis-iam/trellis/plugin/internal/logs"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Env is the world that a command runs in.
type Env struct {
	Args           []string // with the program's path
	Stdout, Stderr io.Writer
	// LookupEnv is os.LookupEnv.
	LookupEnv func(string) (string, bool)
	// Prompt asks a person for a secret: see package secret.
	Prompt func(ctx context.Context, label string) (string, error)
	// Debug serves the connector to hosts that attach to it, until ctx ends.
	Debug func(ctx context.Context, c connector.Connector, stderr io.Writer) error
	// Sandbox runs a stand-in for the application, and reads the arguments itself; nil: there is none.
	Sandbox func()
}

// Run runs the command that the arguments name and returns the status to exit with. It ends early, as well as it can, when
// ctx does. The connector is held to the contract by [connector.Checked].
func Run(ctx context.Context, c connector.Connector, env Env) int {
	a := &app{Env: env, c: connector.Checked(c)}
	a.program = strings.TrimSuffix(filepath.Base(env.Args[0]), ".exe")
	var err error
	if a.about, err = a.c.Describe(ctx); err != nil {
		a.note("%s is a Trellis connector, and cannot say what it is", a.program)
		a.report(err)
		return exit.Failure
	}
	if len(env.Args) < 2 {
		_, _ = io.WriteString(env.Stderr, a.help()) // the status tells the rest
		return exit.Failure
	}
	err = a.dispatch(ctx, env.Args[1], env.Args[2:])
	if err == nil {
		return exit.OK
	}
	a.report(err)
	if e, ok := errors.AsType[*partialError](err); ok && e.outcome.items > 0 {
		a.note("%s", e.outcome.partial())
		return exit.ListStatus(e.outcome.items, e.err)
	}
	return exit.Status(err)
}

// app is one run of the program.
type app struct {
	Env
	program string
	c       connector.Connector
	about   *connectorv1.Description
	secrets logs.Redactor
}

// dispatch runs one command.
func (a *app) dispatch(ctx context.Context, name string, args []string) error {
	switch name {
	case "--version", "-version", "version":
		return a.write([]byte(a.about.GetName() + " " + a.about.GetVersion() + "\n"))
	case "--help", "-help", "-h", "help":
		return a.write([]byte(a.help()))
	}
	for _, command := range a.commands() {
		if command.name == name {
			return command.run(ctx, args)
		}
	}
	// What stands there may be a secret that lost its flag: it is not repeated.
	return exit.Usagef("there is no such command; there are %s", strings.Join(a.names(), ", "))
}

// parse understands the flags of a command. done is true when all that was wanted was help.
func (a *app) parse(name, about string, args []string, add ...func(cmdline.Flags)) (done bool, err error) {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // an error is told once, by report
	for _, f := range add {
		f(flags)
	}
	see := "; see " + a.program + " " + name + " --help"
	if malformed(args) {
		return false, exit.Usagef("an argument that begins like a flag is none%s", see)
	}
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		var b strings.Builder
		fmt.Fprintf(&b, "%s\n\n    %s %s [flags]\n\n", about, a.program, name)
		describeFlags(&b, flags)
		return true, a.write([]byte(b.String()))
	case err != nil:
		return false, exit.Usagef("%v%s", err, see)
	case flags.NArg() > 0:
		return false, exit.Usagef("%s takes flags only%s", name, see)
	}
	return false, nil
}

// malformed reports whether package flag would find the syntax of an argument bad, and repeat it: a secret may stand in it.
func malformed(args []string) bool {
	for _, arg := range args {
		if strings.HasPrefix(arg, "---") || strings.HasPrefix(arg, "-=") || strings.HasPrefix(arg, "--=") {
			return true
		}
	}
	return false
}
