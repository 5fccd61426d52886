package conformance

import (
	"context"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// eachFailure gives every failure that the kit can bring about and that a connector made: bare UNIMPLEMENTED is of gRPC.
func (t *trial) eachFailure(ctx context.Context, f func(what string, p provoked)) {
	all := t.provoked(ctx)
	if len(all) == 0 {
		t.failf("whatever is wrong with a call, it succeeds")
	}
	for _, p := range all {
		if p.cause == nil && (p.reason() != "" || !p.unsupported()) {
			f(p.operation+" with "+p.what, p)
		}
	}
}

func errorShape(ctx context.Context, t *trial) {
	t.eachFailure(ctx, func(what string, p provoked) {
		switch {
		case len(p.info) != 1 || p.info[0].GetDomain() != connector.ErrorDomain || p.info[0].GetReason() == "":
			t.failf("%s: there are %d ErrorInfo of %v; the status is %v: %q", what, len(p.info), p.info, p.code, p.message)
		case len(p.detail) != 1 || len(p.retry) > 1:
			t.failf("%s: there are %d ErrorDetail and %d RetryInfo", what, len(p.detail), len(p.retry))
		case p.message == "":
			t.failf("%s: the message is empty", what)
		}
	})
}

func errorReason(ctx context.Context, t *trial) {
	t.eachFailure(ctx, func(what string, p provoked) {
		r := p.reason()
		_, known := connectorv1.ErrorReason_value["ERROR_REASON_"+string(r)]
		switch {
		case !known || r == "UNSPECIFIED":
			t.failf("%s: the reason is %q", what, r)
		case strings.HasPrefix(string(r), "PLUGIN_"):
			t.failf("%s: the reason, %s, is for hosts", what, r)
		case r.Code() != p.code:
			t.failf("%s: the reason is %s, and the code %v instead of %v", what, r, p.code, r.Code())
		case r == connector.ConnectorBug:
			t.failf("%s: %v", what, p.failure)
		}
	})
}

func errorFault(ctx context.Context, t *trial) {
	t.eachFailure(ctx, func(what string, p provoked) {
		fault, usual := p.details().GetFault(), p.reason().Fault()
		if fault == connectorv1.Fault_FAULT_UNSPECIFIED {
			t.failf("%s: %s is nobody's fault", what, p.reason())
		} else if fault != usual && (fault == connectorv1.Fault_FAULT_CONNECTOR || usual == connectorv1.Fault_FAULT_CONFIG) {
			t.failf("%s: %s is %v, want %v", what, p.reason(), fault, usual)
		}
	})
}

func errorOrigin(ctx context.Context, t *trial) {
	name := t.about().GetName()
	t.eachFailure(ctx, func(what string, p provoked) {
		d := p.details()
		if d.GetConnector() != name || d.GetOperation() != p.operation {
			t.failf("%s: connector is %q and operation %q", what, d.GetConnector(), d.GetOperation())
		}
		if !strings.Contains(p.message, name) || !strings.Contains(p.message, p.operation) {
			t.failf("%s: the message does not name connector and operation: %q", what, clip(p.message, 200))
		}
	})
}

func errorBounds(ctx context.Context, t *trial) {
	t.eachFailure(ctx, func(what string, p provoked) {
		if p.size > connector.MaxStatusSize {
			t.failf("%s: the status has %d bytes", what, p.size)
		}
		if n := len(p.details().GetUpstreamExcerpt()); n > connector.MaxExcerptSize {
			t.failf("%s: what the vendor said has %d bytes", what, n)
		}
	})
}

func errorSuggestion(ctx context.Context, t *trial) {
	t.eachFailure(ctx, func(what string, p provoked) {
		switch p.reason() {
		case connector.CredentialsRejected, connector.PermissionMissing, connector.RateLimited:
			if p.details().GetSuggestion() == "" {
				t.failf("%s: %s says not what to do", what, p.reason())
			}
		default: // the message of others tells: which field, which id
		}
	})
}

func errorUpstream(ctx context.Context, t *trial) {
	s := t.sandbox(ctx, 30, firstSeed)
	for _, status := range []int{400, 401, 403, 404, 422} {
		t.must(s.fail(ctx, fault{Path: s.about.Users.Path, Kind: "status", Status: status, Body: `{"error":"the-vendor-says-no"}`}))
		f := t.connector(ctx).list(ctx, users(), s.account(), nil).failure
		switch got := f.details(); {
		case f == nil:
			t.failf("ListUsers succeeds where the vendor answers %d", status)
		case int(got.GetUpstreamStatus()) != status:
			t.failf("the vendor answered %d, and upstream_status is %d: %v", status, got.GetUpstreamStatus(), f)
		case !strings.Contains(got.GetUpstreamExcerpt(), "the-vendor-says-no"):
			t.failf("the vendor answered %d and said %q, and upstream_excerpt is %q", status, "the-vendor-says-no", got.GetUpstreamExcerpt())
		}
	}
}

func errorRetry(ctx context.Context, t *trial) {
	s := t.sandbox(ctx, 30, firstSeed)
	t.must(s.fail(ctx, fault{Kind: "rate_limit", RetryAfter: 3600}))
	a := s.account()
	section(a, "operator")[connector.OperatorMaxWait] = "1s"
	for _, call := range t.accountCalls() {
		f := call.do(ctx, t.connector(ctx), a)
		if f == nil && call.name != "Authenticate" && call.name != users().listCall {
			continue // what the vendor has no list of is not asked for
		}
		t.wantReason(f, call.name+", where the vendor says 429 for an hour and max_wait is 1s", connector.RateLimited)
		if f.reason() != connector.RateLimited {
			continue
		}
		if len(f.retry) != 1 {
			t.failf("%s: RATE_LIMITED without RetryInfo", call.name)
		} else if d := f.retry[0].GetRetryDelay().AsDuration(); d.Minutes() < 50 || d.Minutes() > 61 {
			t.failf("%s: the vendor says to come back in an hour, and RetryInfo says in %v", call.name, d)
		}
	}
}

func errorSecrets(ctx context.Context, t *trial) {
	t.eachFailure(ctx, func(what string, p provoked) {
		texts := []string{p.message}
		for _, d := range p.detail {
			texts = append(texts, textOf(d))
		}
		for _, i := range p.info {
			texts = append(texts, textOf(i))
		}
		if name, found := findSecret(strings.Join(texts, "\n"), p.account.GetCredentials()); found {
			t.failf("%s: %s is in the error: %s", what, name, clip(p.message, 300))
		}
	})
}

// textOf is all that a message holds, as text.
func textOf(m proto.Message) string {
	b, err := protojson.MarshalOptions{Multiline: false}.Marshal(m)
	if err != nil {
		return ""
	}
	return string(b)
}
