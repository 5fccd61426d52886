package plugin_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector/sample"
)

// byHandCommand is a connector as someone would run it who found its binary.
func byHandCommand(t *testing.T, name string, environ []string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(program(t, name), args...)
	cmd.Env = append(append(os.Environ(), byHandEnv+"=1", raceEnv+"=atexit_sleep_ms=0"), environ...)
	return cmd
}

func byHandEnviron(t *testing.T, name string, environ []string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	cmd := byHandCommand(t, name, environ, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer time.AfterFunc(2*patience, func() { _ = cmd.Process.Kill() }).Stop() // which no status is that is wanted
	status = statusOf(t, cmd.Wait())
	return out.String(), errs.String(), status
}

func statusOf(t *testing.T, err error) int {
	t.Helper()
	exit, ok := errors.AsType[*exec.ExitError](err)
	if err != nil && !ok {
		t.Fatal(err)
	}
	if !ok {
		return 0
	}
	return exit.ExitCode()
}

// tokenVariable holds a secret for connectors that are run by hand.
const tokenVariable = "TRELLIS_TEST_TOKEN"

func TestByHand(t *testing.T) {
	withToken := []string{"--secret", "token=env:" + tokenVariable}
	for _, c := range []struct {
		name           string
		args           []string
		status         int
		stdout, stderr []string
	}{
		{"sample", nil, 1, nil, []string{"sample 0.", "Orchard", "loaded by a host", "trellis describe sample", "get-group", "debug"}},
		{"sample", []string{"anything"}, 2, nil, []string{"no such command", "describe, authenticate, users"}},
		{"sample", []string{"--version"}, 0, []string{"sample 0."}, nil},
		{"sample", []string{"--help"}, 0, []string{"Orchard", "sample users --secret token=prompt --limit 10"}, nil},
		{"sample", []string{"describe"}, 0, []string{`  "name": "sample"`}, nil},
		{"sample", append([]string{"authenticate"}, withToken...), 0, []string{`"identity": {`}, nil},
		{"sample", append([]string{"groups"}, withToken...), 0, []string{`{"id":"1"`}, []string{"complete: 5 groups in 1 page, visibility full"}},
		{"sample", []string{"users", "--secret", "token=env:NOT_SET"}, 2, nil, []string{"NOT_SET is not set"}},
		// What a connector prints, on whichever output, is none of its answers.
		{"puppet", []string{"get-user", "--id", "print plain words"}, 0, []string{`{"id":"print plain words"}`}, []string{"plain words"}},
		{"puppet", []string{"get-user", "--id", "panic"}, 1, nil, []string{"CONNECTOR_BUG"}},
		{"puppet", []string{"roles"}, 2, nil, []string{"no such command; there are describe, authenticate, users, get-user, debug"}},
	} {
		t.Run(c.name+" "+strings.Join(c.args, " "), func(t *testing.T) {
			stdout, stderr, status := byHandEnviron(t, c.name, []string{tokenVariable + "=" + sample.Token}, c.args...)
			if status != c.status || (stdout == "") != (c.stdout == nil) || (stderr == "") != (c.stderr == nil) {
				t.Errorf("status %d, stdout %q, stderr %q", status, stdout, stderr)
			}
			for text, words := range map[string][]string{stdout: c.stdout, stderr: c.stderr} {
				for _, word := range words {
					if !strings.Contains(text, word) {
						t.Errorf("it does not say %q: %s", word, text)
					}
				}
			}
			if strings.Contains(stdout+stderr, "goroutine") || strings.Contains(stdout+stderr, sample.Token) {
				t.Errorf("there is a stack or a secret: %s%s", stdout, stderr)
			}
		})
	}
}

// TestByHandIsInterrupted: Ctrl-C in the middle of a list ends it in good order, and says how to go on.
func TestByHandIsInterrupted(t *testing.T) {
	cmd := byHandCommand(t, "sample", []string{tokenVariable + "=" + sample.Token},
		"users", "--secret", "token=env:"+tokenVariable, "--set", "users=1000", "--set", "delay=50ms", "--page-size=10")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(pipe)
	n := 0
	for ; lines.Scan(); n++ {
		if !json.Valid(lines.Bytes()) {
			t.Errorf("no JSON: %s", lines.Text())
		}
		if n == 15 {
			_ = cmd.Process.Signal(os.Interrupt)
		}
	}
	status := statusOf(t, cmd.Wait())
	said := stderr.String()
	if status != 4 || n < 16 || n == 1000 ||
		!strings.Contains(said, "interrupt signal received") || !strings.Contains(said, "add --page-size 10 --page-token ") {
		t.Errorf("status %d after %d users: %s", status, n, said)
	}
}

// TestByHandIsInterruptedTwice: a connector that does not heed the first interrupt is ended by the second one.
func TestByHandIsInterruptedTwice(t *testing.T) {
	cmd := byHandCommand(t, "puppet", nil, "users", "--set", "do=silent")
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(pipe).ReadString('\n'); err != nil {
		t.Error(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // the state says how
		close(ended)
	}()
	eventually(t, "interrupts end it", func() bool {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-ended:
			return true
		default:
			return false
		}
	})
	if s, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !s.Signaled() || s.Signal() != syscall.SIGINT {
		t.Errorf("it ended with %v, not by the signal", cmd.ProcessState)
	}
}

// TestByHandNobodyReads: a reader that goes away (`| head`) is a partial list, and not sudden death.
func TestByHandNobodyReads(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := byHandCommand(t, "puppet", nil, "users", "--set", "do=forever")
	var stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = write, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = write.Close()
	if _, err := bufio.NewReader(read).ReadString('\n'); err != nil {
		t.Error(err)
	}
	_ = read.Close()
	if status := statusOf(t, cmd.Wait()); status != 4 || !strings.Contains(stderr.String(), "the reader of the output went away") {
		t.Errorf("status %d: %s", status, stderr.String())
	}
}
