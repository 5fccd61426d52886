package conformance

import (
	"context"
	"strings"

	"github.com/trellis-iam/trellis/connector"
)

func getCases() Group {
	return Group{ID: "get", About: "Reading one item by its id.", Cases: []Case{
		{
			ID:       "get.listed",
			Sentence: "What is listed can be read by its id, and is the same.",
			Contract: says("connector.proto", "ConnectorService.GetUser", "The answer equals what a list with the same options would have held, `source` apart."),
			Severity: Must, Needs: account, check: getListed,
			Fix: "Make items of lists and of gets by the same mapping, from records that have the same fields; else do not describe GET.",
		},
		{
			ID:       "get.unknown",
			Sentence: "An id that nothing has is NOT_FOUND.",
			Contract: says("connector.proto", "ConnectorService.GetUser", "Errors: NOT_FOUND when the vendor has no such user"),
			Severity: Must, Needs: account, check: getUnknown,
			Fix: "Answer NOT_FOUND where the vendor answers 404, or with a record of another id; and never an empty item.",
		},
		{
			ID:       "get.hostile-ids",
			Sentence: "An id that would mean something in a path or a query leads nowhere else: it is NOT_FOUND.",
			Contract: says("connector.proto", "ConnectorService.GetUser", "The id goes to the vendor percent-encoded, as one path segment"),
			Severity: Must, Needs: account, check: getHostile,
			Fix: "Percent-encode the id, dots and slashes included, and compare the id of the record that comes with the one asked for.",
		},
		{
			ID:       "get.without-id",
			Sentence: "No id, and one above 512 bytes, are INVALID_CONFIG.",
			Contract: says("connector.proto", "GetUserRequest.id", "Required."),
			Severity: Must, Needs: account, check: getWithoutID,
			Fix: "Check the id before anything is sent, and name `id` in the error's path.",
		},
	}}
}

// gotten is how many items of each kind are read one by one.
const gotten = 6

func getListed(ctx context.Context, t *trial) {
	for k := range t.kinds(opGet) {
		for _, want := range some(t.whole(ctx, k).items(), gotten) {
			got, f := t.connector(ctx).get(ctx, k, t.account(), want.GetId(), nil)
			switch {
			case f != nil || got == nil:
				t.failf("%s of %q, which is listed: %v", k.getCall, clip(want.GetId(), maxName), f)
			case got.GetId() != want.GetId():
				t.failf("%s of %q answers %q", k.getCall, clip(want.GetId(), maxName), clip(got.GetId(), maxName))
			default:
				if fields := differing(got, want); len(fields) > 0 {
					t.failf("%s of %q differs from the list in %s", k.getCall, clip(want.GetId(), maxName), strings.Join(fields, ", "))
				}
			}
		}
	}
}

func (t *trial) wantNotFound(ctx context.Context, k *kind, id string) {
	got, f := t.connector(ctx).get(ctx, k, t.account(), id, nil)
	if f == nil {
		t.failf("%s of %q, which nobody has, answers an item with the id %q", k.getCall, clip(id, maxName), clip(idOf(got), maxName))
		return
	}
	t.wantReason(f, k.getCall+" of "+clip(id, maxName)+", which nobody has", connector.NotFound)
}

func idOf(one item) string {
	if one == nil {
		return ""
	}
	return one.GetId()
}

func getUnknown(ctx context.Context, t *trial) {
	for k := range t.kinds(opGet) {
		unknown := []string{"conformance-nobody", "00000000-0000-4000-8000-000000000000"}
		known := byID(t.whole(ctx, k).items())
		for id := range known { // one that looks right
			if other := id[:len(id)-len(id)/3] + "999999"; known[other] == nil {
				unknown = append(unknown, other)
			}
			break
		}
		for _, id := range unknown {
			t.wantNotFound(ctx, k, id)
		}
	}
}

func getHostile(ctx context.Context, t *trial) {
	for k := range t.kinds(opGet) {
		hostile := []string{".", "..", "../" + k.name, "a/b", "?x=1", "#", "%2e%2e", "%", "é", "a\x00b", "a b", `"`, "*", strings.Repeat("x", connector.MaxIDSize)}
		for _, one := range some(t.whole(ctx, k).items(), 1) { // so that it would lead to somebody
			hostile = append(hostile, one.GetId()+"?x=1", one.GetId()+"/", one.GetId()+"#x", "./"+one.GetId())
		}
		for _, id := range hostile {
			t.wantNotFound(ctx, k, id)
		}
	}
}

func getWithoutID(ctx context.Context, t *trial) {
	for k := range t.kinds(opGet) {
		for what, id := range map[string]string{"no id": "", "an id of 513 bytes": strings.Repeat("x", connector.MaxIDSize+1)} {
			_, f := t.connector(ctx).get(ctx, k, t.account(), id, nil)
			t.wantReason(f, k.getCall+" with "+what, connector.InvalidConfig)
		}
	}
}
