package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// A list of 42 pages, the last of which is half empty. They are small: what matters is their number, and there are two hundred
// such lists, of stand-ins that the race detector looks at.
const (
	faultPage  = 20
	faultUsers = 41*faultPage + faultPage/2
)

// faultRow is a fault at a vendor, and what people see of it who list its users.
type faultRow struct {
	name   string
	faults []resttest.Rule // From is the page that meets it first
	args   []string

	status   int           // exit status
	users    int           // that stand on stdout, each once
	stderr   []string      // what it says
	not      string        // what it does not say
	differ   bool          // some users are not as in a healthy list
	fewer    int64         // pages that may be missing besides, which were under way when the fault came
	requests int64         // how many arrive at the vendor
	more     int64         // and so many more at most, which net/http sends by itself on a connection that is gone
	waits    time.Duration // between the last request that met the fault and the next one for that page: at least so long
}

// The rows that take long: as long as a request may, and as long as it takes to be sure that 19 pages have come, on a machine
// under load.
const (
	hangOnce = "hangs once"
	hangLate = "hangs on page 20, --timeout"
)

// slack is how much longer than it should a wait may take here: a machine under load, and the clocks of HTTP dates, which
// tick in seconds.
const slack = 10 * time.Second

// atOnce is how many lists run at the same time: nearly all of them wait nearly all of the time.
const atOnce = 8

// Every fault that a vendor can have ends as it should, with the real programs, over TLS, whoever the vendor is: what came is
// on stdout, once; what did not is said, with the way to go on; and the vendor is asked as often as it helps and no more.
func TestFaults(t *testing.T) {
	slots := make(chan struct{}, atOnce)
	all := make([]vendorRuns, len(applications))
	for i, app := range applications { // all are under way before the first is waited for
		all[i] = runFaults(t, app, slots)
	}
	for i, app := range applications {
		t.Run(app.connector, all[i].check)
	}
}

// vendorRuns are the rows of one vendor.
type vendorRuns struct {
	skip  string // why there are none
	whole map[string]json.RawMessage
	runs  []*faultRun
}

// faultRun is a row under way.
type faultRun struct {
	faultRow
	skip    string // why it is not
	vendor  *vendorFaults
	server  *resttest.Server
	account []string

	mu      sync.Mutex
	arrived map[string][]time.Time // by query, which is by page

	done           chan struct{} // closed when what follows is set
	err            error
	stdout, stderr bytes.Buffer
}

// runFaults starts the rows of a vendor.
func runFaults(t *testing.T, app application, slots chan struct{}) vendorRuns {
	t.Helper()
	flags := app.flags(t)
	healthy := app.link(t, faultUsers, 0)
	switch {
	case healthy.server == nil:
		return vendorRuns{skip: "it has no vendor that could fail"}
	case app.faults == nil:
		t.Fatalf("%s has a vendor, and no faults", app.connector)
	}
	whole := trellis(t, inSmallPages(slices.Concat(flagsAt(t, app.connector, healthy.server, app.faults.key), flags))...).want(t, 0)
	all := vendorRuns{whole: whole.from(healthy.server).lines(t)}
	if len(all.whole) != faultUsers {
		t.Fatalf("%s: %d users", app.connector, len(all.whole))
	}
	for _, row := range faultRows(t, app.faults) {
		r := &faultRun{faultRow: row, skip: skipped(app, row), vendor: app.faults, arrived: map[string][]time.Time{}, done: make(chan struct{})}
		all.runs = append(all.runs, r)
		if r.skip != "" {
			continue
		}
		r.server = app.link(t, faultUsers, 0).server
		r.account = slices.Concat(flagsAt(t, app.connector, r.server, app.faults.key), flags)
		if err := r.server.SetRules(app.faults.place(row.faults)...); err != nil {
			t.Fatalf("%s: %v", row.name, err)
		}
		go r.run(t, slots)
	}
	return all
}

// skipped is why a row is not run for an application.
func skipped(app application, row faultRow) string {
	if why := app.faults.impossible[strings.Split(row.name, fromPage)[0]]; why != "" {
		return why
	}
	if row.name == hangOnce && testing.Short() {
		return "it takes 30 s"
	}
	return ""
}

