package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
)

// The company of these tests: a list of 42 pages, the last of which is half empty.
const (
	faultUsers = 4150
	faultPages = 42
)

// faultRow is a fault at the vendor, and what people see of it who list its users.
type faultRow struct {
	name   string
	faults []latticetest.Rule
	args   []string

	status   int      // exit status
	users    int      // that stand on stdout, each once
	stderr   []string // what it says
	not      string   // what it does not say
	differ   bool     // some users are not as in a healthy list
	requests int64    // how many arrive at the vendor
	more     int64    // and so many more at most, which net/http sends by itself on a connection that is gone

	waits  time.Duration // between the fault and the next request: at least so long, and not much longer
	before int           // which request that is, from 1
}

// hangOnce is the row that takes long: as long as a request may.
const hangOnce = "hangs once"

// slack is how much longer than it should a wait may take here: a machine under load, and the clocks of HTTP dates, which
// tick in seconds.
const slack = 10 * time.Second

// faultRun is a row under way.
type faultRun struct {
	faultRow
	server  *latticetest.Server
	account []string

	mu      sync.Mutex
	arrived []time.Time

	done           chan struct{} // closed when what follows is set
	err            error
	stdout, stderr bytes.Buffer
}

// atOnce is how many lists run at the same time: nearly all of them wait nearly all of the time.
const atOnce = 8

// Every fault that a vendor can have ends as it should, with the real programs, over TLS: what came is on stdout, once; what
// did not is said, with the way to go on; and the vendor is asked as often as it helps and no more.
func TestFaults(t *testing.T) {
	_, healthy := standIn(t, latticetest.Config{Users: faultUsers})
	whole := trellis(t, listOf(healthy)...).want(t, 0).lines(t)
	if len(whole) != faultUsers {
		t.Fatalf("%d users", len(whole))
	}
	slots := make(chan struct{}, atOnce)
	var runs []*faultRun
	for _, row := range faultRows(t) {
		if testing.Short() && row.name == hangOnce {
			continue
		}
		r := &faultRun{faultRow: row, done: make(chan struct{})}
		r.server, r.account = standIn(t, latticetest.Config{Users: faultUsers})
		if err := r.server.SetRules(row.faults...); err != nil {
			t.Fatalf("%s: %v", row.name, err)
		}
		runs = append(runs, r)
		go r.run(t, slots)
	}
	for _, r := range runs {
		t.Run(r.name, func(t *testing.T) {
			<-r.done
			got := result{statusOf(t, r.err), r.stdout.String(), r.stderr.String()}
			got.want(t, r.status, r.faultRow.stderr...)
			if r.not != "" && strings.Contains(got.stderr, r.not) {
				t.Errorf("stderr says %q:\n%s", r.not, got.stderr)
			}
			if strings.Contains(got.stdout+got.stderr, r.server.APIKey) {
				t.Errorf("the key is written:\n%s", got.stderr)
			}
			r.checkVendor(t)
			r.checkUsers(t, got, whole)
		})
	}
}

func listOf(account []string) []string {
	return slices.Concat([]string{"users"}, account, []string{"-o", "ndjson"})
}

// run lists the users, when it is its turn.
func (r *faultRun) run(t *testing.T, slots chan struct{}) {
	defer close(r.done)
	slots <- struct{}{}
	defer func() { <-slots }()
	r.server.SetFault(func(*http.Request, int64) *latticetest.Fault {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.arrived = append(r.arrived, time.Now())
		return nil // the rules decide
	})
	c := command(t, append(listOf(r.account), r.args...)...)
	c.Stdout, c.Stderr = &r.stdout, &r.stderr
	r.err = c.Run()
}

// checkVendor checks what the vendor saw: how many requests, with the key and no other, and how long apart.
func (r *faultRun) checkVendor(t *testing.T) {
	t.Helper()
	if n := r.server.Requests(); n < r.requests || n > r.requests+r.more {
		t.Errorf("%d requests, want %d and at most %d more: %v", n, r.requests, r.more, r.server.RequestsByPath())
	}
	if wrong := r.server.WrongAuthorizations(); len(wrong) > 0 {
		t.Errorf("other credentials were sent: %q", wrong)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.before > 0 && len(r.arrived) >= r.before {
		if pause := r.arrived[r.before-1].Sub(r.arrived[r.before-2]); pause < r.waits || pause > r.waits+slack {
			t.Errorf("request %d came after %v, want %v", r.before, pause, r.waits)
		}
	}
}

// checkUsers checks what came; and that where it was not all, the rest comes with the token, once the fault is gone.
func (r *faultRun) checkUsers(t *testing.T, got result, whole map[string]json.RawMessage) {
	t.Helper()
	users := got.lines(t)
	if len(users) != r.users {
		t.Errorf("%d users, want %d", len(users), r.users)
	}
	if r.status == 4 {
		r.server.SetFault(nil)
		if err := r.server.SetRules(); err != nil {
			t.Fatal(err)
		}
		r.server.ResetCounts()
		rest := trellis(t, append(listOf(r.account), got.goOn(t)...)...).want(t, 0, "complete from the page token on")
		for id, user := range rest.lines(t) {
			if users[id] != nil {
				t.Errorf("%s comes twice", id)
			}
			users[id] = user
		}
		if n, want := r.server.Requests(), int64((faultUsers-r.users+99)/100); n != want {
			t.Errorf("the rest took %d requests, want %d", n, want)
		}
		if len(users) != len(whole) {
			t.Errorf("%d users in all, want %d", len(users), len(whole))
		}
	}
	for id, user := range users {
		if want, ok := whole[id]; !ok || !r.differ && string(user) != string(want) {
			t.Errorf("%s, want %s", user, want)
		}
	}
}
