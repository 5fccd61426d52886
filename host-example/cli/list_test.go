package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// ids are the ids in lines of JSON.
func ids(t *testing.T, ndjson string) []string {
	t.Helper()
	var all []string
	for line := range strings.Lines(ndjson) {
		var item struct{ ID string }
		if err := json.Unmarshal([]byte(line), &item); err != nil {
			t.Fatalf("%v: %q", err, line)
		}
		all = append(all, item.ID)
	}
	return all
}

// upTo are the ids that the sample gives to its first n items, from the given number on.
func upTo(from, n int) []string {
	var all []string
	for i := from; i <= n; i++ {
		all = append(all, strconv.Itoa(i))
	}
	return all
}

func (r result) want(t *testing.T, status int, stderr ...string) {
	t.Helper()
	if r.status != status {
		t.Errorf("exit status %d, want %d", r.status, status)
	}
	for _, s := range stderr {
		if !strings.Contains(r.stderr, s) {
			t.Errorf("stderr lacks %q", s)
		}
	}
	if t.Failed() {
		t.Logf("stdout:\n%.2000s\nstderr:\n%s", r.stdout, r.stderr)
	}
}

var goOnPattern = regexp.MustCompile(`add to the same command: (.*--page-token \S+)`)

// goOnArgs are the flags that the program says to go on with.
func (r result) goOnArgs(t *testing.T) []string {
	t.Helper()
	m := goOnPattern.FindStringSubmatch(r.stderr)
	if m == nil {
		t.Fatalf("stderr says not how to go on:\n%s", r.stderr)
	}
	return strings.Fields(m[1])
}

func TestCompleteList(t *testing.T) {
	w := newWorld(t)
	r := w.list(t.Context(), "users", "sample", "--set", "users=120", "-o", "ndjson")
	r.want(t, 0, "120 users from sample in 3 pages, ", "complete", "absence is evidence")
	if diff := cmp.Diff(upTo(1, 120), ids(t, r.stdout)); diff != "" {
		t.Error(diff)
	}

	r = w.list(t.Context(), "users", "sample", "--set", "users=2")
	r.want(t, 0, "2 users from sample in 1 page,")
	want := "" +
		"ID  NAME         EMAIL                    STATUS   ROLES       TYPE\n" +
		"1   Ama Apple    picker1@orchard.example  enabled  Owner       human\n" +
		"2   Björn Birch  picker2@orchard.example  enabled  Maintainer  human\n"
	if diff := cmp.Diff(want, r.stdout); diff != "" {
		t.Error(diff)
	}

	w.list(t.Context(), "roles", "sample", "-o", "ndjson").want(t, 0, "4 roles")
	w.list(t.Context(), "groups", "sample").want(t, 0, "5 groups")
	empty := w.list(t.Context(), "users", "sample", "--set", "users=0")
	empty.want(t, 0, "0 users")
	if empty.stdout != "" {
		t.Errorf("stdout: %q", empty.stdout)
	}
}

// A limit is met in whole pages: with the flags that the program names, the rest follows without gap or repetition.
func TestLimitIsExact(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct {
		args  []string
		count int // that come first
	}{
		{[]string{"--limit", "1"}, 1},
		{[]string{"--limit", "70"}, 70},
		{[]string{"--limit", "1500"}, 1500},
		{[]string{"--limit", "1009"}, 1008}, // a prime: two pages of 504
		{[]string{"--limit", "90", "--page-size", "40"}, 80},
		{[]string{"--limit", "40", "--page-size", "40"}, 40},
	} {
		t.Run(fmt.Sprint(tt.args), func(t *testing.T) {
			const all = 2200
			list := []string{"users", "sample", "-o", "ndjson", "--set", fmt.Sprintf("users=%d", all)}
			first := w.list(t.Context(), append(list, tt.args...)...)
			first.want(t, 0, "stopped at the limit")
			if diff := cmp.Diff(upTo(1, tt.count), ids(t, first.stdout)); diff != "" {
				t.Fatal(diff)
			}
			rest := w.list(t.Context(), append(list, first.goOnArgs(t)...)...)
			rest.want(t, 0, "complete from the page token on", "this is a part of a list")
			if diff := cmp.Diff(upTo(tt.count+1, all), ids(t, rest.stdout)); diff != "" {
				t.Error(diff)
			}
		})
	}
	w.list(t.Context(), "users", "sample", "--limit", "9", "--page-size", "10").want(t, 2, "only whole pages")
	w.list(t.Context(), "users", "sample", "--limit", "25").want(t, 0, "complete") // as many as there are
}

