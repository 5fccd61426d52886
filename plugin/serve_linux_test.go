package plugin_test

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"github.com/trellis-iam/trellis/plugin/internal/handshake"
	"github.com/trellis-iam/trellis/plugin/internal/process"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// served starts a connector as a host does, without being one.
func served(t *testing.T, certificate string) (*process.Process, string) {
	t.Helper()
	dir := shortDir(t)
	path := program(t, "sample")
	p, err := process.Start(path, path, []string{
		handshake.CookieKey + "=" + handshake.CookieValue, handshake.EnvVersions + "=1",
		handshake.EnvClientCert + "=" + certificate, handshake.EnvSocketDir + "=" + dir,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.Kill("the test is over")
		<-p.Exited()
		_, _ = p.Stdout.Close(), p.Stderr.Close()
	})
	return p, dir
}

// TestTheLifeLine: at the end of stdin a connector takes its socket away and goes.
func TestTheLifeLine(t *testing.T) {
	certificate, err := handshake.NewCertificate()
	if err != nil {
		t.Fatal(err)
	}
	p, dir := served(t, handshake.PEM(certificate))
	text, err := bufio.NewReader(p.Stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	line, err := handshake.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	switch info, err := os.Stat(line.Address); {
	case err != nil:
		t.Fatal(err)
	case info.Mode().Perm() != 0o600:
		t.Errorf("the socket's mode is %04o", info.Mode().Perm())
	}
	p.CutLifeLine()
	<-p.Exited()
	if e := p.Exit(); e != (process.Exit{}) {
		t.Errorf("%+v", e)
	}
	if left := filesBelow(t, dir); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// TestNoHostNoService: a connector that is not told who may call it serves nobody.
func TestNoHostNoService(t *testing.T) {
	p, _ := served(t, "")
	said, err := bufio.NewReader(p.Stderr).ReadString('\n')
	if err != nil || !strings.Contains(said, "PLUGIN_CLIENT_CERT") {
		t.Errorf("%q, %v", said, err)
	}
	<-p.Exited()
	if e := p.Exit(); e.Code != 1 {
		t.Errorf("%+v", e)
	}
}

// TestStockHostsFit: a host that uses go-plugin as it comes, with AutoMTLS, can load our connectors.
func TestStockHostsFit(t *testing.T) {
	// go-plugin gives its plugins the host's own stdin, which is then their life line.
	stdin := os.Stdin
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	os.Stdin = r
	defer func() {
		os.Stdin = stdin
		_, _ = r.Close(), w.Close()
	}()
	host := goplugin.NewClient(&goplugin.ClientConfig{
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion: 1, MagicCookieKey: "TRELLIS_CONNECTOR", MagicCookieValue: "iam-v1",
		},
		Plugins:          goplugin.PluginSet{"connector": stockPlugin{}},
		Cmd:              exec.Command(program(t, "sample")),
		AutoMTLS:         true,
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		Logger:           hclog.NewNullLogger(),
	})
	defer host.Kill()
	client, err := host.Client()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := client.Dispense("connector")
	if err != nil {
		t.Fatal(err)
	}
	d, err := raw.(connectorv1.ConnectorServiceClient).Describe(t.Context(), &connectorv1.DescribeRequest{})
	if err != nil || d.GetDescription().GetName() != "sample" {
		t.Errorf("%v, %v", d, err)
	}
}
