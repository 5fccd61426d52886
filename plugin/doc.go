// Package plugin puts a connector behind a process wall: a program of its own that a host starts, calls over gRPC and can
// always get rid of. Both sides show the same Go interface, [connector.Connector].
//
// A connector's binary is one line (see plugin/lattice):
//
//	func main() { plugin.Serve(lattice.New()) }
//
// and a host starts it with
//
//	p, err := plugin.Launch(ctx, plugin.Config{Path: "/opt/trellis/trellis-connector-lattice"})
//	if err != nil {
//		return err
//	}
//	defer p.Close()
//	d, err := p.Describe(ctx)
//
// # What the wall promises
//
// Whatever a connector's process does, its host goes on, and no call lasts for ever:
//
//   - Every call ends: by its answer, the caller's context, the default deadline of unary calls, or the watchdog of lists.
//   - Every failure is one typed error. Errors of the contract come through as they were sent; the caller's own cancellation
//     and deadline are the context's errors; and everything else is a [connector.Error] with the reason PluginCrashed,
//     PluginProtocol or PluginTimeout that says which binary, how it ended, what it logged last and what to do. How a process
//     ended is an [ExitError] in the chain.
//   - Messages, log lines, handshakes and waits are bounded.
//   - No process outlives its host, and no socket or folder stays.
//   - A connector inherits nothing: its environment is a short list without secrets, its only argument is its path. Secrets
//     go through a private socket with mutual TLS and are taken out of what it logs.
//
// docs/process-wall.md has each promise with the test that keeps it, and what differs on macOS and Windows.
//
// # Debugging
//
// The same binary runs alone: "trellis-connector-lattice users --secret api_key=prompt" needs no host. With the argument
// debug it waits, under a debugger for instance, for hosts to [Attach]. docs/debugging.md tells how.
package plugin
