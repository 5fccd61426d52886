package main

import (
	"fmt"
	"net/http"
	"os"
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
		got := gather(t, m.Connector(typescriptName), at.account, &connectorv1.ListOptions{PageSize: 1})
		if len(got.users) != 150 {
			t.Fatalf("%s: %d users", form, len(got.users))
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
	options := &connectorv1.ListOptions{Raw: true, PageSize: 20}
	want, got := gather(t, m.Connector("lattica"), at.account, options), gather(t, m.Connector(typescriptName), at.account, options)
	wantSame(t, got.users, want.users)
	if len(got.pages) < 4 || got.tokens() != 1 || got.receipt.GetWarned() != want.receipt.GetWarned() {
		t.Errorf("%d pages, %d tokens, %v", len(got.pages), got.tokens(), got.receipt)
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
