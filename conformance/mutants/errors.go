package mutants

import (
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	spb "google.golang.org/genproto/googleapis/rpc/status"
)

// reasons makes a mutant that gives one reason for another.
func reasons(from, to connector.Reason) wrong {
	return fails(from, func(_ *call, e *connector.Error) { e.Reason = to })
}

// fails makes a mutant whose errors of a reason are others.
func fails(of connector.Reason, change func(*call, *connector.Error)) wrong {
	return wrong{end: func(c *call, err error) error {
		if e := failed(err); e != nil && e.Reason == of {
			change(c, e)
			return e.GRPCStatus().Err()
		}
		return err
	}}
}

// statuses makes a mutant whose errors have another form.
func statuses(change func(*call, *spb.Status)) wrong {
	return wrong{end: func(c *call, err error) error {
		if failed(err) == nil {
			return err
		}
		st := status.Convert(err).Proto()
		change(c, st)
		return status.FromProto(st).Err()
	}}
}

// without takes away the details of one type.
func without(m proto.Message) func(*call, *spb.Status) {
	return func(_ *call, st *spb.Status) {
		var left []*anypb.Any
		for _, d := range st.GetDetails() {
			if !d.MessageIs(m) {
				left = append(left, d)
			}
		}
		st.Details = left
	}
}

// errorMutants are wrong about errors.
func errorMutants() []Mutant {
	return []Mutant{
		{"401-as-permission", "gives PERMISSION_MISSING for a 401", by("authenticate.wrong", "faults.401"),
			reasons(connector.CredentialsRejected, connector.PermissionMissing)},
		{"401-as-config", "gives INVALID_CONFIG for a 401", by("authenticate.wrong", "faults.401"),
			reasons(connector.CredentialsRejected, connector.InvalidConfig)},
		{"401-as-expired", "calls a key expired that was refused", by("authenticate.wrong"),
			reasons(connector.CredentialsRejected, connector.CredentialsExpired)},
		{"403-as-401", "gives CREDENTIALS_REJECTED for a 403", by("faults.403"),
			reasons(connector.PermissionMissing, connector.CredentialsRejected)},
		{"404-as-not-found", "says NOT_FOUND of a collection", by("faults.404"),
			fails(connector.UpstreamRejected, func(_ *call, e *connector.Error) {
				if e.UpstreamStatus == 404 {
					e.Reason = connector.NotFound
				}
			})},
		{"400-as-malformed", "says of a request that was refused that the answer made no sense", by("faults.400", "faults.422"),
			reasons(connector.UpstreamRejected, connector.UpstreamMalformed)},
		{"503-as-rejected", "says of a vendor that is down that it refused the request", by("faults.500", "faults.503", "faults.html", "faults.reset", "faults.unreachable"),
			reasons(connector.UpstreamUnavailable, connector.UpstreamRejected)},
		{"malformed-as-bug", "calls an answer that is no JSON a bug of its own", by("faults.not-json", "faults.truncated", "faults.html-with-200", "faults.wrong-type", "faults.endless", "faults.all-rejected"),
			reasons(connector.UpstreamMalformed, connector.ConnectorBug)},
		{"loop-as-malformed", "says of paging that does not end that an answer was malformed", by("faults.same-cursor"),
			reasons(connector.UpstreamLoop, connector.UpstreamMalformed)},
		{"redirect-as-rejected", "says of a redirect to another host that the request was refused", by("faults.redirect", "faults.untrusted-certificate"),
			reasons(connector.UpstreamUntrusted, connector.UpstreamRejected)},
		{"code-wrong", "fails with INTERNAL, whatever the reason", by("errors.reason"),
			statuses(func(_ *call, st *spb.Status) { st.Code = int32(codes.Internal) })},
		{"no-error-info", "fails with bare codes", by("errors.shape"),
			statuses(func(_ *call, st *spb.Status) { st.Details = nil })},
		{"no-detail", "does not say whose fault an error is", by("errors.shape"),
			statuses(without(&connectorv1.ErrorDetail{}))},
		{"domain-wrong", "has errors of a domain of its own", by("errors.shape"),
			statuses(func(_ *call, st *spb.Status) {
				for _, d := range st.GetDetails() {
					d.Value = []byte(strings.Replace(string(d.GetValue()), "trellis", "harbor!", 1))
				}
			})},
		{"reason-unknown", "fails for a reason that the contract does not have", by("errors.reason"),
			statuses(func(_ *call, st *spb.Status) {
				for _, d := range st.GetDetails() {
					d.Value = []byte(strings.Replace(string(d.GetValue()), "INVALID_CONFIG", "INVALID_HARBOR"[:14], 1))
				}
			})},
		{"reason-of-hosts", "fails for a reason that is the host's to give", by("errors.reason"),
			reasons(connector.CredentialsRejected, connector.PluginCrashed)},
		{"no-suggestion", "does not say what to do", by("errors.suggestion"),
			statuses(func(_ *call, st *spb.Status) {
				for _, d := range st.GetDetails() {
					var detail connectorv1.ErrorDetail
					if d.UnmarshalTo(&detail) == nil {
						detail.Suggestion = ""
						_ = d.MarshalFrom(&detail)
					}
				}
			})},
		{"fault-wrong", "blames the vendor for a wrong key", by("errors.fault"),
			fails(connector.CredentialsRejected, func(_ *call, e *connector.Error) { e.Fault = connectorv1.Fault_FAULT_UPSTREAM })},
		{"error-too-large", "has errors of 6 KiB", by("errors.bounds"),
			statuses(func(_ *call, st *spb.Status) { st.Message += strings.Repeat(" and so on", 600) })},
		{"error-nameless", "does not say in errors which connector it is", by("errors.origin"),
			fails(connector.CredentialsRejected, func(_ *call, e *connector.Error) { e.Connector, e.Operation = "", "" })},
		{"no-path", "does not say which field is wrong", by("configuration.required", "configuration.unknown"),
			fails(connector.InvalidConfig, func(_ *call, e *connector.Error) { e.Path = "" })},
		{"no-status", "does not say what the vendor answered", by("errors.upstream"),
			wrong{end: func(_ *call, err error) error {
				e := failed(err)
				if e == nil {
					return err
				}
				e.UpstreamStatus = 0
				return e.GRPCStatus().Err()
			}}},
		{"no-retry-info", "does not say when to come back", by("errors.retry"),
			fails(connector.RateLimited, func(_ *call, e *connector.Error) { e.RetryAfter = 0 })},
	}
}
