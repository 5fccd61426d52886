package conformance

import (
	"context"
	"strings"

	"google.golang.org/protobuf/proto"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// provoked is a failure that the kit brought about.
type provoked struct {
	what, operation string
	*failure
	account *connectorv1.Account
}

// provoked are the failures of all calls that the run can make fail, which are brought about once for all cases.
func (t *trial) provoked(ctx context.Context) []provoked {
	t.run.provoking.Lock()
	defer t.run.provoking.Unlock()
	if t.run.provoked == nil {
		all := t.provoke(ctx, t.connector(ctx))
		if ctx.Err() != nil { // the calls failed because of that, and others shall not be told so
			t.cannotRun("%v", context.Cause(ctx))
		}
		t.run.provoked = all
	}
	return t.run.provoked
}

// provoke makes calls fail in every way that the run allows. Those that succeed are for other cases to judge.
func (t *trial) provoke(ctx context.Context, p *process) (all []provoked) {
	good := t.account()
	note := func(what, operation string, f *failure) {
		if f != nil {
			all = append(all, provoked{what, operation, f, good})
		}
	}
	bad := proto.CloneOf(good)
	section(bad, "settings")["no_such_key"] = strings.Repeat("long", 1000)
	for _, call := range t.accountCalls() {
		note("an unknown key", call.name, call.do(ctx, p, bad))
		note("no account", call.name, call.do(ctx, p, nil))
	}
	for key, value := range good.GetCredentials() {
		wrong := proto.CloneOf(good)
		wrong.Credentials[key], _ = t.wrong(key, value)
		for _, call := range t.accountCalls() {
			note("a wrong "+key, call.name, call.do(ctx, p, wrong))
		}
		misplaced := proto.CloneOf(good) // the commonest mistake with a secret
		section(misplaced, "settings")[key] = value
		_, f := p.authenticate(ctx, misplaced)
		note("a secret among the settings", "Authenticate", f)
	}
	for k := range t.kinds(opList) {
		for what, o := range map[string]*connectorv1.ListOptions{
			"a token that is none": {PageToken: "not-a-token-" + strings.Repeat("x", 1500)},
			"an unknown filter":    {Filters: []*connectorv1.Filter{{Name: "no_such_filter", Values: []string{strings.Repeat("v", 1000)}}}},
			"an unknown expand":    {Expand: []string{"no_such_expand"}},
			"a page size of -1":    {PageSize: -1},
		} {
			note(what, k.listCall, p.list(ctx, k, good, o).failure)
		}
	}
	for _, k := range kinds() {
		_, f := p.get(ctx, k, good, "nobody-"+strings.Repeat("x", 500), nil)
		note("an id that nobody has", k.getCall, f)
		_, f = p.get(ctx, k, good, "", nil)
		note("no id", k.getCall, f)
	}
	return append(all, t.provokeVendor(ctx, p)...)
}

// echoes are answers in which the vendor sends back what must not be told, and more than fits.
func echoes(secret string) []fault {
	body := "Authorization: Bearer " + secret + "\n" + strings.Join(formsOf(secret), "\n") + "\n" + strings.Repeat("and so on ", 50_000)
	headers := map[string]string{"X-Request-Id": headerSafe(secret), "Content-Type": "text/plain"}
	return []fault{
		{Kind: "status", Status: 400, Body: body, Headers: headers},
		{Kind: "status", Status: 401, Body: body, Headers: headers},
		{Kind: "status", Status: 403, Body: body, Headers: headers},
		{Kind: "status", Status: 404, Body: body, Headers: headers},
		{Kind: "status", Status: 409, Body: body, Headers: headers},
		{Kind: "status", Status: 200, Body: body, Headers: headers},
		{Kind: "redirect", Location: "https://elsewhere.example/?key=" + urlSafe(secret)},
	}
}

// provokeVendor makes the vendor fail, where there is a sandbox.
func (t *trial) provokeVendor(ctx context.Context, p *process) (all []provoked) {
	if t.run.pool == nil {
		return nil
	}
	s := t.sandbox(ctx, 30, firstSeed)
	a := s.account()
	section(a, "operator")["max_wait"] = "1s"
	for _, secret := range a.GetCredentials() {
		for _, f := range append(echoes(secret), fault{Kind: "rate_limit", RetryAfter: 3600}) {
			t.must(s.fail(ctx, f))
			for _, call := range t.accountCalls() {
				if failed := call.do(ctx, p, a); failed != nil {
					all = append(all, provoked{faultName(f), call.name, failed, a})
				}
			}
		}
		break
	}
	return all
}

// faultName says a fault in a few words.
func faultName(f fault) string {
	if f.Status > 0 {
		return "the vendor answers " + statusText(f.Status)
	}
	return "the vendor's fault " + f.Kind
}
