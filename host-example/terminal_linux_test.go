package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/host-example/screentest"
	"golang.org/x/sys/unix"
)

// terminal is a pseudo terminal, seen from where the person sits.
type terminal struct {
	*os.File
	screen               strings.Builder // all that was written to it
	*screentest.Terminal                 // what is to be seen of that
}

// onTerminal starts the program as the owner of a terminal of so many columns, which understands no escape sequences.
func onTerminal(t *testing.T, columns uint16, args ...string) (*running, *terminal) {
	t.Helper()
	return onTerminalWith(t, columns, []string{"TERM=dumb"}, args...)
}

// onTerminalWith is onTerminal with an environment.
func onTerminalWith(t *testing.T, columns uint16, environ []string, args ...string) (*running, *terminal) {
	t.Helper()
	c := command(t, args...)
	c.Env = append(c.Env, environ...)
	return terminalFor(t, columns, c)
}

// terminalFor starts any program on a terminal of its own.
func terminalFor(t *testing.T, columns uint16, c *exec.Cmd) (*running, *terminal) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo terminals here: %v", err)
	}
	t.Cleanup(func() { _ = person.Close() })
	control := func(f func(fd int) error) {
		t.Helper()
		conn, err := person.SyscallConn() // Fd would make reads ignore deadlines
		if err != nil {
			t.Fatal(err)
		}
		var failed error
		if err := conn.Control(func(fd uintptr) { failed = f(int(fd)) }); err != nil || failed != nil {
			t.Fatal(err, failed)
		}
	}
	var number int
	control(func(fd int) error { return unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0) })
	control(func(fd int) (err error) { number, err = unix.IoctlGetInt(fd, unix.TIOCGPTN); return err })
	shown := &terminal{File: person, Terminal: screentest.New(int(columns))}
	shown.resize(t, columns)
	program, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()

	r := &running{Cmd: c}
	r.Stdin, r.Stdout, r.Stderr = program, program, program
	r.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	r.begin(t)
	return r, shown
}

// resize makes the terminal wider or narrower.
func (s *terminal) resize(t *testing.T, columns uint16) {
	t.Helper()
	conn, err := s.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var failed error
	err = conn.Control(func(fd uintptr) {
		failed = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns})
	})
	if err != nil || failed != nil {
		t.Fatal(err, failed)
	}
	s.Resize(int(columns))
}

// see reads the screen until a text is on it; "" is until the program ends.
func (s *terminal) see(t *testing.T, text string) {
	t.Helper()
	if err := s.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 4096)
	for text == "" || !strings.Contains(s.screen.String(), text) {
		n, err := s.Read(buf)
		s.screen.Write(buf[:n])
		_, _ = s.Terminal.Write(buf[:n])
		if err != nil { // EIO: nobody has the terminal any more
			if text != "" {
				t.Fatalf("%v; the screen shows:\n%s", err, s.screen.String())
			}
			return
		}
	}
}

// echoes reports whether what is typed is shown.
func (s *terminal) echoes(t *testing.T) bool {
	t.Helper()
	conn, err := s.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var modes *unix.Termios
	var failed error
	if err := conn.Control(func(fd uintptr) { modes, failed = unix.IoctlGetTermios(int(fd), unix.TCGETS) }); err != nil || failed != nil {
		t.Fatal(err, failed)
	}
	return modes.Lflag&unix.ECHO != 0
}

// types enters what is not to be shown, as soon as the prompt is there.
func (s *terminal) types(t *testing.T, text string) {
	t.Helper()
	if s.echoes(t) {
		t.Fatal("the program asks for a secret while the terminal echoes")
	}
	if _, err := s.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

// A secret that is typed in is not shown, and the table fits the terminal.
func TestPrompt(t *testing.T) {
	const columns = 60
	r, screen := onTerminal(t, columns, "users", "sample", "--secret", "token=prompt", "--limit", "9")
	screen.see(t, "token (not shown): ")
	screen.types(t, sample.Token+"\n")
	screen.see(t, "")
	r.ended = true
	if err := r.Wait(); err != nil {
		t.Fatalf("%v; the screen shows:\n%s", err, screen.screen.String())
	}
	shown := screen.screen.String()
	if strings.Contains(shown, sample.Token) {
		t.Errorf("the screen shows the secret:\n%s", shown)
	}
	table := shown[strings.Index(shown, "ID "):strings.Index(shown, "9 users")]
	if n := strings.Count(table, "\n"); n != 10 {
		t.Errorf("%d lines:\n%s", n, table)
	}
	for line := range strings.Lines(table) {
		if w := output.Width(strings.TrimRight(line, "\r\n")); w > columns {
			t.Errorf("%d columns: %q", w, line)
		}
	}
}

// Ctrl-C while a secret is asked for ends the program, and the terminal is as it was.
func TestInterruptedPrompt(t *testing.T) {
	r, screen := onTerminal(t, 80, "users", "sample", "--secret", "token=prompt")
	if !screen.echoes(t) {
		t.Fatal("the terminal does not echo to begin with")
	}
	screen.see(t, "token (not shown): ")
	screen.types(t, "half a sec\x03")
	screen.see(t, "interrupt signal received")
	if !screen.echoes(t) {
		t.Error("the terminal does not echo any more")
	}
	screen.see(t, "")
	r.ended = true
	if status := statusOf(t, r.Wait()); status != 1 {
		t.Errorf("exit status %d", status)
	}
}

// A page of HTML is not poured into a terminal; it is said what to do, before anything is read.
func TestReportOnTerminal(t *testing.T) {
	r, screen := onTerminal(t, 80, "report", "sample", "--secret", "token=prompt")
	screen.see(t, "")
	if status := statusOf(t, r.Wait()); status != 2 {
		t.Errorf("exit status %d", status)
	}
	if shown := screen.screen.String(); !strings.Contains(shown, "--out report.html") || strings.Contains(shown, "<html") {
		t.Error(shown)
	}
}
