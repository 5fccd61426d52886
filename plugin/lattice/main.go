// Command trellis-connector-lattice is the Lattice connector as a binary that a host loads. Run by hand with the argument
// sandbox, it is a stand-in for Lattice instead, to try the connector on.
package main

import (
	"github.com/trellis-iam/trellis/connector/lattice"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest/sandbox"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/plugin"
)

func main() {
	plugin.Serve(lattice.New(rest.WithLog(plugin.NewLog())), plugin.WithSandbox(sandbox.Main))
}
