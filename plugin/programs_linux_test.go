package plugin_test

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	goplugin "github.com/hashicorp/go-plugin"
	"github.com/trellis-iam/trellis/connector/lattice"
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/internal/handshake"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

// programNamed is the connector, or what pretends to be one, that a binary of that name is; nil where there is none. Each
// process looks up its own, so that the table of TestHostileSet is made by those alone that need it.
func programNamed(name string) func() {
	if hostile, is := strings.CutPrefix(name, hostilePrefix); is {
		return hostileProgram(hostile)
	}
	return programs[name]
}

var programs = map[string]func(){
	// Good ones.
	"sample":   func() { plugin.Serve(sample.New()) },
	"puppet":   func() { plugin.Serve(puppet{}) },
	"counting": func() { plugin.Serve(counting{lattice.New()}) },
	// As another language would be served: go-plugin alone, with its own AutoMTLS, and no limits.
	"stock": func() { serveStock(stock{}) },

	// As someone would write it who has only the contract, and no go-plugin.
	"foreign": foreign,

	// As it could be built with a later version of the contract.
	"of-later": ofLater,

	// Those that do not get as far as serving.
	"exits": func() {
		fmt.Fprintln(os.Stderr, "[ERROR] the licence has run out")
		os.Exit(7)
	},
	"garbage": func() {
		fmt.Println("Loading \x1b[31mmodules...")
		wait()
	},
	"mute":        wait,
	"half":        func() { fmt.Print("1|1|unix|"); wait() },
	"endless":     func() { flood(os.Stdout, 1<<20); wait() },
	"shut":        func() { _ = os.Stdout.Close(); wait() },
	"later":       func() { fmt.Println("1|2|unix|/x|grpc|AAAA"); wait() },
	"bare":        func() { fmt.Println("1|1|unix|" + socketPath() + "|grpc|"); wait() },
	"elsewhere":   func() { announce("/var/run/docker.sock"); wait() },
	"nobody":      func() { announce(socketPath()); wait() },
	"announces":   func() { announce(socketPath()) },
	"tongue-tied": func() { l := listen(); announce(l.Addr().String()); wait() },
	"impostor":    func() { serveAs(listen()) },
	"orphaning":   func() { holdPipes(true); os.Exit(9) },
	"lingering":   lingering,

	// Those that do not go.
	"stubborn": func() { serveStock(stock{}); wait() },
}

// wait waits for ever, whatever becomes of stdin.
func wait() {
	for {
		time.Sleep(time.Hour)
	}
}

func socketPath() string { return filepath.Join(os.Getenv(handshake.EnvSocketDir), "plugin1") }

func listen() net.Listener {
	l, err := net.Listen("unix", socketPath())
	if err != nil {
		panic(err)
	}
	return l
}

// announce prints a handshake with a good certificate.
func announce(address string) {
	c, err := handshake.NewCertificate()
	if err != nil {
		panic(err)
	}
	fmt.Println(handshake.Line{Network: "unix", Address: address, Certificate: c.Certificate[0]})
}

// foreign serves the contract's service and nothing besides, and goes when its life line ends.
func foreign() {
	own, err := handshake.NewCertificate()
	if err != nil {
		panic(err)
	}
	config, err := handshake.ServerConfig(own, os.Getenv(handshake.EnvClientCert))
	if err != nil {
		panic(err)
	}
	s := grpc.NewServer(grpc.Creds(credentials.NewTLS(config)))
	connectorv1.RegisterConnectorServiceServer(s, stock{})
	l := listen()
	fmt.Println(handshake.Line{Network: "unix", Address: l.Addr().String(), Certificate: own.Certificate[0]})
	go func() { _ = s.Serve(l) }()
	_, _ = os.Stdin.Read(make([]byte, 1))
}

// serveAs serves with another certificate than it announces.
func serveAs(l net.Listener) {
	announce(l.Addr().String())
	own, err := handshake.NewCertificate()
	if err != nil {
		panic(err)
	}
	config, err := handshake.ServerConfig(own, os.Getenv(handshake.EnvClientCert))
	if err != nil {
		panic(err)
	}
	_ = grpc.NewServer(grpc.Creds(credentials.NewTLS(config))).Serve(l)
}

// lingering is no connector, and its child keeps the pipes of both.
func lingering() {
	holdPipes(false)
	fmt.Println("not a handshake")
	wait()
}

// holdPipes starts a child that has stdout and stderr, in a session of its own or in this process's group.
func holdPipes(detached bool) *exec.Cmd {
	cmd := exec.Command("/bin/sleep", "1000")
	cmd.Stdout, cmd.Stderr = os.NewFile(1, "stdout"), os.NewFile(2, "stderr")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: detached}
	if err := cmd.Start(); err != nil {
		panic(err)
	}
	fmt.Fprintf(os.Stderr, "child %d\n", cmd.Process.Pid)
	return cmd
}

// flood writes a line without an end.
func flood(f *os.File, n int) { _, _ = f.Write(bytes.Repeat([]byte("x"), n)) }

// serveStock serves with go-plugin as it comes.
func serveStock(s connectorv1.ConnectorServiceServer) {
	goplugin.Serve(&goplugin.ServeConfig{
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion: 1, MagicCookieKey: "TRELLIS_CONNECTOR", MagicCookieValue: "iam-v1",
		},
		Plugins:    goplugin.PluginSet{"connector": stockPlugin{s: s}},
		GRPCServer: goplugin.DefaultGRPCServer,
	})
}
