// Command trellis-connector-lattice-scim is the connector to Lattice over SCIM as a binary that a host loads. Run by hand with
// the argument sandbox, it is a stand-in for Lattice's SCIM instead, to try the connector on.
package main

import (
	"github.com/trellis-iam/trellis/connector/latticescim"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/connector/scim"
	"github.com/trellis-iam/trellis/connector/scim/scimtest/sandbox"
	"github.com/trellis-iam/trellis/plugin"
)

func main() {
	plugin.Serve(scim.New(latticescim.Profile(), rest.WithLog(plugin.NewLog())), plugin.WithSandbox(sandbox.Lattice))
}
