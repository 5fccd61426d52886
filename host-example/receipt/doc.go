// Package receipt is the evidence of a list for programs: what a [Receipt] says of one run of `trellis users`, which doubts
// there are about who is absent from it, and how the receipts of several runs add up to one list.
//
// # When may a host call someone gone?
//
// proto/trellis/connector/v1/list.proto has the rules. A receipt states all that they ask for, and [Receipt.Judge] applies
// them: a receipt without [Doubt] is one of a list in which absence is evidence. Where the connector's lists can miss items
// while data moves ([Receipt.ToConfirm]), a host confirms it by a second list before it acts.
//
// # Several runs
//
// A list that was stopped, or broke, and went on from its page token is one list in several segments. [Join] adds them up:
// it is evidence only if there is no gap, from the run without a page token to the one that was exhausted, each beginning
// at the token at which the one before ended, and all of one listing. A segment that broke has no listing id; the one that
// went on from its token speaks for both.
//
// # Files
//
// A file of receipts has one a line, as JSON, so that files put together are one file. [File] replaces one in one step.
// Nothing in a receipt is a secret; it has what was asked for (filters, expressions), and page tokens.
package receipt
