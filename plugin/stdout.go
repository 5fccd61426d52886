package plugin

import (
	"bufio"
	"crypto/tls"
	"os"
	"sync"
	"sync/atomic"

	"github.com/trellis-iam/trellis/plugin/internal/handshake"
)

// announcement is the handshake line that this process has printed, once it has.
type announcement struct {
	printed atomic.Pointer[handshake.Line]
}

func (a *announcement) line() *handshake.Line { return a.printed.Load() }

// completeHandshake has the certificate added to the line that go-plugin is about to print. go-plugin leaves its place
// empty for a certificate that it did not make itself and has no hook for it; so it gets a pipe for a stdout, and what comes
// out of the pipe goes to the real one. That is the one line: anything else that is printed before it goes to stderr,
// where it does no harm. Afterwards go-plugin puts a pipe of its own in this one's place.
func completeHandshake(certificate []byte) (*announcement, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	a := &announcement{}
	stdout, stderr := os.Stdout, os.Stderr
	os.Stdout = w
	go func() { // ends with the process, or with the one line
		for lines := bufio.NewScanner(r); lines.Scan(); {
			line, ok := handshake.Complete(lines.Text(), certificate)
			if !ok {
				say(stderr, lines.Text()+"\n")
				continue
			}
			if line.Network == "unix" {
				// Nobody has heard of the socket yet, and its folder is private; the contract asks for both.
				if err := os.Chmod(line.Address, 0o600); err != nil {
					say(stderr, "the socket's mode cannot be set: "+err.Error()+"\n")
				}
			}
			a.printed.Store(&line)
			say(stdout, line.String()+"\n")
			return
		}
	}()
	return a, nil
}

// takeOutputBack makes a hook of the TLS handshake, which comes after go-plugin has put pipes in place of os.Stdout and
// os.Stderr and before any call. Through those pipes and the connection the last words of a process that exits would be
// lost. So both become the real stderr, which is the log, and loses nothing.
func takeOutputBack() func(*tls.ClientHelloInfo) (*tls.Config, error) {
	stderr := os.Stderr
	once := sync.OnceFunc(func() { os.Stdout, os.Stderr = stderr, stderr })
	return func(*tls.ClientHelloInfo) (*tls.Config, error) {
		once()
		return nil, nil //nolint:nilnil // the configuration that there is
	}
}
