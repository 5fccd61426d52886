package conformance

import (
	"context"
	"slices"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func unsupportedCases() Group {
	return Group{ID: "unsupported", About: "What is not offered is said, and never silently ignored.", Cases: []Case{
		{
			ID: "unsupported.kinds", Sentence: "A kind or an operation that Describe does not list is UNSUPPORTED.",
			Contract: says("describe.proto", "Description.resources", "Each kind at most once; a kind that is missing answers UNSUPPORTED."),
			Severity: Must, Needs: account, check: unsupportedKinds,
			Fix: "Answer UNSUPPORTED from the calls of kinds that are not offered, or leave those RPCs out (UNIMPLEMENTED).",
		},
		{
			ID: "unsupported.changes", Sentence: "A list of changes, which no connector offers yet, is UNSUPPORTED.",
			Contract: says("list.proto", "ListOptions.change_token", "Reserved for lists of changes, which no connector offers yet: not empty is UNSUPPORTED."),
			Severity: Must, Needs: account, check: unsupportedChanges,
			Fix: "Refuse change_token, instead of giving the whole list.",
		},
		{
			ID: "unsupported.reserved", Sentence: "What is reserved for lists of changes stays empty.",
			Contract: says("list.proto", "PageInfo.removed_ids", "Reserved for lists of changes: ids of items that are gone. Always empty today."),
			Severity: Must, Needs: account, check: reservedIsEmpty,
			Fix: "Leave removed_ids and next_change_token unset.",
		},
		{
			ID: "unsupported.rpc", Sentence: "An RPC that the connector does not have answers UNIMPLEMENTED.",
			Contract: says("connector.proto", "## Compatibility", "An RPC that a connector does not have answers UNIMPLEMENTED, which hosts read as UNSUPPORTED."),
			Severity: Must, check: unknownRPC,
			Fix: "Leave it to the gRPC library, which answers UNIMPLEMENTED to what is not registered.",
		},
	}}
}

func unsupportedKinds(ctx context.Context, t *trial) {
	tried := false
	for _, k := range kinds() {
		operations := t.resource(k).GetOperations()
		if !slices.Contains(operations, opList) {
			tried = true
			if f := t.list(ctx, k, nil).failure; !f.unsupported() {
				t.failf("%s: want UNSUPPORTED, got %v", k.listCall, f)
			}
		}
		if !slices.Contains(operations, opGet) {
			tried = true
			if _, f := t.connector(ctx).get(ctx, k, t.account(), "1", nil); !f.unsupported() {
				t.failf("%s: want UNSUPPORTED, got %v", k.getCall, f)
			}
		}
	}
	if !tried {
		t.doesNotApply("the connector offers everything")
	}
}

func unsupportedChanges(ctx context.Context, t *trial) {
	for k := range t.kinds(opList) {
		if f := t.list(ctx, k, &connectorv1.ListOptions{ChangeToken: "since-ever"}).failure; !f.unsupported() {
			t.failf("%s with a change token: want UNSUPPORTED, got %v", k.listCall, f)
		}
	}
}

func reservedIsEmpty(ctx context.Context, t *trial) {
	for k := range t.kinds(opList) {
		s := t.whole(ctx, k)
		if s.receipt().GetNextChangeToken() != "" {
			t.failf("%s: the receipt has next_change_token %q", k.name, s.receipt().GetNextChangeToken())
		}
		for _, p := range s.pages() {
			if len(p.info.GetRemovedIds()) > 0 {
				t.failf("%s: a page has removed_ids %q", k.name, p.info.GetRemovedIds())
			}
		}
	}
}

func unknownRPC(ctx context.Context, t *trial) {
	within, cancel := context.WithTimeoutCause(ctx, callTimeout, errLate)
	defer cancel()
	err := t.connector(ctx).plugin.Conn().Invoke(within, "/trellis.connector.v1.ConnectorService/ListSpaceships", &emptypb.Empty{}, &emptypb.Empty{})
	if status.Code(err) != codes.Unimplemented {
		t.failf("ListSpaceships: want UNIMPLEMENTED, got %v", failureOf(err, context.Cause(within)))
	}
}