// A limit of 0 is none, as the flag's help says, and a negative one is no limit that anybody means.
func TestNoLimit(t *testing.T) {
	w := newWorld(t)
	list := []string{"users", "sample", "-o", "ndjson", "--set", "users=120"}
	whole := w.list(t.Context(), list...)
	r := w.list(t.Context(), append(list, "--limit", "0")...)
	r.want(t, 0, "120 users from sample in 3 pages", "complete")
	if r.stdout != whole.stdout {
		t.Errorf("--limit 0 lists something else than no limit:\n%s", r.stdout)
	}
	negative := w.list(t.Context(), append(list, "--limit", "-1")...)
	negative.want(t, 2, "--limit must not be negative")
	if negative.stdout != "" {
		t.Error(negative.stdout)
	}
	help := strings.Join(strings.Fields(w.run(t.Context(), "users", "--help").stdout), " ")
	if !strings.Contains(help, "(0, the default: no limit, the whole list)") {
		t.Errorf("the help does not say what 0 is:\n%s", help)
	}
}

// broken is a connector whose list of users fails after so many pages of two.
type broken struct {
	connector.Connector
	pages     int
	err       error
	tokenless bool // the last page has no token
	before    func(page int)
}

func (b *broken) ListUsers(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	l, err := connector.Begin(sink, req, connector.Binding{Connector: "sample", Resource: "users"})
	if err != nil {
		return nil, err
	}
	for i := range b.pages {
		if b.before != nil {
			b.before(i)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		next := strconv.Itoa(i + 1)
		if b.tokenless && i == b.pages-1 {
			next = ""
		}
		users := []*iamv1.User{{Id: strconv.Itoa(2*i + 1)}, {Id: strconv.Itoa(2*i + 2)}}
		if err := l.Page(users, nil, next); err != nil {
			return nil, err
		}
	}
	return nil, b.err
}

// What came stays; the status says partial; stderr says how far it came, what happened and how to go on.
func TestPartial(t *testing.T) {
	failure := connector.Errorf(connector.UpstreamUnavailable, "page 3: the vendor answered 503")
	failure.UpstreamStatus, failure.VendorRequestID, failure.Suggestion = 503, "req_1", "try again later"

	w := newWorld(t)
	w.add("broken", &broken{Connector: sample.New(), pages: 2, err: failure})
	r := w.list(t.Context(), "users", "broken", "-o", "ndjson")
	r.want(t, 4, "trellis: broken: ListUsers: page 3: the vendor answered 503",
		"reason   UPSTREAM_UNAVAILABLE: for the application's vendor", "vendor   HTTP 503, request req_1", "to do    try again later",
		"partial: 4 users came before that, and stay written")
	if args := r.goOnArgs(t); len(args) != 2 {
		t.Errorf("go on with %q", args)
	}
	if diff := cmp.Diff(upTo(1, 4), ids(t, r.stdout)); diff != "" {
		t.Error(diff)
	}

	w.add("tokenless", &broken{Connector: sample.New(), pages: 2, err: failure, tokenless: true})
	w.list(t.Context(), "users", "tokenless").want(t, 4, "(the last 2 come again)")
	w.add("pageless", &broken{Connector: sample.New(), pages: 1, err: failure, tokenless: true})
	w.list(t.Context(), "users", "pageless").want(t, 4, "no point to go on from")
	w.add("nothing", &broken{Connector: sample.New(), err: failure})
	if r := w.list(t.Context(), "users", "nothing"); r.status != 5 || strings.Contains(r.stderr, "partial") {
		t.Errorf("before anything came: %+v", r)
	}
}

func TestInterrupt(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	w.add("slow", &broken{Connector: sample.New(), pages: 3, before: func(page int) {
		if page == 2 {
			cancel(errors.New("interrupt signal received"))
		}
	}})
	r := w.list(ctx, "users", "slow", "-o", "ndjson")
	r.want(t, 4, "trellis: interrupt signal received", "partial: 4 users")
	r.goOnArgs(t)

	r = w.list(ctx, "users", "slow") // interrupted before it began
	if r.status != 1 || r.stdout != "" {
		t.Errorf("before anything came: %+v", r)
	}
}

func TestTimeout(t *testing.T) {
	w := newWorld(t)
	r := w.list(t.Context(), "users", "sample", "--set", "delay=1m", "--timeout", "20ms")
	r.want(t, 1, "the time that --timeout gives (20ms) is over")
}

// failing is a stdout that takes so many writes.
type failing struct {
	writes int
	err    error
}

func (f *failing) Write(p []byte) (int, error) {
	if f.writes == 0 {
		return 0, f.err
	}
	f.writes--
	return len(p), nil
}

func TestOutputFails(t *testing.T) {
	w := newWorld(t)
	w.stdout = &failing{1, syscall.EPIPE}
	w.list(t.Context(), "users", "sample", "--set", "users=100", "-o", "ndjson").want(t, 4, "the reader of the output went away", "partial: 50 users")
	w.stdout = &failing{0, syscall.ENOSPC}
	w.list(t.Context(), "users", "sample").want(t, 1, "the output cannot be written: no space left")
}

// Wrong options never reach the vendor, and the error names the flag.
func TestRefusedOptions(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct{ args, stderr string }{
		{"--filter nope=1", "flag     --filter nope=..."},
		{"--filter nope", "--filter takes name=value"},
		{"--expand nope", "flag     --expand"},
		{"--page-token nonsense", "flag     --page-token"},
		{"--page-token not/ours", "reason   BAD_PAGE_TOKEN"},
		{"--page-size 5000", "--page-size must be 1 to 1000, or 0 for the connector's, and not 5000"},
		{"--page-size 5000 --limit 6000", "and not 5000"},
		{"--page-size 1000 --limit 1", "--limit 1 is less than a page of --page-size 1000, and only whole pages"},
		{"--limit -1", "--limit must not be negative"},
		{"--set nope=1", "flag     --set nope=..."},
		{"--set users", "--set takes key=value"},
		{"--set users=1 --set users=2", `--set: "users" is given twice`},
		{"--set token=x", "flag     --set token=..."},
		{"--set base_url=https://evil.example", "only the operator of the host may set this"},
		{"--operator nope=1", "flag     --operator nope=..."},
		{"--operator ca_file=/does/not/exist", "--operator ca_file: "},
		{"--operator ca_file=/dev/zero", "has more than"},
		{"--auth-method nope", "flag     --auth-method"},
		{"-o xml", "-o must be table, json, ndjson or csv"},
		{"--raw", "--raw goes with -o json or ndjson: a table has no place for records"},
		{"-o csv --raw", "a csv has no place for records"},
		{"--timeout soon", "--timeout"},
		{"--nope", "there is no flag --nope"},
		{"--fliter a=b", "there is no flag --fliter; did you mean --filter? see trellis users --help"},
		{"-x", "there is no flag -x; see"},
		{"--log-level loud", "--log-level must be"},
	} {
		t.Run(tt.args, func(t *testing.T) {
			r := w.list(t.Context(), append([]string{"users", "sample"}, strings.Fields(tt.args)...)...)
			r.want(t, 2, tt.stderr)
			if r.stdout != "" {
				t.Errorf("stdout: %q", r.stdout)
			}
		})
	}
}
