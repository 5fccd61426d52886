package conformance

import (
	"context"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func expandCases() Group {
	return Group{ID: "expand", About: "What is read besides, where it is asked for.", Cases: []Case{
		{
			ID:       "expand.adds",
			Sentence: "Each expand that Describe has adds something to some item.",
			Contract: says("list.proto", "ListOptions.expand", "What to read besides; names from Describe."),
			Severity: Must, Needs: account, check: expandAdds,
			Fix: "Read what is asked for, or take the name out of Describe; the sandbox must have some of it.",
		},
		{
			ID:       "expand.keeps",
			Sentence: "An expand takes nothing away: the same items come, with all that they have without it.",
			Contract: says("describe.proto", "ExpandSpec.help", "What it adds."),
			Severity: Must, Needs: account, check: expandKeeps,
			Fix: "Map the record as without expand, and add to it.",
		},
		{
			ID:       "expand.get",
			Sentence: "An item that is read by its id with an expand is the same as in a list with it.",
			Contract: says("connector.proto", "GetOptions.expand", "As `ListOptions.expand`."),
			Severity: Must, Needs: account, check: expandGet,
			Fix: "Expand in gets by the same code as in lists.",
		},
		{
			ID:       "expand.unknown",
			Sentence: "An expand that Describe does not have is UNSUPPORTED, in lists and gets.",
			Contract: says("describe.proto", "Resource.expands", "Any other value is UNSUPPORTED."),
			Severity: Must, Needs: account, check: expandUnknown,
			Fix: "Refuse unknown names before anything is sent.",
		},
	}}
}

// expansion is a list with one expand.
type expansion struct {
	name string
	with *stream
}

// expansions lists with each expand that there is, and hands over what came.
func expansions(ctx context.Context, t *trial, judge func(k *kind, e expansion)) {
	tried := 0
	for k := range t.lists(ctx) {
		for _, e := range t.resource(k).GetExpands() {
			tried++
			if s := t.listed(ctx, t.connector(ctx), k, &connectorv1.ListOptions{Expand: []string{e.GetName()}}); s != nil {
				judge(k, expansion{e.GetName(), s})
			}
		}
	}
	if tried == 0 {
		t.doesNotApply("Describe has nothing to expand")
	}
}

func expandAdds(ctx context.Context, t *trial) {
	unclear := ""
	expansions(ctx, t, func(k *kind, e expansion) {
		whole := byID(t.whole(ctx, k).items())
		for _, one := range e.with.items() {
			if plain := whole[one.GetId()]; plain != nil && len(differing(one, plain)) > 0 {
				return
			}
		}
		what := k.listCall + " with expand=" + e.name + " is the same as without"
		if t.run.pool == nil { // the account may have nothing to add
			unclear = what
			return
		}
		t.failf("%s", what)
	})
	if unclear != "" && !t.failed() {
		t.cannotRun("%s: this account may have nothing of it", unclear)
	}
}

func expandKeeps(ctx context.Context, t *trial) {
	expansions(ctx, t, func(k *kind, e expansion) {
		got := byID(e.with.items())
		whole := t.whole(ctx, k).items()
		if len(got) != len(whole) {
			t.failf("%s with expand=%s: %d items, and %d without", k.listCall, e.name, len(got), len(whole))
		}
		for _, plain := range whole {
			one := got[plain.GetId()]
			if one == nil {
				t.failf("%s with expand=%s: %q is not there", k.listCall, e.name, clip(plain.GetId(), maxName))
			} else if field := lost(plain.ProtoReflect(), one.ProtoReflect()); field != "" {
				t.failf("%s with expand=%s: %q has lost %s", k.listCall, e.name, clip(plain.GetId(), maxName), field)
			}
		}
	})
}

func expandGet(ctx context.Context, t *trial) {
	tried := 0
	for k := range t.kinds(opGet) {
		for _, e := range t.resource(k).GetExpands() {
			s := t.listed(ctx, t.connector(ctx), k, &connectorv1.ListOptions{Expand: []string{e.GetName()}})
			if s == nil {
				continue
			}
			for _, want := range some(s.items(), gotten) {
				tried++
				got, f := t.connector(ctx).get(ctx, k, t.account(), want.GetId(), &connectorv1.GetOptions{Expand: []string{e.GetName()}})
				if f != nil || got == nil {
					t.failf("%s of %q with expand=%s: %v", k.getCall, clip(want.GetId(), maxName), e.GetName(), f)
				} else if fields := differing(got, want); len(fields) > 0 {
					t.failf("%s of %q with expand=%s differs from the list in %s", k.getCall, clip(want.GetId(), maxName), e.GetName(), strings.Join(fields, ", "))
				}
			}
		}
	}
	if tried == 0 && !t.failed() {
		t.doesNotApply("Describe has nothing to expand")
	}
}

func expandUnknown(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		f := t.list(ctx, k, &connectorv1.ListOptions{Expand: []string{"shoes"}}).failure
		t.wantReason(f, k.listCall+" with expand=shoes", connector.ReasonUnsupported)
	}
	for _, k := range kinds() {
		if !t.offers(k, opGet) {
			continue
		}
		_, f := t.connector(ctx).get(ctx, k, t.account(), "conformance", &connectorv1.GetOptions{Expand: []string{"shoes"}})
		t.wantReason(f, k.getCall+" with expand=shoes", connector.ReasonUnsupported)
	}
}
