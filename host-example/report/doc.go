// Package report says who has access to what over several accounts, as a page for people and as data for programs.
//
// A [Builder] gives each account an [Intake], which takes what is read of it as it comes: a sink for each list, and how the
// list ended. [Builder.Report] joins all that to a [Report], which is data; [WriteHTML] and [WriteJSON] write it.
//
//	b := report.NewBuilder(report.Options{Now: time.Now()})
//	in := b.Account("acme", "lattice")
//	receipt, err := c.ListUsers(ctx, connector.ListRequest{Account: account}, in.Users())
//	in.Ended(connectorv1.ResourceKind_RESOURCE_KIND_USER, receipt, err)
//	err = report.WriteHTML(w, b.Report())
//
// # What it may say
//
// Absent is not zero. Each count stands beside how many were told at all ([Told]), a count that is not known is no number, and
// who was not read, in whole or in part, is a [Gap]. What is not known lies in three places: an application does not tell
// (Told), a list was not read to its end ([State]), or what was read may not be all (visibility, drift, rejected items).
//
// Whoever holds a role of type admin is an admin: that is what connectors make of the vendor's roles, and where it is computed
// or assumed, the page says from what. People are joined over accounts by their primary e-mail address, without regard to
// case. That is a guess, and called one.
//
// # How much it holds
//
// No user is kept: of each there is a row of some 150 bytes, whose text is one string, and whose roles and groups are the number
// of a set that it shares with others. Lists of [User] are references to rows. Users that come twice count once: the later one
// replaces the earlier, as the contract says.
//
// # The page
//
// One file with no other: no network, font, picture or script from elsewhere, held to that by a Content-Security-Policy that
// knows its style and its script by their hashes. It says everything without the script, which only adds search and sorting.
// All foreign text goes through [Text], so that nothing in it acts, and through html/template. Long lists are cut at a
// stated cap; their totals are not.
package report
