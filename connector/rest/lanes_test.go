package rest

import (
	"context"
	"encoding/pem"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// with is a client of the same vendor with another credential.
func with(c *Client, key string) *Client {
	o := c.options
	o.Credential = Bearer(key)
	return c.pool.Client(o)
}

func TestLanes(t *testing.T) {
	pool := NewPool(DefaultPolicy())
	client := func(key, base string) *Client {
		s, err := ReadSettings(account("base_url", base), Settings{})
		if err != nil {
			t.Fatal(err)
		}
		return pool.Client(Options{Settings: s, Credential: Bearer(key)})
	}
	a := pool.use(client("key-a", "https://x.example"))
	if pool.use(client("key-a", "https://X.example:443/path")) != a {
		t.Error("one credential at one host has two lanes")
	}
	if pool.use(client("key-b", "https://x.example")) == a || pool.use(client("key-a", "https://y.example")) == a {
		t.Error("two credentials, or two hosts, share a lane")
	}
	for key := range pool.lanes.all {
		if strings.Contains(string(key[:]), "key") {
			t.Error("a key is kept in the clear")
		}
	}
}

// Of credentials that had no pace to keep to nothing is kept but the connections of the last few.
func TestLanesOfManyCredentials(t *testing.T) {
	v := &vendor{answers: always(func() *http.Response { return respond(200, "{}") })}
	c := connect(t, v, nil)
	for i := range 1000 {
		if err := read(t, with(c, "key-"+strconv.Itoa(i))); err != nil {
			t.Fatal(err)
		}
	}
	if all, warm := len(c.pool.lanes.all), len(c.pool.lanes.warm); all != maxWarm || warm != maxWarm {
		t.Errorf("%d lanes are kept, %d with connections", all, warm)
	}
}

// What was sent with a credential counts as long as it matters to the pace, whoever else was read meanwhile; and no longer.
func TestPacesOutliveConnections(t *testing.T) {
	for name, c := range map[string]struct {
		pace    Pace
		matters time.Duration // what was sent at the beginning
	}{
		"window": {Pace{PerMinute: 1}, window + margin},
		"bucket": {Pace{PerMinute: 60, Burst: 180}, 3 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := &vendor{answers: always(func() *http.Response { return respond(200, "{}") })}
				client := connect(t, v, paced(c.pace))
				start := time.Now()
				for range max(c.pace.Burst, 1) {
					if err := read(t, client); err != nil {
						t.Fatal(err)
					}
				}
				others := 0
				crowd := func() {
					for range minSweep {
						others++
						if err := read(t, with(client, strconv.Itoa(others))); err != nil {
							t.Fatal(err)
						}
					}
				}
				one := client.pool.use(client)
				client.pool.lanes.leave(one, time.Now())
				time.Sleep(time.Until(start.Add(c.matters - time.Millisecond)))
				crowd()
				if client.pool.lanes.all[client.key] != one || one.transport != nil {
					t.Error("what was sent is forgotten, or its connections are not")
				}
				time.Sleep(5 * time.Minute)
				crowd()
				crowd()
				if n := len(client.pool.lanes.all); n > 2*minSweep {
					t.Errorf("%d lanes are kept", n)
				}
				if client.pool.lanes.all[client.key] != nil {
					t.Error("what does not matter any more is kept")
				}
			})
		})
	}
}

// A rate limit that the vendor told of holds for as long as it said, though nobody waits for it and there is no pace.
func TestHoldsOutliveConnections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &vendor{answers: func(_ *http.Request, n int) (*http.Response, error) {
			if n == 1 {
				return respond(429, "{}", "Retry-After", "600"), nil
			}
			return respond(200, "{}"), nil
		}}
		c := connect(t, v, nil)
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { _ = c.Read(ctx, Request{}, func([]byte) error { return nil }) })
		synctest.Wait() // it waits
		cancel()
		wg.Wait()
		for i := range minSweep {
			if err := read(t, with(c, strconv.Itoa(i))); err != nil {
				t.Fatal(err)
			}
		}
		start := time.Now()
		if err := read(t, c); err != nil || time.Since(start) != 10*time.Minute {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

// Connections to a vendor do not add up: however many accounts were read, those of the last few stay.
func TestConnectionsOfManyCredentials(t *testing.T) {
	var open atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(ok))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		switch s {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed, http.StateHijacked:
			open.Add(-1)
		}
	}
	server.StartTLS()
	defer server.Close()
	pool := NewPool(DefaultPolicy())
	ca := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	s, err := ReadSettings(account("base_url", server.URL, "ca_pem", ca), Settings{})
	if err != nil {
		t.Fatal(err)
	}
	first := pool.Client(Options{Settings: s, Credential: Bearer(secret)})
	const workers = 2 * maxWarm // more than are kept: none is taken from who uses it
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := range 5 {
				if err := read(t, with(first, strconv.Itoa(w)+"-"+strconv.Itoa(i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	atMost := func(n int64) {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); open.Load() > n; time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%d connections are open, %d may be", open.Load(), n)
			}
		}
	}
	atMost(maxWarm)
	if open.Load() == 0 {
		t.Error("no connection is kept")
	}
	pool.Close()
	atMost(0)
}
