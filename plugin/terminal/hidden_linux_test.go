package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// patience is how long a test waits for what should come at once.
const patience = 10 * time.Second

// pseudo is a pseudo terminal: person is where somebody sits, program where the program reads.
type pseudo struct {
	t               *testing.T
	person, program *os.File
}

func newPseudo(t *testing.T) pseudo {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo terminals here: %v", err)
	}
	t.Cleanup(func() { _ = person.Close() })
	conn, err := person.SyscallConn() // Fd would make reads ignore deadlines
	if err != nil {
		t.Fatal(err)
	}
	var number int
	var failed error
	err = conn.Control(func(fd uintptr) {
		if failed = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); failed == nil {
			number, failed = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		}
	})
	if err != nil || failed != nil {
		t.Fatal(err, failed)
	}
	program, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Close() })
	return pseudo{t, person, program}
}

func (p pseudo) types(text string) {
	p.t.Helper()
	if _, err := io.WriteString(p.person, text); err != nil {
		p.t.Fatal(err)
	}
}

func (p pseudo) echoes() bool {
	p.t.Helper()
	modes, err := unix.IoctlGetTermios(int(p.program.Fd()), getModes)
	if err != nil {
		p.t.Fatal(err)
	}
	return modes.Lflag&unix.ECHO != 0
}

// shows reads the screen up to a text, which has to come.
func (p pseudo) shows(text string) string {
	p.t.Helper()
	if err := p.person.SetReadDeadline(time.Now().Add(patience)); err != nil {
		p.t.Fatal(err)
	}
	var screen strings.Builder
	buf := make([]byte, 256)
	for !strings.Contains(screen.String(), text) {
		n, err := p.person.Read(buf)
		screen.Write(buf[:n])
		if err != nil {
			p.t.Fatalf("%v; the screen shows %q", err, screen.String())
		}
	}
	return screen.String()
}

// asked is where a program asks: what a person does the moment that a prompt is written to it.
type asked struct {
	io.Writer
	prompted func()
}

func (a asked) Write(p []byte) (int, error) {
	n, err := a.Writer.Write(p)
	if strings.HasSuffix(string(p), ": ") {
		a.prompted()
	}
	return n, err
}

// However fast somebody types, nothing of a secret is shown. What was typed before it was asked for is no part of it, and what
// was pasted behind it is not the next answer.
func TestHidden(t *testing.T) {
	p := newPseudo(t)
	p.types("too early\nearl")
	p.shows("\r\nearl") // the terminal itself shows it
	hidden := &Terminal{in: p.program, out: asked{p.program, func() {
		if p.echoes() {
			t.Error("the prompt is there, and the terminal echoes")
		}
		p.types("s3cret\nits second line\nits third")
	}}}
	line, err := hidden.Hidden(t.Context(), "Key: ")
	if line != "s3cret" || err != nil {
		t.Errorf("%q, %v", line, err)
	}
	if !p.echoes() {
		t.Error("the terminal does not echo any more")
	}
	next := &Terminal{in: p.program, out: asked{p.program, func() { p.types("acme\n") }}}
	if line, err := next.Line(t.Context(), "Name: "); line != "acme" || err != nil {
		t.Errorf("the next answer is %q, %v", line, err)
	}
	if screen := p.shows("acme\r\n"); strings.Contains(screen, "s3cret") || strings.Contains(screen, "its ") {
		t.Errorf("the screen shows %q", screen)
	}
}

// Whoever is not there any more leaves a terminal that echoes, and so does whoever was not asked at all.
func TestHiddenIsLeft(t *testing.T) {
	p := newPseudo(t)
	left := &Terminal{in: p.program, out: asked{p.program, func() { p.types("\x04") }}}
	if line, err := left.Hidden(t.Context(), "Key: "); line != "" || !errors.Is(err, ErrLeft) {
		t.Errorf("the end of input: %q, %v", line, err)
	}
	if !p.echoes() {
		t.Error("after the end of input, the terminal does not echo any more")
	}

	interrupted := errors.New("interrupted")
	ctx, interrupt := context.WithCancelCause(t.Context())
	gone := &Terminal{in: p.program, out: asked{p.program, func() { interrupt(interrupted) }}}
	if _, err := gone.Hidden(ctx, "Key: "); !errors.Is(err, interrupted) {
		t.Error(err)
	}
	if !p.echoes() {
		t.Error("after an interrupt, the terminal does not echo any more")
	}
	p.types("\n") // the end of the read that was left behind
	p.shows("Key: \r\n\r\n")

	never := &Terminal{in: p.program, out: asked{p.program, func() { t.Error("it asks") }}}
	if _, err := never.Hidden(ctx, "Key: "); !errors.Is(err, interrupted) || !p.echoes() {
		t.Errorf("%v, the terminal echoes: %t", err, p.echoes())
	}
	if _, err := (&Terminal{in: os.NewFile(^uintptr(0), "none"), out: io.Discard}).Hidden(t.Context(), "Key: "); err == nil {
		t.Error("what is no terminal asks without echo")
	}
}