func (v vendorRuns) check(t *testing.T) {
	if v.skip != "" {
		t.Skip(v.skip)
	}
	for _, r := range v.runs {
		t.Run(r.name, func(t *testing.T) {
			if r.skip != "" {
				t.Skip(r.skip)
			}
			<-r.done
			got := result{statusOf(t, r.err), r.stdout.String(), r.stderr.String()}.from(r.server)
			got.want(t, r.status, r.faultRow.stderr...)
			if r.not != "" && strings.Contains(got.stderr, r.not) {
				t.Errorf("stderr says %q:\n%s", r.not, got.stderr)
			}
			if strings.Contains(got.stdout+got.stderr, r.server.APIKey) {
				t.Errorf("the key is written:\n%s", got.stderr)
			}
			r.checkVendor(t)
			r.checkUsers(t, got, v.whole)
		})
	}
}

func listOf(account []string) []string {
	return slices.Concat([]string{"users"}, account, []string{"-o", "ndjson"})
}

func inSmallPages(account []string) []string {
	return append(listOf(account), "--page-size", strconv.Itoa(faultPage))
}

// run lists the users, when it is its turn.
func (r *faultRun) run(t *testing.T, slots chan struct{}) {
	defer close(r.done)
	if r.name != hangOnce && r.name != hangLate { // they begin at once, and wait beside all others
		slots <- struct{}{}
		defer func() { <-slots }()
	}
	r.server.SetFault(func(request *http.Request, _ int64) *resttest.Fault {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.arrived[request.URL.RawQuery] = append(r.arrived[request.URL.RawQuery], time.Now())
		return nil // the rules decide
	})
	c := command(t, append(inSmallPages(r.account), r.args...)...)
	c.Stdout, c.Stderr = &r.stdout, &r.stderr
	r.err = c.Run()
}

// checkVendor checks what the vendor saw: how many requests, with the key and no other, and how long apart.
func (r *faultRun) checkVendor(t *testing.T) {
	t.Helper()
	if n := r.server.Requests(); n < r.requests-r.fewer || n > r.requests+r.more {
		t.Errorf("%d requests, want %d and at most %d more: %v", n, r.requests, r.more, r.server.RequestsByPath())
	}
	if wrong := r.server.WrongAuthorizations(); len(wrong) > 0 {
		t.Errorf("other credentials were sent: %q", wrong)
	}
	if r.waits == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	repeated := 0
	for query, at := range r.arrived {
		if n := len(at); n > 1 {
			repeated++
			if pause := at[n-1].Sub(at[n-2]); pause < r.waits || pause > r.waits+slack {
				t.Errorf("%s was asked for again after %v, want %v", query, pause, r.waits)
			}
		}
	}
	if repeated != 1 {
		t.Errorf("%d pages were asked for again", repeated)
	}
}

// checkUsers checks what came; and that where it was not all, the rest comes with the token, once the fault is gone.
func (r *faultRun) checkUsers(t *testing.T, got result, whole map[string]json.RawMessage) {
	t.Helper()
	users := got.lines(t)
	if n := len(users); n > r.users || n < r.users-int(r.fewer)*faultPage {
		t.Errorf("%d users, want %d, less %d pages at most", n, r.users, r.fewer)
	}
	left := faultUsers - len(users)
	if r.status == 4 {
		r.server.SetFault(nil)
		if err := r.server.SetRules(); err != nil {
			t.Fatal(err)
		}
		r.server.ResetCounts()
		rest := trellis(t, append(inSmallPages(r.account), got.goOn(t)...)...).want(t, 0, "complete from the page token on").from(r.server)
		for id, user := range rest.lines(t) {
			if users[id] != nil {
				t.Errorf("%s comes twice", id)
			}
			users[id] = user
		}
		if n, want := r.server.Requests(), pagesOf(left); n != want {
			t.Errorf("the rest took %d requests, want %d", n, want)
		}
		if len(users) != len(whole) {
			t.Errorf("%d users in all, want %d", len(users), len(whole))
		}
	}
	for id, user := range users {
		if want, ok := whole[id]; !ok || !r.differ && string(user) != string(want) {
			t.Fatalf("%s, want %s", user, want)
		}
	}
}

// from is a result without the stand-in's address, which may stand in what users have: each row has another one.
func (r result) from(s *resttest.Server) result {
	r.stdout = strings.ReplaceAll(r.stdout, s.URL, "")
	return r
}
