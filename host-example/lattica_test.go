package main

import (
	"bytes"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/lattica/latticatest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// withLattica runs a test with each of the connectors to Lattica: at starts a Lattica, and tells the flags of an account there.
func withLattica(t *testing.T, test func(t *testing.T, at func(*testing.T, latticatest.Config) (*latticatest.Server, []string))) {
	t.Helper()
	t.Run("lattica", func(t *testing.T) { test(t, latticaAt) })
	t.Run(typescriptName, func(t *testing.T) { test(t, typescriptAt) })
}

// latticaAt starts a Lattica, and tells the flags of an account there.
func latticaAt(t *testing.T, config latticatest.Config) (*latticatest.Server, []string) {
	t.Helper()
	s, err := latticatest.NewServer(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, flagsAt(t, "lattica", s.Server, "api_key")
}

// What Lattica's support asks for stands in the log for each request that failed, whether or not the list came through; and
// in the error, where there is one. The connector writes it, in a process of its own, and the host shows it.
func TestRequestIDsAreLogged(t *testing.T) { withLattica(t, requestIDsAreLogged) }

func requestIDsAreLogged(t *testing.T, at func(*testing.T, latticatest.Config) (*latticatest.Server, []string)) {
	server, account := at(t, latticatest.Config{Users: 30})
	for name, tt := range map[string]struct {
		status, failures, exit int
		reason                 string
	}{
		"passes":  {503, 2, 0, ""},
		"lasts":   {409, 1, 5, "UPSTREAM_REJECTED"},
		"missing": {404, 1, 2, "UNSUPPORTED"},
	} {
		t.Run(name, func(t *testing.T) {
			server.SetFault(func(_ *http.Request, n int64) *resttest.Fault {
				if n > int64(tt.failures) {
					return nil
				}
				return &resttest.Fault{Status: tt.status, Body: []byte(
					`{"error":{"code":"some_code","message":"Not with ` + server.APIKey + `.","request_id":"req_aB12c` + strconv.FormatInt(n, 10) + `"}}`)}
			})
			server.ResetCounts()
			r := trellis(t, append(listOf(account), "--log-level", "info")...).want(t, tt.exit, tt.reason)
			var logged []string
			for line := range strings.Lines(r.stderr) {
				if strings.Contains(line, "a request to the vendor failed") {
					logged = append(logged, line)
				}
			}
			if len(logged) != tt.failures {
				t.Errorf("%d lines are logged:\n%s", len(logged), r.stderr)
			}
			for i, line := range logged {
				for _, part := range []string{
					"[INFO]", "connector=" + account[0] + " ", "request_id=req_aB12c" + strconv.Itoa(i+1), "status=" + strconv.Itoa(tt.status),
					"try=" + strconv.Itoa(i+1), "host=" + strings.TrimPrefix(server.URL, "https://"),
				} {
					if !strings.Contains(line, part) {
						t.Errorf("the log lacks %s: %s", part, line)
					}
				}
			}
			if tt.reason != "" && strings.Count(r.stderr, "req_aB12c1") < 2 {
				t.Errorf("the error lacks the request id:\n%s", r.stderr)
			}
			if strings.Contains(r.stdout+r.stderr, server.APIKey) {
				t.Errorf("the key is written:\n%s", r.stderr)
			}
		})
	}
}

// Whoever asks what Lattica's connector is learns what is assumed, before and after there is an account.
func TestWhatIsAssumedIsSaid(t *testing.T) { withLattica(t, whatIsAssumedIsSaid) }

func whatIsAssumedIsSaid(t *testing.T, at func(*testing.T, latticatest.Config) (*latticatest.Server, []string)) {
	_, account := at(t, latticatest.Config{Users: 3})
	for _, tt := range []struct {
		args []string
		want []string
	}{
		{describing(account), []string{"GET /v1/users is assumed", "users_path", "GET /v1/roles is assumed", "roles_path", "assumed", "120"}},
		{append([]string{"authenticate"}, account...), []string{"The credentials are good.", "assumed endpoint", "unknown", "live"}},
	} {
		r := trellis(t, tt.args...).want(t, 0)
		for _, s := range tt.want {
			if !strings.Contains(r.stdout, s) {
				t.Errorf("%q: stdout lacks %q:\n%s", tt.args, s, r.stdout)
			}
		}
	}
	server, account := at(t, latticatest.Config{Users: 3, UsersPath: "/v2/people"})
	trellis(t, listOf(account)...).want(t, 2, "UNSUPPORTED", "users_path", "assumed")
	trellis(t, slices.Concat(listOf(account), []string{"--operator", "users_path=/v2/people"})...).want(t, 0, "3 users")
	trellis(t, slices.Concat(listOf(account), []string{"--operator", "users_path=" + server.URL + "/v2/people"})...).want(t, 2, "operator.users_path")
}

// describing are the arguments that describe an account's connector.
func describing(account []string) []string {
	args := []string{"describe", account[0]}
	if i := slices.Index(account, "--plugins"); i >= 0 {
		args = append(args, account[i:]...)
	}
	return args
}

// Run by hand, the connector writes the same for people.
func TestRequestIDsAreLoggedByHand(t *testing.T) {
	server, account := latticaAt(t, latticatest.Config{Users: 3})
	server.SetFault(func(_ *http.Request, n int64) *resttest.Fault {
		if n > 1 {
			return nil
		}
		return &resttest.Fault{Status: 503, Body: []byte(`{"error":{"code":"unavailable","message":"Later.","request_id":"req_aB12cD"}}`)}
	})
	c := exec.CommandContext(t.Context(), filepath.Join(built, "plugins", "trellis-connector-lattica"), append([]string{"users"}, account[1:]...)...)
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	if err := c.Run(); err != nil || strings.Count(stdout.String(), `"usr_`) != 3 {
		t.Errorf("%v:\n%s", err, stdout.String())
	}
	if !strings.Contains(stderr.String(), `level=INFO msg="a request to the vendor failed" host=`) || strings.Count(stderr.String(), "request_id=req_aB12cD") != 1 {
		t.Errorf("stderr:\n%s", stderr.String())
	}
}
