package rest

import (
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector"
)

// serve starts a real server with TLS as the test wants it, and a client that trusts it.
func serve(t *testing.T, handler http.HandlerFunc, change func(*tls.Config)) (*httptest.Server, *Client) {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS10}
	if change != nil {
		change(server.TLS)
	}
	server.StartTLS()
	pool := NewPool(Policy{Timeout: 10 * time.Second, Tries: 2, Backoff: time.Millisecond, MaxBackoff: time.Millisecond})
	t.Cleanup(func() {
		pool.Close()
		server.Close()
	})
	ca := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	s, err := ReadSettings(account("base_url", server.URL, "ca_pem", ca), Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return server, pool.Client(Options{Settings: s, Credential: Bearer(secret)})
}

func ok(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "{}") }

func TestTLSIsRecent(t *testing.T) {
	for version, reason := range map[uint16]connector.Reason{
		tls.VersionTLS10: connector.UpstreamUntrusted, tls.VersionTLS11: connector.UpstreamUntrusted,
		tls.VersionTLS12: "", tls.VersionTLS13: "",
	} {
		_, c := serve(t, ok, func(s *tls.Config) { s.MaxVersion = version })
		if err := read(t, c); connector.ReasonOf(err) != reason {
			t.Errorf("%s: %v, want %q", tls.VersionName(version), err, reason)
		}
	}
}

// A server without TLS learns nothing: not even that a request was meant for it.
func TestNothingIsSentInTheClear(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	got := make(chan string, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		b := make([]byte, 4096)
		n, _ := conn.Read(b)
		got <- string(b[:n])
		_, _ = io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\n\r\n")
	}()
	s, err := ReadSettings(account("base_url", "https://"+listener.Addr().String()), Settings{})
	if err != nil {
		t.Fatal(err)
	}
	c := NewPool(DefaultPolicy()).Client(Options{Settings: s, Credential: Bearer(secret)})
	e := wantError(t, read(t, c), connector.UpstreamUntrusted)
	if !strings.Contains(e.Message, "does not speak TLS") {
		t.Error(e.Message)
	}
	if hello := <-got; strings.Contains(hello, secret) || strings.Contains(hello, "GET") {
		t.Errorf("%q", hello)
	}
}

func TestConnectionsAreUsedAgain(t *testing.T) {
	seen := make(chan string, 100)
	_, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen <- r.RemoteAddr
		if r.URL.Path == "/v1/x" {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, strings.Repeat("x", 20<<10))
			return
		}
		ok(w, r)
	}, nil)
	for range 20 {
		_ = read(t, c) // an error's body does not cost the connection
		if err := c.Read(t.Context(), Request{}, func([]byte) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	close(seen)
	addresses := map[string]bool{}
	for a := range seen {
		addresses[a] = true
	}
	if len(addresses) != 1 {
		t.Errorf("%d connections", len(addresses))
	}
}

func TestNoCookiesNoProxyNoSurprises(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
	t.Setenv("https_proxy", "http://127.0.0.1:1")
	_, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Cookie") != "" || r.Header.Get("Referer") != "" || r.Header.Get("Authorization") != "Bearer "+secret {
			t.Errorf("header %v", r.Header)
		}
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "x"})
		if r.URL.Query().Get("again") == "" {
			http.Redirect(w, r, "/elsewhere?again=1", http.StatusFound)
			return
		}
		ok(w, r)
	}, nil)
	for range 2 {
		if err := read(t, c); err != nil {
			t.Error(err)
		}
	}
}

func TestBodiesAreBounded(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"announced": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(1<<40))
			w.WriteHeader(http.StatusOK)
		},
		"without end": func(w http.ResponseWriter, r *http.Request) {
			chunk := make([]byte, 1<<20)
			for r.Context().Err() == nil {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, c := serve(t, handler, nil)
			e := wantError(t, read(t, c), connector.UpstreamMalformed)
			if !strings.Contains(e.Message, "16 MiB") {
				t.Error(e.Message)
			}
		})
	}
	t.Run("an error's", func(t *testing.T) {
		_, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			chunk := []byte(strings.Repeat("refused ", 1<<10))
			for r.Context().Err() == nil {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		}, nil)
		e := wantError(t, read(t, c), connector.UpstreamRejected)
		if len(e.UpstreamExcerpt) > connector.MaxExcerptSize || !strings.HasPrefix(e.UpstreamExcerpt, "refused ") {
			t.Errorf("%d bytes", len(e.UpstreamExcerpt))
		}
	})
	t.Run("header", func(t *testing.T) {
		_, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Large", strings.Repeat("x", 1<<20))
			ok(w, r)
		}, nil)
		wantReason(t, read(t, c), connector.UpstreamUnavailable)
	})
}

func TestCompressedAnswers(t *testing.T) {
	compressed := func(body string) []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = io.WriteString(w, body)
		_ = w.Close()
		return b.Bytes()
	}
	right := compressed(`{"a":"` + strings.Repeat("b", 10_000) + `"}`)
	damaged := bytes.Clone(right)
	damaged[len(damaged)-6] ^= 1 // the checksum
	for name, c := range map[string]struct {
		body   []byte
		reason connector.Reason
	}{
		"right":     {right, ""},
		"bomb":      {compressed(strings.Repeat(" ", MaxBody+1)), connector.UpstreamMalformed},
		"checksum":  {damaged, connector.UpstreamMalformed},
		"not gzip":  {[]byte(strings.Repeat("{}", 100)), connector.UpstreamMalformed},
		"cut":       {right[:len(right)-9], connector.UpstreamMalformed},
		"a mistake": {append(bytes.Clone(right[:10]), bytes.Repeat([]byte{0xff}, 50)...), connector.UpstreamMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				_, _ = w.Write(c.body)
			}, nil)
			n := 0
			err := client.Read(t.Context(), Request{}, func(body []byte) error { n = len(body); return nil })
			if connector.ReasonOf(err) != c.reason || err == nil && n != 10_008 {
				t.Errorf("%v, %d bytes", err, n)
			}
		})
	}
}

// A long answer whose length is not announced comes whole, at every length around the pieces that it is read by.
func TestLongAnswers(t *testing.T) {
	for _, size := range []int{0, 1, piece - 1, piece, piece + 1, 2 * piece, 2*piece + 1, MaxBody - 1, MaxBody, MaxBody + 1} {
		for _, announced := range []bool{false, true} {
			body := bytes.Repeat([]byte("0123456789abcdef"), size/16+1)[:size]
			_, c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if announced {
					w.Header().Set("Content-Length", strconv.Itoa(size))
				} else {
					_ = http.NewResponseController(w).Flush()
				}
				_, _ = w.Write(body)
			}, nil)
			same := false
			err := c.Read(t.Context(), Request{}, func(got []byte) error { same = bytes.Equal(got, body); return nil })
			if size <= MaxBody && (err != nil || !same) || size > MaxBody && connector.ReasonOf(err) != connector.UpstreamMalformed {
				t.Errorf("%d bytes, announced %v: %v, the same %v", size, announced, err, same)
			}
		}
	}
}
