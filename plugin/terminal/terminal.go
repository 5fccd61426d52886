// Package terminal asks a person, line by line, on the terminal that a program was started from: also where its stdin is a
// pipe, over ssh, and where a terminal can do no more than show lines. It moves no cursor and draws nothing, so that
// whatever reads a screen aloud, or writes it down, reads it in order.
//
// Lines are edited by the terminal itself (backspace, Ctrl-U), and Ctrl-C stays the signal that it is.
package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"golang.org/x/term"
)

// ErrNone is the error of [Open] where there is no terminal.
var ErrNone = errors.New("there is no terminal to ask on")

// ErrLeft is the error of a question that was answered with the end of input (Ctrl-D).
var ErrLeft = errors.New("nothing was typed in")

// Terminal is a person's. It asks one question at a time.
type Terminal struct {
	in      *os.File
	out     io.Writer
	waiting bool // a read goes on that its question did not wait for
}

// Open opens the terminal. [Terminal.Close] closes it.
func Open() (*Terminal, error) {
	if in, err := os.OpenFile("/dev/tty", os.O_RDWR, 0); err == nil {
		return &Terminal{in: in, out: in}, nil
	}
	if term.IsTerminal(int(os.Stdin.Fd())) {
		return &Terminal{in: os.Stdin, out: os.Stderr}, nil
	}
	return nil, ErrNone
}

// Close closes the terminal.
func (t *Terminal) Close() {
	if t.out == t.in && !t.waiting {
		_ = t.in.Close() // nothing was written that could be lost
	}
}

// Write shows text.
func (t *Terminal) Write(p []byte) (int, error) { return t.out.Write(p) }

// Unwrap returns the file that Write writes to: what is known of terminals is known by their files.
func (t *Terminal) Unwrap() io.Writer { return t.out }

// Line shows a prompt and reads a line.
func (t *Terminal) Line(ctx context.Context, prompt string) (string, error) {
	return t.read(ctx, prompt, func() (string, error) { return readLine(t.in) })
}

// Hidden shows a prompt and reads a line without echo. Echo is off before the prompt is shown, so that nothing of a secret is
// shown, however fast it is typed or pasted.
//
// What was typed before the prompt is dropped: it was shown, and is no answer to a question that was not there yet; as a
// part of a secret that nobody sees it would be a wrong key without a reason. (So do getpass, ssh and sudo.) What was pasted behind the
// line is dropped, too: the second line of a secret is not the next answer, which is shown. When ctx ends, the terminal echoes
// again, and what was typed by then is not left for whoever reads next, which is a shell.
func (t *Terminal) Hidden(ctx context.Context, prompt string) (string, error) {
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	show, err := hide(t.in)
	if err != nil {
		return "", err
	}
	line, err := t.read(ctx, prompt, func() (string, error) { return readHidden(t.in) })
	if !t.waiting {
		_, _ = fmt.Fprintln(t.out) // the line break that was typed is not shown either
	}
	return line, errors.Join(err, show())
}

// read asks. A read from a terminal cannot be interrupted: when ctx ends first, the goroutine stays in it until the process
// ends, which is what the end of ctx means here; the terminal is left open for that.
func (t *Terminal) read(ctx context.Context, prompt string, line func() (string, error)) (string, error) {
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	type answer struct {
		text string
		err  error
	}
	got := make(chan answer, 1)
	if _, err := io.WriteString(t.out, prompt); err != nil {
		return "", err
	}
	go func() {
		text, err := line()
		got <- answer{text, err}
	}()
	select {
	case a := <-got:
		if errors.Is(a.err, io.EOF) {
			a.err = ErrLeft
		}
		if a.err == nil && cutAt > 0 && len(a.text) >= cutAt {
			a.err = fmt.Errorf("a terminal takes lines of less than %d bytes, and this one may have been cut", cutAt)
		}
		return a.text, a.err
	case <-ctx.Done():
		t.waiting = true
		_, _ = fmt.Fprintln(t.out)
		return "", context.Cause(ctx)
	}
}

// cutAt is the length from which a line may have lost its end: systems drop what their line editor has no room for, without
// a word.
var cutAt = map[string]int{"linux": 4095, "darwin": 1023}[runtime.GOOS]

// readLine reads up to a line break, and no further: what was typed ahead is the next answer.
func readLine(r io.Reader) (string, error) {
	var line []byte
	for one := make([]byte, 1); ; {
		n, err := r.Read(one)
		switch {
		case n > 0 && one[0] == '\n':
			return string(line), nil
		case n > 0 && one[0] != '\r':
			line = append(line, one[0])
		case err != nil && len(line) > 0 && errors.Is(err, io.EOF):
			return string(line), nil
		case err != nil:
			return "", err
		}
	}
}
