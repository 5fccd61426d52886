package plugin

import (
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/internal/handshake"
	"github.com/trellis-iam/trellis/plugin/internal/wire"
	"google.golang.org/grpc"
)

// Serve makes the process a connector. It is all that a main needs, and never returns:
//
//	func main() { plugin.Serve(lattice.New()) }
//
// Started by a host, the process serves the contract until the host ends it or is gone itself. Started by hand, it is a
// command line: describe, authenticate and the lists run without a host, debug waits for hosts to [Attach], --help tells
// the rest. Without arguments it says what it is and exits with status 1.
//
// The connector is held to the contract by [connector.Checked]: requests are checked before it sees them, and a panic ends
// the call with CONNECTOR_BUG and not the process.
//
// # A stand-in
//
// [WithSandbox] gives the command line one more command, which plays the application instead of reading it.
//
// # Logging
//
// The log of a connector is its stderr, and whatever writes there works: log, slog.Default, hclog, fmt. Serve sets none of
// them up and changes no global but os.Stdout, which becomes stderr too. The levels of slog, of its JSON and of hclog are
// understood. The host decides what is shown; lines are cut at 8 KiB, and dropped above some 100 a second. Secrets do not
// belong there. [NewLog] makes a log that suits both hosts and people.
//
// # Signals
//
// SIGINT, SIGTERM and SIGHUP are ignored: they often reach a whole service at once, and the host still has calls to end.
// The process ends when the host asks it to, with the end of stdin, or by SIGKILL.
func Serve(c connector.Connector, options ...ServeOption) {
	var o serveOptions
	for _, option := range options {
		option(&o)
	}
	if os.Getenv(handshake.CookieKey) != handshake.CookieValue {
		os.Exit(byHand(c, o))
	}
	os.Exit(serve(connector.Checked(c), o))
}

// ServeOption adds to what [Serve] makes of the process.
type ServeOption func(*serveOptions)

type serveOptions struct {
	sandbox func()
	server  []grpc.ServerOption
}

// WithSandbox runs a stand-in for the application when the program is started by hand with the argument sandbox, to try the
// connector on without an account. run reads the rest of the arguments itself; when it returns, the process ends.
func WithSandbox(run func()) ServeOption { return func(o *serveOptions) { o.sandbox = run } }

// WithServer serves with further options of gRPC, such as interceptors for a connector's own telemetry. What an interceptor
// changes is not held to the contract any more: it stands between [connector.Checked] and the host.
func WithServer(options ...grpc.ServerOption) ServeOption {
	return func(o *serveOptions) { o.server = append(o.server, options...) }
}

// serve returns the status to exit with.
func serve(c connector.Connector, o serveOptions) int {
	signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	logger := hclog.New(&hclog.LoggerOptions{Output: os.Stderr, JSONFormat: true, Level: hclog.Info})

	if err := handshake.CheckVersions(os.Getenv(handshake.EnvVersions)); err != nil {
		logger.Error(err.Error())
		return 1
	}
	certificate, err := handshake.NewCertificate()
	if err != nil {
		logger.Error("making a certificate", "error", err)
		return 1
	}
	tlsConfig, err := handshake.ServerConfig(certificate, os.Getenv(handshake.EnvClientCert))
	if err != nil {
		logger.Error("the host did not say who it is", "error", err)
		return 1
	}
	tlsConfig.GetConfigForClient = takeOutputBack()
	announcement, err := completeHandshake(certificate.Certificate[0])
	if err != nil {
		logger.Error("taking stdout", "error", err)
		return 1
	}
	go holdLifeLine(announcement)

	goplugin.Serve(&goplugin.ServeConfig{
		HandshakeConfig: goplugin.HandshakeConfig{
			MagicCookieKey: handshake.CookieKey, MagicCookieValue: handshake.CookieValue,
		},
		VersionedPlugins: map[int]goplugin.PluginSet{handshake.ContractVersion: {"connector": &served{c: c, logger: logger}}},
		TLSProvider:      constant(tlsConfig),
		GRPCServer:       func(opts []grpc.ServerOption) *grpc.Server { return newServer(slices.Concat(opts, o.server)) },
		Logger:           logger,
	})
	if announcement.line() == nil {
		return 1 // it never came to listening; go-plugin has logged why
	}
	return 0
}

func constant[T any](v T) func() (T, error) { return func() (T, error) { return v, nil } }

func newServer(opts []grpc.ServerOption) *grpc.Server {
	return grpc.NewServer(append(opts,
		grpc.MaxRecvMsgSize(connector.MaxMessageSize),
		grpc.MaxSendMsgSize(connector.MaxMessageSize),
		grpc.ForceServerCodecV2(wire.Codec()),
		grpc.StaticStreamWindowSize(window),
		grpc.StaticConnWindowSize(window),
	)...)
}
