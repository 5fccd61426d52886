package plugin_test

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/internal/attachfile"
	"github.com/trellis-iam/trellis/plugin/internal/handshake"
	"go.uber.org/goleak"
)

// debugged is a connector that someone runs to debug it.
type debugged struct {
	*exec.Cmd
	stderr *buffer
	tmp    string // its folder for temporary files
	file   string // the attach file
	ended  bool
}

func startDebug(t *testing.T, name string) *debugged {
	t.Helper()
	t.Cleanup(func() { goleak.VerifyNone(t) })
	return startDebugIn(t, name, shortDir(t))
}

var attachFlag = regexp.MustCompile(`--attach (\S+)=(\S+)\n`)

// startDebugIn starts one and waits until it can be attached to.
func startDebugIn(t *testing.T, name, tmp string) *debugged {
	t.Helper()
	d := &debugged{Cmd: exec.Command(program(t, name), "debug"), stderr: &buffer{}, tmp: tmp}
	d.Env = append(os.Environ(), byHandEnv+"=1", "TMPDIR="+tmp, raceEnv+"=atexit_sleep_ms=0")
	d.Stderr = d.stderr
	if err := d.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = d.Process.Kill()
		d.gone(t)
	})
	eventually(t, "it says how to attach to it", func() bool { return attachFlag.MatchString(d.stderr.String()) })
	found := attachFlag.FindStringSubmatch(d.stderr.String())
	if found[1] != name {
		t.Errorf("it calls itself %q", found[1])
	}
	d.file = found[2]
	return d
}

// attach attaches a host, which is closed at the end of the test.
func (d *debugged) attach(t *testing.T, cfg plugin.Config) *plugin.Plugin {
	t.Helper()
	p, err := plugin.Attach(t.Context(), d.file, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func (d *debugged) signal(t *testing.T, sig os.Signal) {
	t.Helper()
	if err := d.Process.Signal(sig); err != nil {
		t.Error(err)
	}
}

// gone waits for the end of the process.
func (d *debugged) gone(t *testing.T) {
	t.Helper()
	if !d.ended {
		d.ended = true
		_ = d.Wait() // the state says how
	}
}

// end ends it in good order, after which nothing of it is left.
func (d *debugged) end(t *testing.T, sig os.Signal) {
	t.Helper()
	d.signal(t, sig)
	d.gone(t)
	if code := d.ProcessState.ExitCode(); code != 0 {
		t.Errorf("status %d: %s", code, d.stderr)
	}
	if left := filesBelow(t, d.tmp); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// TestDebugIsPrivate: what it leaves for hosts is for its user alone.
func TestDebugIsPrivate(t *testing.T) {
	d := startDebug(t, "sample")
	for path, want := range map[string]os.FileMode{d.file: 0o600, filepath.Dir(d.file): os.ModeDir | 0o700} {
		info, err := os.Stat(path)
		if err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v, want %v", path, info.Mode(), err, want)
		}
	}
}

// TestStrangersAreRefused: who has the socket and not the key is not answered.
func TestStrangersAreRefused(t *testing.T) {
	d := startDebug(t, "sample")
	file, err := attachfile.Read(d.file)
	if err != nil {
		t.Fatal(err)
	}
	other, err := handshake.NewCertificate()
	if err != nil {
		t.Fatal(err)
	}
	for name, certificates := range map[string][]tls.Certificate{
		"no certificate": nil, "another one": {other}, "the right one": {file.Client},
	} {
		conn, err := net.Dial(file.Network, file.Address)
		if err != nil {
			t.Fatal(err)
		}
		c := tls.Client(conn, &tls.Config{
			InsecureSkipVerify: true, Certificates: certificates, NextProtos: []string{"h2"},
		})
		if err = c.HandshakeContext(t.Context()); err == nil { // with TLS 1.3 a refusal comes after the client's handshake
			_, err = c.Read(make([]byte, 1))
		}
		_ = conn.Close()
		if refused := err != nil; refused != (name != "the right one") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAttachPinsBothSides: an attach file with the key of another connector fits neither this one's server nor its hosts.
func TestAttachPinsBothSides(t *testing.T) {
	right := startDebug(t, "sample")
	wrong := startDebugIn(t, "sample", shortDir(t))
	for _, field := range []string{"server_certificate", "client_certificate"} {
		content := map[*debugged]map[string]any{right: {}, wrong: {}}
		for d, c := range content {
			text, err := os.ReadFile(d.file)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(text, &c); err != nil {
				t.Fatal(err)
			}
		}
		mixed := content[right]
		mixed[field] = content[wrong][field]
		if field == "client_certificate" {
			mixed["client_key"] = content[wrong]["client_key"]
		}
		text, err := json.Marshal(mixed)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(filepath.Dir(right.file), field)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err = plugin.Attach(t.Context(), path, plugin.Config{})
		wantReason(t, err, connector.PluginProtocol, "sample 0.1.0", "cannot be attached to")
	}
}

// TestSecretsOfDebugging: neither the key of the connection nor the credentials of calls are in an argument, an environment
// or a log, on either side.
func TestSecretsOfDebugging(t *testing.T) {
	d := startDebug(t, "puppet")
	log := &buffer{}
	p := d.attach(t, plugin.Config{Logger: hclog.New(&hclog.LoggerOptions{Output: log, Level: hclog.Trace})})
	stillWorks(t, p)
	_, err := p.GetUser(t.Context(), get("leak"))
	wantReason(t, err, connector.UpstreamRejected, "not with REDACTED")

	text, err := os.ReadFile(d.file)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Key string `json:"client_key"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(file.Key, "\n")
	if len(lines) < 3 {
		t.Fatalf("that is no key: %q", file.Key)
	}
	said := map[string]string{"host's log": log.String(), "connector's log": d.stderr.String()}
	for _, pid := range []int{os.Getpid(), d.Process.Pid} {
		for _, name := range []string{"cmdline", "environ"} {
			path := filepath.Join("/proc", strconv.Itoa(pid), name)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			said[path] = string(b)
		}
	}
	for where, text := range said {
		if text == "" {
			t.Errorf("%s: nothing to look at", where)
		}
		for _, secret := range []string{key, "PRIVATE KEY", lines[1]} {
			if strings.Contains(text, secret) {
				t.Errorf("%s has a secret", where)
			}
		}
	}
}

// TestDebugNeedsAFolder: where none can be made, it says so.
func TestDebugNeedsAFolder(t *testing.T) {
	tmp := filepath.Join(shortDir(t), "none")
	stdout, stderr, status := byHandEnviron(t, "sample", []string{"TMPDIR=" + tmp}, "debug")
	if status != 1 || stdout != "" || !strings.Contains(stderr, fmt.Sprintf("%s/", tmp)) {
		t.Errorf("status %d, stdout %q, stderr %q", status, stdout, stderr)
	}
}
