package conformance

import (
	"context"

	"google.golang.org/protobuf/proto"
)

func describeCases() Group {
	return Group{ID: "describe", About: "What the binary says of itself: the most that it can do.", Cases: []Case{
		{
			ID:       "describe.static",
			Sentence: "Describe gives the same answer twice, and in a second process.",
			Contract: says("connector.proto", "ConnectorService.Describe", "The same binary gives the same answer for ever"),
			Severity: Must,
			Fix:      "Make the description of constants: no clock, no random ids, no order of a hash table, nothing of an account.",
			check:    describeStatic,
		},
	}}
}

func describeStatic(ctx context.Context, t *trial) {
	about := t.about()
	for range 2 {
		p := t.fresh(ctx)
		for range 2 {
			again, f := p.describe(ctx)
			switch {
			case f != nil:
				t.fatalf("Describe fails: %v", f)
			case !proto.Equal(about, again):
				t.fatalf("one answer is %v, and another %v", about, again)
			}
		}
	}
}
