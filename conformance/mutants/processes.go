package mutants

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
)

// processMutants are wrong about being a process.
func processMutants() []Mutant {
	stdout := os.Stdout
	var held hoard
	var listening net.Listener // by the one process that can
	return []Mutant{
		{"stays-after-shutdown", "does not end when it is asked to", by("process.shutdown"), wrong{stays: true}},
		{"stays-without-host", "does not end when its host is gone", by("process.life-line"),
			wrong{process: func() {
				if r, w, err := os.Pipe(); err == nil {
					os.Stdin = r
					held.file(w)
				}
			}}},
		{"talks-on-stdout", "writes to stdout after the handshake", by("process.stdout"),
			wrong{request: func(*call) error {
				_, _ = fmt.Fprintln(stdout, "reading ...")
				return nil
			}}},
		{"leaks-files", "leaves a file open at each call", by("process.leaks"),
			wrong{request: func(*call) error {
				if f, err := os.Open(os.DevNull); err == nil {
					held.file(f)
				}
				return nil
			}}},
		{"leaks-memory", "keeps all that it has read", by("process.leaks"),
			wrong{request: func(*call) error {
				b := make([]byte, 4<<20)
				for i := 0; i < len(b); i += 4096 {
					b[i] = 1
				}
				held.bytes(b)
				return nil
			}}},
		{"slow-to-start", "takes six seconds to start", by("process.starts"), wrong{process: func() {
			if hosted() {
				<-time.After(6 * time.Second)
			}
		}}},
		{"alone", "works in one process alone", by("process.side-by-side"),
			wrong{
				process: func() {
					if hosted() { // its vendor may run beside it
						listening, _ = net.Listen("unix", "@harbor-"+sum(os.Args[0])) //nolint:noctx // it is the process's
					}
				},
				request: func(*call) error {
					if listening == nil {
						return connector.Errorf(connector.UpstreamUnavailable, "another one is running")
					}
					return nil
				},
			}},
		{"handshake-padded", "pads the certificate in its handshake", by("process.handshake"),
			wrong{process: func() { rewrite(func(line string) string { return line + "=" }) }}},
		{"socket-for-all", "lets everyone on the machine at its socket", by("process.socket"),
			wrong{process: func() {
				rewrite(func(line string) string { // by now the mode has been set
					_ = os.Chmod(strings.Split(line, "|")[3], 0o666) //nolint:gosec // that is what is wrong
					return line
				})
			}}},
		{"not-healthy", "says that it does not serve", by("process.health"), wrong{sick: true}},
		{"ends-at-interrupt", "ends at SIGINT", by("process.sigint"), wrong{process: func() {
			rewrite(func(line string) string { // by now plugin.Serve has had the signal ignored
				c := make(chan os.Signal, 1)
				signal.Notify(c, os.Interrupt)
				go func() { // ends with the process
					<-c
					os.Exit(1)
				}()
				return line
			})
		}}},
		{"any-version", "starts for a host that does not speak its protocol", by("process.other-version"),
			wrong{process: func() {
				if os.Getenv("PLUGIN_PROTOCOL_VERSIONS") != "" {
					_ = os.Setenv("PLUGIN_PROTOCOL_VERSIONS", "1")
				}
			}}},
		{"any-host", "ends in silence for a host without a certificate", by("process.no-certificate"),
			wrong{process: func() {
				if hosted() && os.Getenv("PLUGIN_CLIENT_CERT") == "" {
					os.Exit(0)
				}
			}}},
		{"small-requests", "takes no request above 4 MiB", by("process.large-request"),
			wrong{request: func(c *call) error {
				if n := proto.Size(c.request); n > 4<<20 {
					return status.Errorf(codes.ResourceExhausted, "grpc: received message larger than max (%d vs. 4194304)", n)
				}
				return nil
			}}},
		{"starts-without-host", "exits with status 0 when it is started by hand", by("process.by-hand"),
			wrong{process: func() {
				if !hosted() && len(os.Args) == 1 {
					os.Exit(0)
				}
			}}},
	}
}

// hosted reports whether a host has started the process.
func hosted() bool { return os.Getenv("TRELLIS_CONNECTOR") != "" }

// rewrite changes the one line that is printed on stdout.
func rewrite(change func(string) string) {
	r, w, err := os.Pipe()
	if err != nil || !hosted() {
		return
	}
	stdout := os.Stdout
	os.Stdout = w
	go func() { // ends with the process
		for lines := bufio.NewScanner(r); lines.Scan(); {
			_, _ = fmt.Fprintln(stdout, change(lines.Text()))
		}
	}()
}

// startChild starts a program that lives for as long as its stdin is held open, with a text among its arguments.
func startChild(text string) (stdin *os.File, err error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	cmd := exec.Command("/bin/sh", "-c", "read x", text) //nolint:noctx // it ends with its stdin
	cmd.Stdin = r
	return w, cmd.Start()
}

// hoard is what mutants hold on to.
type hoard struct {
	mu     sync.Mutex
	files  []*os.File
	memory [][]byte
}

func (h *hoard) file(f *os.File) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.files = append(h.files, f)
}

func (h *hoard) bytes(b []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.memory = append(h.memory, b)
}
