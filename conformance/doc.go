// Package conformance proves any connector right, in any language. It starts the connector's binary as a host does, speaks the
// contract with it over gRPC, and judges what comes, byte for byte, before any host's repairs.
//
// In a test of a connector:
//
//	func TestConformance(t *testing.T) {
//		conformance.Run(t, conformance.Target{Path: binary, Sandbox: true})
//	}
//
// As a program: `trellis conformance ./trellis-connector-acme --sandbox`. Both run the same cases; docs/conformance.md lists them.
//
// # Cases
//
// A [Case] is data and a function: a stable id, what must be so, the place in the contract that demands it, how to mend it,
// and the check. The cases of a group stand in one file, cases_<group>.go, and all groups in one list, in groups.go. A check
// gets a trial (trial.go), which has all that it needs:
//
//	func receiptCounts(ctx context.Context, t *trial) {
//		for k := range t.lists(ctx) {
//			s := t.list(ctx, k, nil)
//			if got := int64(len(s.items())); s.receipt().GetItems() != got {
//				t.failf("%s: the receipt counts %d items, and %d came", k.name, s.receipt().GetItems(), got)
//			}
//		}
//	}
//
// A check never assumes that the connector is right: any of its answers may be nil, late or nonsense. What a check cannot try
// it says with t.cannotRun (something is missing: a sandbox, data) or t.doesNotApply (the connector does not offer it); no case
// is ever skipped in silence. Where something fails that another case is about, such as Authenticate or a plain list, it says so and
// names that case (t.lists, t.whole, t.notReached): grounds.go has what cases rest on. Cases of all groups run side by side, so a
// check changes nothing that others see: faults and other data are for a sandbox of its own (t.sandbox), and what ends a process for
// a process of its own (t.fresh).
//
// # What a case has to work with
//
//   - t.connector: a process that some groups share; t.fresh: one of the case's own, which is dear to start.
//   - t.account, t.second: the account under test, and another customer's. They stand still; with a sandbox they have
//     standingUsers users each.
//   - t.sandbox: a stand-in of its own, with so many users, that can be told to fail.
//   - process.list, get, authenticate, describe: the calls, raw. A stream keeps every event in order, with the time at which it
//     came; a failure has the parts of a status.
package conformance
