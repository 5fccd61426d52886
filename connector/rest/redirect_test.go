package rest

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/trellis-iam/trellis/connector"
)

// A redirect is followed on the same host, by HTTPS, a few times; anywhere else nobody is even connected to.
func TestRedirects(t *testing.T) {
	var connections atomic.Int64
	elsewhere := httptest.NewUnstartedServer(http.HandlerFunc(ok))
	elsewhere.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	elsewhere.StartTLS()
	defer elsewhere.Close()
	for name, tt := range map[string]struct {
		to       string
		reason   connector.Reason
		requests int64
	}{
		"same host":      {"/v1/x?again=1", "", 2},
		"same, absolute": {"https://HOST/v1/x?again=1", "", 2},
		"without end":    {"/v1/x", connector.UpstreamUntrusted, 4},
		"another host":   {elsewhere.URL, connector.UpstreamUntrusted, 1},
		"another name":   {strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1), connector.UpstreamUntrusted, 1},
		"http":           {"http://HOST/v1/x?again=1", connector.UpstreamUntrusted, 1},
		"http elsewhere": {strings.Replace(elsewhere.URL, "https", "http", 1), connector.UpstreamUntrusted, 1},
		"user info":      {"https://a:b@HOST/v1/x?again=1", connector.UpstreamUntrusted, 1},
	} {
		t.Run(name, func(t *testing.T) {
			var requests atomic.Int64
			var base string
			server, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				requests.Add(1)
				if r.Header.Get("Authorization") != "Bearer "+secret || r.Header.Get("Referer") != "" {
					t.Errorf("header %v", r.Header)
				}
				if r.URL.Query().Get("again") == "1" {
					ok(w, r)
					return
				}
				w.Header().Set("Location", strings.ReplaceAll(tt.to, "HOST", base))
				w.WriteHeader(http.StatusTemporaryRedirect)
			}, nil)
			base = strings.TrimPrefix(server.URL, "https://")
			if err := read(t, c); connector.ReasonOf(err) != tt.reason || requests.Load() != tt.requests {
				t.Errorf("%v after %d requests, want %q after %d", err, requests.Load(), tt.reason, tt.requests)
			}
		})
	}
	if n := connections.Load(); n != 0 {
		t.Errorf("%d connections elsewhere", n)
	}
}

// An answer that ends too early makes no sense; a connection that is reset in the middle of one is the vendor's absence.
func TestAnswersThatBreakOff(t *testing.T) {
	for name, tt := range map[string]struct {
		linger int // 0: a reset
		reason connector.Reason
		tries  int64
	}{"closed": {-1, connector.UpstreamMalformed, 2}, "reset": {0, connector.UpstreamUnavailable, 2}} {
		t.Run(name, func(t *testing.T) {
			var requests atomic.Int64
			_, c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				requests.Add(1)
				w.Header().Set("Content-Length", "1000000")
				_, _ = io.WriteString(w, strings.Repeat("x", 100_000))
				_ = http.NewResponseController(w).Flush()
				conn, _, err := http.NewResponseController(w).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				tcp := conn.(interface{ NetConn() net.Conn }).NetConn().(*net.TCPConn)
				if err := tcp.SetLinger(tt.linger); err != nil {
					t.Error(err)
				}
				_ = tcp.Close()
			}, nil)
			wantReason(t, read(t, c), tt.reason)
			if requests.Load() != tt.tries {
				t.Errorf("%d requests, want %d", requests.Load(), tt.tries)
			}
		})
	}
}
