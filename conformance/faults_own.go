package conformance

import (
	"context"
	"errors"
	"net"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
)

// ownFaultCases are those that need more than a row.
func ownFaultCases() []Case {
	return []Case{
		{
			ID: "faults.redirect", Sentence: "A redirect to http, to another host or to another name of it is UPSTREAM_UNTRUSTED, and nobody there is even connected to.",
			Contract: says("connector.proto", "## Talking to the vendor", "a redirect to another host or to http is refused (UPSTREAM_UNTRUSTED)"),
			Severity: Must, Needs: stand, check: redirects,
			Fix: "Do not follow redirects, or only those to the same scheme, host and port.",
		},
		{
			ID: "faults.untrusted-certificate", Sentence: "A certificate that nobody trusts is UPSTREAM_UNTRUSTED, without a request being sent.",
			Contract: says("error.proto", "ErrorReason.ERROR_REASON_UPSTREAM_UNTRUSTED", "The vendor's TLS certificate was not trusted"),
			Severity: Must, Needs: stand, check: untrusted,
			Fix: "Check certificates against the system's, or operator.ca_pem alone where it is set; never turn the check off.",
		},
		{
			ID: "faults.unreachable", Sentence: "A vendor that cannot be reached is UPSTREAM_UNAVAILABLE.",
			Contract: failed,
			Severity: Must, Needs: stand, slow: true, check: unreachable,
			Fix: "Map errors of connecting to UPSTREAM_UNAVAILABLE, after retries.",
		},
		{
			ID: "faults.hang", Sentence: "Where the vendor never answers, the call ends with its deadline, and what came before stays.",
			Contract: says("connector.proto", "## Deadlines and cancellation", "The gRPC deadline of a call is the caller's and covers everything"),
			Severity: Must, Needs: stand, slow: true, check: vendorHangs,
			Fix: "Give every request to the vendor the call's context.",
		},
		{
			ID: "faults.bad-field", Sentence: "A field that cannot be read is absent and noted; the user stays, and everybody else is as they are.",
			Contract: says("list.proto", "## Bad data", "Bad data neither stops a list nor removes a person."),
			Severity: Must, Needs: stand, check: badField,
			Fix: "Leave the field unset, add a warning with its path to source.warnings, and go on.",
		},
		{
			ID: "faults.missing-id", Sentence: "A record without an id is rejected and counted, with its place; everybody else comes.",
			Contract: says("list.proto", "RejectedItem", "Only an item that is no JSON object or has no usable id is rejected."),
			Severity: Must, Needs: stand, check: missingID,
			Fix: "Put the record into PageInfo.rejected (index, path, reason), and count it in the receipt.",
		},
	}
}

func redirects(ctx context.Context, t *trial) {
	l := t.faulty(ctx)
	l.has(ctx, "redirect")
	elsewhere, visited, err := listenElsewhere(ctx)
	t.must(err)
	for _, to := range []string{
		"http://" + elsewhere, "https://" + elsewhere, "https://" + strings.Replace(elsewhere, "127.0.0.1", "localhost", 1),
	} {
		row := faultRow{
			fault:   fault{Kind: "redirect", Location: to + l.s.about.Users.Path},
			reasons: []connector.Reason{connector.UpstreamUntrusted}, tries: 1,
		}
		for _, page := range []int{1, middlePage} {
			t.must(l.s.fail(ctx, l.s.at(page, faultPageSize, row.fault)))
			l.wantPart(ctx, row, page, l.list(ctx, ""), "ListUsers, redirected to "+to)
		}
	}
	if visited() {
		t.failf("a redirect was followed")
	}
}

// listenElsewhere is an address where somebody notes who comes. visited ends that, and says whether anybody did.
func listenElsewhere(ctx context.Context) (address string, visited func() bool, err error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	came := make(chan bool, 1)
	go func() {
		c, err := listener.Accept()
		if err == nil {
			_ = c.Close()
		}
		came <- err == nil
	}()
	stop := context.AfterFunc(ctx, func() { _ = listener.Close() })
	return listener.Addr().String(), func() bool {
		stop()
		_ = listener.Close()
		return <-came
	}, nil
}

func untrusted(ctx context.Context, t *trial) {
	l := t.faulty(ctx)
	if l.account.GetOperator()[connector.OperatorCAPEM] == "" {
		t.doesNotApply("the sandbox's certificate is trusted without operator.ca_pem")
	}
	before, err := l.s.seen(ctx)
	t.must(err)
	a := proto.CloneOf(l.account)
	delete(a.GetOperator(), connector.OperatorCAPEM)
	_, f := t.connector(ctx).authenticate(ctx, a)
	t.wantAuthenticate(f, "Authenticate without operator.ca_pem", connector.UpstreamUntrusted)
	t.wantReason(t.connector(ctx).list(ctx, users(), a, nil).failure, "ListUsers without operator.ca_pem", connector.UpstreamUntrusted)
	after, err := l.s.seen(ctx)
	t.must(err)
	if after.Total > before.Total {
		t.failf("%d requests were sent", after.Total-before.Total)
	}
}

