// Package manager holds many connectors for a host that must survive every one of them.
//
// A [Manager] starts a connector's process when it is first called, restarts it when it dies, ends it when nobody calls it,
// and replaces it by a new version while calls run. What its users see is one [connector.Connector] for each, which is simply
// there:
//
//	m, err := manager.New(manager.Config{Folder: "/opt/trellis/plugins"})
//	if err != nil {
//		return err
//	}
//	defer m.Close()
//	account := &connectorv1.Account{Id: "acme", Credentials: map[string]string{"api_key": key}}
//	receipt, err := m.Connector("lattice").ListUsers(ctx, connector.ListRequest{Account: account}, sink)
//
// # What becomes of calls
//
//   - A list whose process dies goes on in the next one, from its last page token. What came after that token and comes again
//     is taken out, so that the sink sees everything once while the vendor's data stands still, and one receipt counts it all.
//     Unary calls are made again; all of the contract's calls only read.
//   - That is tried Config.Resumes times without a new token in between; then the call ends with the typed error, and what the
//     sink got is a partial list.
//   - A connector that dies more often than Config.Restarts within Config.RestartWindow is left alone until that has passed.
//     Its calls fail at once, and say until when.
//   - Calls wait their turn where too many run, of one connector or of one account of it; who came first is let in first.
//   - A process that answers no probe is ended, and its calls go on in another.
//   - No call is ended for idleness, nor for [Manager.Replace], save one that outlasts Config.ReplaceTimeout and cannot go on.
//
// # What is run
//
// Binaries that the lock file names, and the very bytes that it names: see package trust. Each is loaded once; restarts are
// from memory. Config.Dev runs anything.
//
// # What can be seen
//
// [Manager.Status] says how each connector is, Config.OnEvent what happens, and OpenTelemetry takes traces and metrics: a span
// for each call, below it one for each request that the connector made to its vendor, whichever language it is written in,
// and these metrics. The trace travels to the connector in W3C's traceparent header, in gRPC's metadata.
//
//	trellis.calls            calls that ended, by connector, operation and outcome ("ok", a reason, "caller")
//	trellis.call.duration    how long they took, waits and restarts included; seconds
//	trellis.calls.active     calls that run or wait
//	trellis.items            items that lists gave
//	trellis.vendor.requests  requests that connectors made to their vendors for them
//	trellis.process.events   starts, crashes and so on, by connector and kind
//	trellis.process.start    how long starts took; seconds
//	trellis.processes        processes that run, by connector
//	trellis.process.memory   resident memory of each connector's process; bytes (Linux)
package manager
