package sandbox_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/connector/rest/resttest/internal/bakery"
	"github.com/trellis-iam/trellis/connector/rest/resttest/sandbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// vendor is a bakery.
var vendor = sandbox.Vendor{
	Connector: "the-bakery", KeyField: "token", UsersPath: "/users",
	Config: func(flags *flag.FlagSet) resttest.Config {
		c := &bakery.Config{}
		flags.IntVar(&c.Users, "users", sandbox.DefaultUsers, "how many")
		flags.StringVar(&c.Bread, "bread", "", "which")
		return c
	},
}

// running is a sandbox under way.
type running struct {
	stdin  *io.PipeWriter
	stdout *bufio.Reader
	done   chan error
	cancel context.CancelFunc
}

func start(t *testing.T, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	in, stdin := io.Pipe()
	stdout, out := io.Pipe()
	r := &running{stdin: stdin, stdout: bufio.NewReader(stdout), done: make(chan error, 1), cancel: cancel}
	go func() {
		r.done <- sandbox.Run(ctx, vendor, args, in, out, io.Discard)
		_ = out.Close()
	}()
	t.Cleanup(func() {
		cancel()
		_ = stdin.Close()
	})
	return r
}

func TestJSON(t *testing.T) {
	for name, end := range map[string]func(*running){
		"stdin ends": func(r *running) { _ = r.stdin.Close() },
		"cancelled":  func(r *running) { r.cancel() },
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t, "--json", "--users", "12", "--bread", "rye", "--delay", "1ms")
			line, err := r.stdout.ReadBytes('\n')
			if err != nil {
				t.Fatal(err)
			}
			var about struct {
				URL        string `json:"url"`
				CAFile     string `json:"ca_file"`
				CAPEM      string `json:"ca_pem"`
				APIKey     string `json:"api_key"`
				ControlURL string `json:"control_url"`
				ControlKey string `json:"control_key"`
				Account    struct {
					Operator, Credentials map[string]string
				}
				Users struct{ Path string }
			}
			if err := json.Unmarshal(line, &about); err != nil {
				t.Fatalf("%v: %s", err, line)
			}
			a := about.Account
			if a.Operator["base_url"] != about.URL || a.Operator["ca_pem"] != about.CAPEM || a.Credentials["token"] != about.APIKey ||
				about.Users.Path != "/users" {
				t.Errorf("the account does not lead there: %s", line)
			}
			ca, err := os.ReadFile(about.CAFile)
			if err != nil || string(ca) != about.CAPEM {
				t.Errorf("the file with the certificate: %v", err)
			}
			roots := x509.NewCertPool()
			roots.AppendCertsFromPEM(ca)
			transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
			defer transport.CloseIdleConnections()
			for url, key := range map[string]string{about.URL + "/users/u11": about.APIKey, about.ControlURL: about.ControlKey} {
				request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
				if err != nil {
					t.Fatal(err)
				}
				request.Header.Set("Authorization", "Bearer "+key)
				response, err := transport.RoundTrip(request)
				if err != nil || response.StatusCode != http.StatusOK {
					t.Fatalf("%s: %v, %v", url, response, err)
				}
				_ = response.Body.Close()
			}
			end(r)
			if err := <-r.done; err != nil {
				t.Error(err)
			}
			if _, err := os.Stat(filepath.Dir(about.CAFile)); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the folder is left: %v", err)
			}
		})
	}
}

// What is shown to people are commands that can be pasted.
func TestText(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ca.pem")
	r := start(t, "--ca-file", file)
	var shown strings.Builder
	for !strings.Contains(shown.String(), `"status":503`) {
		line, err := r.stdout.ReadString('\n')
		if err != nil {
			t.Fatalf("%v: %s", err, shown.String())
		}
		shown.WriteString(line)
	}
	for _, s := range []string{"Bakery with 250 users", "export THE_BAKERY_TOKEN=" + bakery.Key, "trellis users the-bakery --secret token=env:THE_BAKERY_TOKEN",
		"trellis connect the-bakery --name sandbox --yes --secret token=env:THE_BAKERY_TOKEN", "ca_file=" + file, "--operator base_url=https://127.0.0.1:", "/__control/faults", `"path":"/users"`} {
		if !strings.Contains(shown.String(), s) {
			t.Errorf("%q is not shown:\n%s", s, shown.String())
		}
	}
	r.cancel()
	if err := <-r.done; err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(file); err != nil {
		t.Error(err) // it was asked for, and stays
	}
}

func TestWrongUsage(t *testing.T) {
	for args, want := range map[string]error{
		"--nope": sandbox.ErrUsage, "extra": sandbox.ErrUsage, "--users x": sandbox.ErrUsage, "--help": flag.ErrHelp,
	} {
		var stderr bytes.Buffer
		err := sandbox.Run(t.Context(), vendor, strings.Fields(args), strings.NewReader(""), io.Discard, &stderr)
		if !errors.Is(err, want) || stderr.Len() == 0 {
			t.Errorf("%s: %v, %s", args, err, stderr.String())
		}
	}
	for _, args := range [][]string{{"--users", "-1"}, {"--port", "99999"}, {"--ca-file", filepath.Join(t.TempDir(), "no", "such")}} {
		if err := sandbox.Run(t.Context(), vendor, args, strings.NewReader(""), io.Discard, io.Discard); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}
