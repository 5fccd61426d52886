package cli

import (
	"io"
	"os"
	"runtime"

	"github.com/trellis-iam/trellis/host-example/output"
	"golang.org/x/term"
)

// screen is the terminal that w writes to, and the zero Screen where it writes to none. Its size is that of now.
func (a *app) screen(w io.Writer) output.Screen {
	s := output.Screen{Width: terminalWidth(w)}
	s.Control = isTerminal(w) && a.controls() && obeys(fileOf(w))
	s.Color = s.Control && a.colored()
	return s
}

// controls reports whether the environment has a terminal that understands escape sequences. Windows has no TERM for its own.
func (a *app) controls() bool {
	name, _ := a.LookupEnv(termVariable)
	return name != "dumb" && (name != "" || runtime.GOOS == "windows")
}

// colored reports whether people want colours: https://no-color.org has the variable's rules.
func (a *app) colored() bool {
	refused, _ := a.LookupEnv(noColorVariable)
	return refused == "" && !a.flags.noColor
}

// fileOf is the file that w writes to, possibly through others, and nil where it is none.
func fileOf(w io.Writer) *os.File {
	for {
		switch to := w.(type) {
		case *os.File:
			return to
		case interface{ Unwrap() io.Writer }:
			w = to.Unwrap()
		default:
			return nil
		}
	}
}

// terminalWidth is how wide the terminal is that w writes to, and 0 when it writes to none.
func terminalWidth(w io.Writer) int {
	f := fileOf(w)
	if f == nil {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// isTerminal reports whether people watch what is written to w.
func isTerminal(w io.Writer) bool {
	f := fileOf(w)
	return f != nil && term.IsTerminal(int(f.Fd()))
}
