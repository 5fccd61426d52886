package plugin_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// BenchmarkStart is the time from nothing to the first answer of a connector, mutual TLS included: of the sample as it is
// shipped, and of the test binary, which links more, beside what go-plugin makes of the same binary with and without its
// own AutoMTLS.
func BenchmarkStart(b *testing.B) {
	b.Run("shipped", func(b *testing.B) { benchmarkStart(b, shipped(b)) })
	b.Run("walled", func(b *testing.B) { benchmarkStart(b, program(b, "puppet")) })
	b.Run("go-plugin-AutoMTLS", func(b *testing.B) { benchmarkStock(b, true) })
	b.Run("go-plugin", func(b *testing.B) { benchmarkStock(b, false) })
}

// shipped builds the sample connector as the Makefile does.
func shipped(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "trellis-connector-sample")
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "./sample")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return path
}

func benchmarkStart(b *testing.B, path string) {
	cfg := plugin.Config{Path: path, RunDir: shortDir(b)}
	for b.Loop() {
		p, err := plugin.Launch(b.Context(), cfg)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := p.Describe(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := p.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}

func benchmarkStock(b *testing.B, mtls bool) {
	path := program(b, "stock")
	for b.Loop() {
		host := goplugin.NewClient(&goplugin.ClientConfig{
			HandshakeConfig: goplugin.HandshakeConfig{
				ProtocolVersion: 1, MagicCookieKey: "TRELLIS_CONNECTOR", MagicCookieValue: "iam-v1",
			},
			Plugins:          goplugin.PluginSet{"connector": stockPlugin{}},
			Cmd:              exec.Command(path),
			AutoMTLS:         mtls,
			AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
			Logger:           hclog.NewNullLogger(),
		})
		client, err := host.Client()
		if err != nil {
			b.Fatal(err)
		}
		raw, err := client.Dispense("connector")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := raw.(connectorv1.ConnectorServiceClient).Describe(b.Context(), &connectorv1.DescribeRequest{}); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		host.Kill()
		b.StartTimer()
	}
}

// BenchmarkList is what the wall costs a list: 10,000 users in pages of 100, in process and through it.
func BenchmarkList(b *testing.B) {
	b.Run("in-process", func(b *testing.B) { benchmarkList(b, connector.Checked(sample.New())) })
	b.Run("walled", func(b *testing.B) {
		p, err := plugin.Launch(b.Context(), plugin.Config{Path: shipped(b), RunDir: shortDir(b)})
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = p.Close() }()
		benchmarkList(b, p)
	})
}

func benchmarkList(b *testing.B, c connector.Connector) {
	req := connector.ListRequest{
		Account: &connectorv1.Account{
			Id: "a", Settings: map[string]string{"users": "10000"}, Credentials: map[string]string{"token": sample.Token},
		},
		Options: &connectorv1.ListOptions{PageSize: 100},
	}
	for b.Loop() {
		if _, err := c.ListUsers(b.Context(), req, connector.SinkFuncs[*iamv1.User]{}); err != nil {
			b.Fatal(err)
		}
	}
}
