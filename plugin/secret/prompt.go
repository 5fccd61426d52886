package secret

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"golang.org/x/term"
)

// unixModes says whether the permissions of files mean what they say.
const unixModes = runtime.GOOS != "windows"

// Prompt asks for a secret on the terminal that the program was started from, even when stdin is a pipe, and reads it
// without echo. When ctx ends, the terminal echoes again.
func Prompt(ctx context.Context, label string) (string, error) {
	in, out, err := terminal()
	if err != nil {
		return "", err
	}
	fd := int(in.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	type answer struct {
		text []byte
		err  error
	}
	// A read from a terminal cannot be interrupted. When ctx ends first, the goroutine stays in it until the process ends,
	// which is what the end of ctx means here; the terminal is left open for that.
	got := make(chan answer, 1)
	_, _ = fmt.Fprintf(out, "%s (not shown): ", label)
	go func() {
		text, err := term.ReadPassword(fd)
		got <- answer{text, err}
	}()
	select {
	case a := <-got:
		_, _ = fmt.Fprintln(out)
		closeTerminal(in, out)
		if errors.Is(a.err, io.EOF) {
			a.err = errors.New("nothing was typed in")
		}
		return TrimLineBreak(string(a.text)), a.err
	case <-ctx.Done():
		_, _ = fmt.Fprintln(out)
		return "", errors.Join(context.Cause(ctx), term.Restore(fd, before))
	}
}

// terminal opens the terminal for reading and writing.
func terminal() (in, out *os.File, err error) {
	if in, err := os.OpenFile("/dev/tty", os.O_RDWR, 0); err == nil {
		return in, in, nil
	}
	if term.IsTerminal(int(os.Stdin.Fd())) {
		return os.Stdin, os.Stderr, nil
	}
	return nil, nil, errors.New("there is no terminal to ask on: give it as env:NAME or file:PATH")
}

func closeTerminal(in, out *os.File) {
	if in == out {
		_ = in.Close() // nothing was written that could be lost
	}
}

// readAll reads at most limit bytes.
func readAll(r io.Reader, limit int64) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit))
	return string(b), err
}
