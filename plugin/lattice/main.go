// Command trellis-connector-lattice is the Lattice connector as a binary that a host loads.
package main

import (
	"github.com/trellis-iam/trellis/connector/lattice"
	"github.com/trellis-iam/trellis/plugin"
)

func main() { plugin.Serve(lattice.New()) }