// nowhere is where nobody listens. A port that was free a moment ago may be another sandbox's by now; this one is given to nobody
// by chance (tcpmux, RFC 1078).
const nowhere = "https://127.0.0.1:1"

func unreachable(ctx context.Context, t *trial) {
	a := t.account()
	if section(a, "operator")[connector.OperatorBaseURL] == "" {
		t.doesNotApply("the sandbox's account has no operator.base_url")
	}
	a.Operator[connector.OperatorBaseURL] = nowhere
	t.beside(func() {
		_, f := t.connector(ctx).authenticate(ctx, a)
		t.wantAuthenticate(f, "Authenticate, where nobody listens", connector.UpstreamUnavailable)
	}, func() {
		t.needsUsers(ctx)
		t.wantReason(t.connector(ctx).list(ctx, users(), a, nil).failure, "ListUsers, where nobody listens", connector.UpstreamUnavailable)
	})
}

// hangs is the deadline of a call that the vendor never answers, and lateness what a busy machine may add.
const (
	hangs    = 3 * time.Second
	lateness = 4 * time.Second
)

func vendorHangs(ctx context.Context, t *trial) {
	l := t.faulty(ctx)
	l.has(ctx, "hang")
	t.must(l.s.fail(ctx, l.s.at(middlePage, faultPageSize, fault{Kind: "hang"})))
	within, cancel := context.WithTimeout(ctx, hangs)
	defer cancel()
	got := l.list(within, "")
	if !isOneOf(got.failure, connector.UpstreamTimeout) && !errors.Is(got.failure.because(), context.DeadlineExceeded) {
		t.failf("ListUsers with a deadline of %v: want the deadline or UPSTREAM_TIMEOUT, got %v", hangs, got.failure)
	}
	if got.took > hangs+lateness {
		t.failf("ListUsers with a deadline of %v took %v", hangs, got.took.Round(time.Millisecond))
	}
	if n := len(got.items()); n != (middlePage-1)*faultPageSize {
		t.failf("%d users came before page %d, want %d", n, middlePage, (middlePage-1)*faultPageSize)
	}
}

func badField(ctx context.Context, t *trial) {
	l := t.faulty(ctx)
	l.has(ctx, "bad_date")
	t.must(l.s.fail(ctx, l.s.at(2, faultPageSize, fault{Kind: "bad_date", Index: 3, Times: 1})))
	got := l.list(ctx, "")
	if got.failure != nil {
		t.fatalf("ListUsers, with a date that is none: %v", got.failure)
	}
	warned, others := 0, 0
	for _, one := range got.items() {
		want := l.whole[one.GetId()]
		switch {
		case want == nil:
			t.failf("nobody has the id %s", one.GetId())
		case len(one.GetSource().GetWarnings()) > len(want.GetSource().GetWarnings()):
			warned++
		case !proto.Equal(want, one):
			others++
		}
	}
	r := got.receipt()
	if len(got.items()) != faultUsers || warned != 1 || others != 0 || r.GetRejected() != 0 || r.GetWarned() < 1 {
		t.failf("%d users of %d, %d of them with a new warning and %d changed without one; the receipt is %v", len(got.items()), faultUsers, warned, others, r)
	}
}

func missingID(ctx context.Context, t *trial) {
	l := t.faulty(ctx)
	l.has(ctx, "missing_id")
	const index = 3
	t.must(l.s.fail(ctx, l.s.at(2, faultPageSize, fault{Kind: "missing_id", Index: index, Times: 1})))
	got := l.list(ctx, "")
	if got.failure != nil {
		t.fatalf("ListUsers, with a record without an id: %v", got.failure)
	}
	rejected := 0
	for _, p := range got.pages() {
		for _, r := range p.info.GetRejected() {
			rejected++
			if r.GetId() != "" || r.GetIndex() != index || r.GetReason() == "" {
				t.failf("the rejected item is %v, want index %d, no id, and a reason", r, index)
			}
		}
	}
	r := got.receipt()
	if len(got.items()) != faultUsers-1 || rejected != 1 || r.GetRejected() != 1 || r.GetItems() != faultUsers-1 {
		t.failf("%d users of %d came, and %d were rejected; the receipt is %v", len(got.items()), faultUsers, rejected, r)
	}
}
