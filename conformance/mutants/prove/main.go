// Command prove runs the conformance kit against all mutants and prints what noticed each: `make mutants`. It fails where one is
// not caught by the cases that are meant to catch it. With -meant it runs no other cases; with an argument, a pattern, no other
// mutants.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"

	"github.com/trellis-iam/trellis/conformance/mutants"
)

func main() {
	mutants.Serve()
	ok, err := run()
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "mutants:", err)
	}
	if !ok || err != nil {
		os.Exit(1)
	}
}

func run() (ok bool, err error) {
	meant := flag.Bool("meant", false, "run the cases alone that are meant to notice")
	flag.Parse()
	o := mutants.Options{Full: !*meant, Done: func(o mutants.Outcome) { _, _ = fmt.Fprint(os.Stderr, mark(o)) }}
	if o.Run, err = regexp.Compile(flag.Arg(0)); err != nil {
		return false, err
	}
	dir, err := os.MkdirTemp("", "trellis-mutants-")
	if err != nil {
		return false, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	outcomes, err := mutants.Prove(ctx, dir, o)
	_, _ = fmt.Fprintln(os.Stderr)
	if err != nil {
		return false, err
	}
	return mutants.Print(os.Stdout, outcomes)
}

// mark is a sign of life.
func mark(o mutants.Outcome) string {
	if o.OK() {
		return "."
	}
	return "F"
}
