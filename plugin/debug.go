package plugin

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/internal/attachfile"
	"github.com/trellis-iam/trellis/plugin/internal/handshake"
	"github.com/trellis-iam/trellis/plugin/internal/rundir"
	"github.com/trellis-iam/trellis/plugin/internal/wire"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
)

// debug serves a connector, which is checked already, to hosts that attach, any number of them, until ctx ends. Then the
// socket and the file are gone.
//
// It has nothing of a launched connector's ways to end, the life line, the host's word and the signal of a host's death: it
// is in the hands of whoever debugs it.
func debug(ctx context.Context, c connector.Connector, stderr io.Writer) error {
	about, err := c.Describe(ctx)
	if err != nil {
		return err
	}
	dir, err := rundir.New("")
	if err != nil {
		return err
	}
	defer func() { _ = dir.Remove() }() // the next start sweeps away what cannot be removed now
	l, err := listenAt(ctx, dir.Path())
	if err != nil {
		return err
	}
	defer func() { _ = l.Close() }() // gRPC does it too, if it comes to serving
	file := &attachfile.File{
		Name: about.GetName(), Version: about.GetVersion(), PID: os.Getpid(),
		Network: l.Addr().Network(), Address: l.Addr().String(),
	}
	s, err := debugServer(file)
	if err != nil {
		return err
	}
	wire.Register(s, c, (&served{logger: hclog.New(&hclog.LoggerOptions{Output: stderr})}).logBug)
	if err := file.Write(dir.Path()); err != nil {
		return err
	}
	say(stderr, fmt.Sprintf(`%[1]s %[2]s, process %[3]d, waits for hosts to attach, and serves them until Ctrl-C. Attach one with

    trellis users %[1]s --attach %[1]s=%[4]s

The file lets its reader call this connector. It is for your user alone, and goes with this process.
`, file.Name, file.Version, file.PID, file.Path))
	return serveUntil(ctx, s, l)
}

// listenAt listens where only this user can get to: a socket in the folder, or a loopback port on Windows.
func listenAt(ctx context.Context, dir string) (net.Listener, error) {
	network, address := "unix", filepath.Join(dir, "debug")
	if runtime.GOOS == "windows" {
		network, address = "tcp", "127.0.0.1:0"
	}
	return new(net.ListenConfig).Listen(ctx, network, address)
}

// debugServer makes certificates for both sides, puts them into the file, and makes a server that takes no others.
func debugServer(file *attachfile.File) (*grpc.Server, error) {
	own, err := handshake.NewCertificate()
	if err != nil {
		return nil, err
	}
	if file.Server, err = x509.ParseCertificate(own.Certificate[0]); err != nil {
		return nil, err
	}
	if file.Client, err = handshake.NewCertificate(); err != nil {
		return nil, err
	}
	config, err := handshake.ServerConfig(own, handshake.PEM(file.Client))
	if err != nil {
		return nil, err
	}
	s := newServer([]grpc.ServerOption{
		grpc.Creds(credentials.NewTLS(config)),
		grpc.ConnectionTimeout(forever), // gRPC's own of 2 min would pass at a breakpoint
	})
	alive := health.NewServer()
	alive.SetServingStatus(goplugin.GRPCServiceName, grpc_health_v1.HealthCheckResponse_SERVING)
	grpc_health_v1.RegisterHealthServer(s, alive)
	return s, nil
}

// serveUntil serves until ctx ends, which ends the calls that are running.
func serveUntil(ctx context.Context, s *grpc.Server, l net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		<-ctx.Done()
		s.Stop()
	})
	err := s.Serve(l)
	cancel()
	wg.Wait()
	if errors.Is(err, grpc.ErrServerStopped) { // ctx ended before it came to serving: that is good order, too
		return nil
	}
	return err
}
