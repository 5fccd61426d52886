package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattica/latticatest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/plugin/manager"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// A killed host leaves no connector in another language behind either, whether the vendor is silent or not.
func TestTypeScriptHostIsKilled(t *testing.T) {
	for name, rule := range map[string]resttest.Rule{"busy": {Kind: "delay"}, "the vendor hangs": {Kind: "hang"}} {
		t.Run(name, func(t *testing.T) {
			server, account := typescriptAt(t, latticatest.Config{Users: 5000})
			rule.Path, rule.From = "/v1/users", 3
			if err := server.SetRules(rule); err != nil {
				t.Fatal(err)
			}
			r := start(t, listOf(account)...)
			for range 200 {
				r.line(t)
			}
			pid := connectorOf(t, r)
			if err := r.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			r.end(t)
			gone(t, pid)
		})
	}
}

// A killed connector's list goes on in the next process: nothing is lost and nothing comes twice.
func TestTypeScriptIsKilled(t *testing.T) {
	server, account := typescriptAt(t, latticatest.Config{Users: 1000})
	whole := trellis(t, listOf(account)...).want(t, 0).lines(t)
	if err := server.SetRules(resttest.Rule{Path: "/v1/users", Kind: "delay", For: resttest.Duration(30 * time.Millisecond)}); err != nil {
		t.Fatal(err)
	}
	r := start(t, listOf(account)...)
	for range 250 {
		r.line(t)
	}
	if err := syscall.Kill(connectorOf(t, r), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	sameUsers(t, r.end(t).want(t, 0, "was killed by signal 9", "1,000 users").lines(t), whole)
}

// An interrupt while the vendor is silent ends the list soon, and the vendor sees that nobody waits any more.
func TestTypeScriptIsInterrupted(t *testing.T) {
	server, account := typescriptAt(t, latticatest.Config{Users: 500})
	left := make(chan struct{})
	server.SetFault(func(r *http.Request, n int64) *resttest.Fault {
		if n < 4 {
			return nil
		}
		go func() {
			<-r.Context().Done()
			close(left)
		}()
		return &resttest.Fault{Hang: true}
	})
	r := start(t, listOf(account)...)
	for range 300 {
		r.line(t)
	}
	waitUntil(t, func() bool { return server.Requests() == 4 })
	pid := connectorOf(t, r)
	if err := r.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	r.end(t).want(t, 4, "interrupt signal received", "partial: 300 users")
	gone(t, pid)
	<-left
}

// A list that is longer than the limit's burst uses what it may, and is never refused, in whatever unit the vendor tells it.
func TestTypeScriptKeepsTheLimit(t *testing.T) {
	m, err := manager.New(manager.Config{Folder: typescriptFolder(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	for _, form := range []latticatest.ResetForm{latticatest.ResetUnix, latticatest.ResetDelta} {
		s, err := latticatest.NewServer(latticatest.Config{
			Users: 150, Plan: latticatest.Free, ResetForm: form, Settings: resttest.Settings{Window: resttest.Duration(time.Second)}, // 60 a second, 120 at once
		})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		at := remote(s.Server, "api_key")
		at.account.Id = "paced"
		delete(at.account.Operator, "requests_per_minute")
		users := kind[*iamv1.User]{list: m.Connector(typescriptName).ListUsers}
		got := users.runAs(t.Context(), at.account, &connectorv1.ListOptions{PageSize: 1})
		if got.err != nil || len(got.items) != 150 {
			t.Fatalf("%s: %d users, %v", form, len(got.items), got.err)
		}
		for _, p := range got.pages {
			if len(p.Info.GetExchanges()) != 1 || p.Info.GetRate().Remaining == nil {
				t.Errorf("%s: %v", form, p.Info)
			}
		}
	}
}

// A host that is busy holds the list back: the connector asks the vendor for no more than what is under way.
func TestTypeScriptWaitsForItsHost(t *testing.T) {
	// Of 400 pages of some 12 KiB, those may be on their way that the buffers of one stream hold, and some more.
	const users, pages, maxAhead = 40_000, 400, 60
	at := linkLattica(t, users, 1)
	at.account.Id = "slow"
	m, err := manager.New(manager.Config{Folder: typescriptFolder(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	got := 0
	receipt, err := m.Connector(typescriptName).ListUsers(t.Context(), connector.ListRequest{Account: at.account}, connector.SinkFuncs[*iamv1.User]{
		OnPage: func(p connector.Page[*iamv1.User]) error {
			if got += len(p.Items); got == len(p.Items) { // the first: until nothing moves any more
				for before := int64(-1); before != at.server.Requests(); time.Sleep(300 * time.Millisecond) {
					before = at.server.Requests()
				}
				if n := at.server.Requests(); n > maxAhead {
					t.Errorf("%d pages were asked for while the host took one", n)
				}
				t.Logf("%d pages were asked for while the host took one", at.server.Requests())
			}
			return nil
		},
	})
	if err != nil || got != users || receipt.GetItems() != users {
		t.Fatalf("%d users, %v, %v", got, receipt, err)
	}
	if n := at.server.Requests(); n != pages {
		t.Errorf("%d requests, want %d", n, pages)
	}
}

// However large records are, messages stay below 4 MiB, and what comes is what the connector in Go sends.
func TestTypeScriptSplitsPages(t *testing.T) {
	records := map[int]string{}
	for i := range 15 { // of 0.6 MiB, but for one that is too large to be passed on as it is, and one with a bad field
		records[i] = fmt.Sprintf(`{"id":"usr_large_%d","name":"Large","filler":%q}`, i, strings.Repeat("é", 300<<10))
	}
	records[7] = fmt.Sprintf(`{ "id" : 9007199254740993, "filler":%q}`, strings.Repeat("x", 1<<20))
	records[9] = `{"id":"usr_odd","name":["\u00e9"],"roles":[{"id":1e2}]}`
	s, err := latticatest.NewServer(latticatest.Config{Users: 30, Records: records})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	at := remote(s.Server, "api_key")
	at.account.Id = "large"
	m, err := manager.New(manager.Config{Folder: typescriptFolder(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	list := func(name string) *stream[*iamv1.User] {
		users := kind[*iamv1.User]{list: m.Connector(name).ListUsers}
		got := users.runAs(t.Context(), at.account, &connectorv1.ListOptions{Raw: true, PageSize: 20})
		if got.err != nil {
			t.Fatal(got.err)
		}
		return got
	}
	want, got := list("lattica"), list(typescriptName)
	wantSame(t, "users", got.items, want.items)
	if len(got.pages) < 4 || len(got.tokens()) != 1 || got.receipt.GetWarned() != want.receipt.GetWarned() {
		t.Errorf("%d pages, %d tokens, %v", len(got.pages), len(got.tokens()), got.receipt)
	}
	for i, p := range got.pages {
		size := proto.Size(&connectorv1.UsersPage{Users: p.Items, Info: p.Info})
		if size > connector.MessageSize {
			t.Errorf("page %d has %d bytes", i, size)
		}
	}
}

// An answer without end is bounded.
func TestTypeScriptBoundsAnswers(t *testing.T) {
	server, account := typescriptAt(t, latticatest.Config{Users: 300})
	if err := server.SetRules(resttest.Rule{Path: "/v1/users", From: 2, Kind: "endless"}); err != nil {
		t.Fatal(err)
	}
	r := start(t, listOf(account)...)
	for range 100 {
		r.line(t)
	}
	pid, peak := connectorOf(t, r), int64(0)
	ended := make(chan result)
	go func() { ended <- r.end(t) }()
	watch := time.NewTicker(time.Millisecond)
	defer watch.Stop()
	for {
		peak = max(peak, peakOf(pid))
		select {
		case <-watch.C:
			continue
		case got := <-ended:
			got.want(t, 4, "UPSTREAM_MALFORMED", "the answer is above 16 MiB", "partial: 100 users")
		}
		break
	}
	// Node.js alone takes some 50 MiB, and gives memory back when it likes.
	if t.Logf("it took %d MiB", peak>>20); peak == 0 || peak > 300<<20 {
		t.Errorf("it took %d MiB", peak>>20)
	}
}

// The key goes to the vendor and nowhere else, whatever happens: not even where the vendor sends it back, in any encoding.
func TestTypeScriptKeepsSecrets(t *testing.T) {
	const key = "lat_live_" + hardKey
	body := []byte(echo(key))
	inError := []byte(`{"error":{"code":` + quoted(t, key) + `,"message":` + quoted(t, echo(key)) + `,"request_id":` + quoted(t, key) + `}}`)
	for name, c := range map[string]struct {
		fault  *resttest.Fault // of the third page
		status int
		stderr string
	}{
		"a list":                    {},
		"rejected":                  {&resttest.Fault{Status: 401, Body: body}, 4, "CREDENTIALS_REJECTED"},
		"refused, in an error":      {&resttest.Fault{Status: 409, Body: inError}, 4, "UPSTREAM_REJECTED"},
		"an answer that is no page": {&resttest.Fault{Status: 200, Body: body}, 4, "UPSTREAM_MALFORMED"},
		"in headers":                {&resttest.Fault{Status: 422, Header: http.Header{"X-Request-Id": {key}, "Content-Type": {key}}}, 4, "UPSTREAM_REJECTED"},
		"in a redirect": {
			&resttest.Fault{Status: 302, Header: http.Header{"Location": {"https://elsewhere.example/" + strings.ReplaceAll(key, "%", "%25")}}},
			4, "UPSTREAM_UNTRUSTED",
		},
	} {
		t.Run(name, func(t *testing.T) {
			server, account := typescriptAt(t, latticatest.Config{Users: 350, Settings: resttest.Settings{APIKey: key}})
			spy := newSpy(key)
			var program *running
			started := make(chan struct{})
			server.SetFault(func(_ *http.Request, n int64) *resttest.Fault {
				<-started
				spy.look(t, program.Process.Pid)
				if n < 3 {
					return nil
				}
				return c.fault
			})
			program = start(t, slices.Concat(listOf(account), loud)...)
			close(started)
			got := program.end(t).want(t, c.status, c.stderr)
			if wrong := server.WrongAuthorizations(); len(wrong) > 0 {
				t.Errorf("other keys were sent: %q", wrong)
			}
			spy.judge(t, got)
		})
	}
}

// quoted is a text as JSON.
func quoted(t *testing.T, text string) string {
	t.Helper()
	b := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text)
	return `"` + b + `"`
}

// bare is the connector as a host starts it, without a host.
type bare struct {
	*exec.Cmd
	stdin  interface{ Close() error }
	stdout *bufio.Reader
	stderr bytes.Buffer
}

func startBare(t *testing.T, env ...string) *bare {
	t.Helper()
	b := &bare{Cmd: exec.CommandContext(t.Context(), filepath.Join(typescriptFolder(t), "trellis-connector-"+typescriptName))}
	b.Env, b.Dir, b.Stderr = env, "/", &b.stderr
	stdin, err := b.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := b.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	b.stdin, b.stdout = stdin, bufio.NewReader(stdout)
	if err := b.Start(); err != nil {
		t.Fatal(err)
	}
	return b
}

// What it does at its start and its end is what connector.proto asks: without PATH or any other variable, a private socket,
// one line, a certificate that is pinned, signals that are the host's, and the life line.
func TestTypeScriptStart(t *testing.T) {
	_, host, err := resttest.NewCertificate("host")
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("/tmp", "n") //nolint:usetesting // a socket's path is short, and TMPDIR may be long
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	b := startBare(t, "TRELLIS_CONNECTOR=iam-v1", "PLUGIN_PROTOCOL_VERSIONS=1,2", "PLUGIN_CLIENT_CERT="+host, "PLUGIN_UNIX_SOCKET_DIR="+dir)
	line, err := b.stdout.ReadString('\n')
	fields := strings.Split(strings.TrimSuffix(line, "\n"), "|")
	if err != nil || len(fields) != 6 || strings.Join(fields[:3], "|") != "1|1|unix" || fields[4] != "grpc" {
		t.Fatalf("%q, %v, %s", line, err, b.stderr.String())
	}
	socket, err := os.Stat(fields[3])
	if err != nil || socket.Mode() != os.ModeSocket|0o600 || filepath.Dir(fields[3]) != dir || len(filepath.Base(fields[3])) > 24 {
		t.Errorf("%s: %v, %v", fields[3], socket, err)
	}
	der, err := base64.RawStdEncoding.DecodeString(fields[5])
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil || certificate.CheckSignature(certificate.SignatureAlgorithm, certificate.RawTBSCertificate, certificate.Signature) != nil {
		t.Fatalf("%v", err)
	}
	if certificate.VerifyHostname("localhost") != nil || time.Until(certificate.NotAfter) < 23*time.Hour || !certificate.IsCA ||
		!slices.Equal(certificate.ExtKeyUsage, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}) {
		t.Errorf("%+v", certificate)
	}
	stranger, _, err := resttest.NewCertificate("host") // of the same name
	if err != nil {
		t.Fatal(err)
	}
	for what, certificates := range map[string][]tls.Certificate{"nobody": nil, "a stranger": {stranger}} {
		if err := knock(t, fields[3], certificate, certificates); err == nil {
			t.Errorf("%s gets in", what)
		}
	}
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		if err := b.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.stdin.Close(); err != nil {
		t.Fatal(err)
	}
	rest, readErr := b.stdout.ReadString('\n')
	if err := b.Wait(); err != nil || rest != "" || readErr == nil || b.stderr.Len() > 0 {
		t.Errorf("%v; more on stdout: %q, on stderr: %q", err, rest, b.stderr.String())
	}
	if _, err := os.Stat(fields[3]); err == nil {
		t.Error("the socket is left")
	}
}

// knock connects with a certificate, and says whether it is let in.
func knock(t *testing.T, socket string, server *x509.Certificate, own []tls.Certificate) error {
	t.Helper()
	pool := x509.NewCertPool()
	pool.AddCert(server)
	d := &tls.Dialer{Config: &tls.Config{RootCAs: pool, ServerName: "localhost", NextProtos: []string{"h2"}, Certificates: own}}
	c, err := d.DialContext(t.Context(), "unix", socket)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	_, err = c.Read(make([]byte, 1)) // with TLS 1.3 a server's refusal comes after the client's handshake
	return err
}

// Without a host, or with one that it does not fit, it says so in a sentence and exits with status 1.
func TestTypeScriptWithoutAHost(t *testing.T) {
	_, host, err := resttest.NewCertificate("host")
	if err != nil {
		t.Fatal(err)
	}
	const cookie = "TRELLIS_CONNECTOR=iam-v1"
	for name, c := range map[string]struct {
		env  []string
		want string
	}{
		"by hand":         {nil, "trellis describe lattica-node"},
		"another cookie":  {[]string{"TRELLIS_CONNECTOR=iam-v2"}, "the Trellis connector for Lattica"},
		"no versions":     {[]string{cookie, "PLUGIN_CLIENT_CERT=" + host}, "PLUGIN_PROTOCOL_VERSIONS is not set"},
		"a later version": {[]string{cookie, "PLUGIN_PROTOCOL_VERSIONS=2,3", "PLUGIN_CLIENT_CERT=" + host}, "upgrade the connector"},
		"no certificate":  {[]string{cookie, "PLUGIN_PROTOCOL_VERSIONS=1"}, "the host did not say who it is"},
		"no folder": {
			[]string{cookie, "PLUGIN_PROTOCOL_VERSIONS=1", "PLUGIN_CLIENT_CERT=" + host, "PLUGIN_UNIX_SOCKET_DIR=/there/is/none"}, "there/is/none",
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := startBare(t, c.env...)
			line, _ := b.stdout.ReadString('\n')
			if err := b.Wait(); statusOf(t, err) != 1 || line != "" || !strings.Contains(b.stderr.String(), c.want) {
				t.Errorf("%v, stdout %q, stderr %q", err, line, b.stderr.String())
			}
		})
	}
}
