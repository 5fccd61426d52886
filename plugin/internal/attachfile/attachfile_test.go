package attachfile

import (
	"crypto/x509"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/internal/handshake"
)

// write makes a file as a connector does.
func write(t *testing.T, dir string) *File {
	t.Helper()
	server, err := handshake.NewCertificate()
	if err != nil {
		t.Fatal(err)
	}
	client, err := handshake.NewCertificate()
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(server.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	f := &File{
		Name: "lattice-scim", Version: "1.2.3-rc.1+x", PID: 4711, Network: "unix", Address: filepath.Join(dir, "debug"),
		Server: parsed, Client: client,
	}
	if runtime.GOOS == "windows" {
		f.Network, f.Address = "tcp", "127.0.0.1:4711"
	}
	if err := f.Write(dir); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	dir := t.TempDir()
	want := write(t, dir)
	got, err := Read(filepath.Join(dir, Name))
	if err != nil {
		t.Fatal(err)
	}
	if got.Path != want.Path || got.Name != want.Name || got.Version != want.Version || got.PID != want.PID ||
		got.Network != want.Network || got.Address != want.Address || !got.Server.Equal(want.Server) ||
		string(got.Client.Certificate[0]) != string(want.Client.Certificate[0]) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if key, ok := want.Client.PrivateKey.(interface{ Equal(x any) bool }); ok && !key.Equal(got.Client.PrivateKey) {
		t.Error("the key is another one")
	}
	if err := want.Write(dir); !os.IsExist(err) {
		t.Errorf("a file that is there is not written over: %v", err)
	}
}

// wantError checks an error's reason and words, and that it says what to do and no secret.
func wantError(t *testing.T, err error, reason connector.Reason, words, secret string) {
	t.Helper()
	if connector.ReasonOf(err) != reason || !strings.Contains(err.Error(), words) {
		t.Fatalf("%v, want %s: %s", err, reason, words)
	}
	if e, ok := err.(*connector.Error); !ok || e.Suggestion == "" {
		t.Errorf("%v suggests nothing", err)
	}
	if strings.Contains(err.Error(), secret) {
		t.Errorf("%v has the key", err)
	}
}

// TestEveryFieldIsChecked: an error names the field that is wrong.
func TestEveryFieldIsChecked(t *testing.T) {
	elsewhere := filepath.Join(t.TempDir(), "socket")
	for _, c := range []struct {
		field  string
		value  any
		reason connector.Reason
		words  string
	}{
		{"version", 2, connector.PluginProtocol, "has version 2, and this host reads 1"},
		{"version", 0, connector.PluginProtocol, "has version 0"},
		{"version", nil, connector.PluginProtocol, "has version 0"},
		{"name", "", connector.PluginUntrusted, "name: "},
		{"name", "\x1b[2J", connector.PluginUntrusted, "name: "},
		{"name", strings.Repeat("x", 65), connector.PluginUntrusted, "name: "},
		{"name", 7, connector.PluginUntrusted, "no JSON of an attach file"},
		{"connector_version", nil, connector.PluginUntrusted, "connector_version: "},
		{"connector_version", "1 2\n3", connector.PluginUntrusted, "connector_version: "},
		{"pid", 0, connector.PluginUntrusted, "pid: "},
		{"pid", -1, connector.PluginUntrusted, "pid: "},
		{"network", "tcp4", connector.PluginUntrusted, "address: "},
		{"address", "", connector.PluginUntrusted, "address: "},
		{"address", elsewhere, connector.PluginUntrusted, "address: "},
		{"address", "192.0.2.1:80", connector.PluginUntrusted, "address: "},
		{"server_certificate", "", connector.PluginUntrusted, "server_certificate: it is no certificate in PEM"},
		{"server_certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", connector.PluginUntrusted, "server_certificate: "},
		{"client_certificate", "", connector.PluginUntrusted, "client_certificate or client_key: "},
		{"client_key", nil, connector.PluginUntrusted, "client_certificate or client_key: "},
		{"client_key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", connector.PluginUntrusted, "client_key: "},
		{"a_field_of_later", "x", "", ""},
	} {
		t.Run(c.field, func(t *testing.T) {
			f := write(t, t.TempDir())
			text, err := os.ReadFile(f.Path)
			if err != nil {
				t.Fatal(err)
			}
			var fields map[string]any
			if err := json.Unmarshal(text, &fields); err != nil {
				t.Fatal(err)
			}
			key, ok := fields["client_key"].(string)
			if !ok {
				t.Fatal("there is no key")
			}
			fields[c.field] = c.value
			if text, err = json.Marshal(fields); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(f.Path, text, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err = Read(f.Path)
			if c.reason == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantError(t, err, c.reason, c.words, strings.Split(key, "\n")[1])
		})
	}
}

// TestFilesThatAreNone: whatever stands at the path, reading it ends, with an error.
func TestFilesThatAreNone(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for path, c := range map[string]struct {
		reason connector.Reason
		words  string
	}{
		filepath.Join(dir, "none"): {connector.PluginCrashed, "there is no such file"},
		dir:                        {connector.PluginUntrusted, "it is no regular file"},
		file("empty", ""):          {connector.PluginUntrusted, "no JSON of an attach file"},
		file("array", "[]"):        {connector.PluginUntrusted, "no JSON of an attach file"},
		file("two", "{} {}"):       {connector.PluginUntrusted, "no JSON of an attach file"},
		file("null", "null"):       {connector.PluginProtocol, "has version 0"},
		file("large", strings.Repeat(" ", maxSize)+"{}"): {connector.PluginUntrusted, "larger than 64 KiB"},
		file("100%d", "{"): {connector.PluginUntrusted, `100%d" is not used`},
	} {
		_, err := Read(path)
		wantError(t, err, c.reason, c.words, "BEGIN")
	}
}

// TestAddressesAreCompared: the file may be named in any way, and its socket is beside it all the same.
func TestAddressesAreCompared(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("connectors listen on a port here")
	}
	dir := t.TempDir()
	f := write(t, dir)
	t.Chdir(dir)
	if got, err := Read(Name); err != nil || got.Path != f.Path {
		t.Errorf("by a relative path: %v, %v", got, err)
	}
	if got, err := Read(dir + "/./" + Name); err != nil || got.Path != f.Path {
		t.Errorf("by another way: %v, %v", got, err)
	}
}

// TestFilesOfYesterday: certificates that have expired would fail with a sentence that helps nobody.
func TestFilesOfYesterday(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		f := write(t, dir)
		if _, err := Read(f.Path); err != nil {
			t.Error(err)
		}
		time.Sleep(25 * time.Hour) // in a bubble, where time is ours
		_, err := Read(f.Path)
		wantError(t, err, connector.PluginCrashed, "its certificates have expired", "BEGIN")
	})
}
