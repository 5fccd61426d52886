// Command trellis-connector-lattica is the Lattica connector as a binary that a host loads. Run by hand with the argument
// sandbox, it is a stand-in for Lattica instead, to try the connector on.
package main

import (
	"github.com/trellis-iam/trellis/connector/lattica"
	"github.com/trellis-iam/trellis/connector/lattica/latticatest/sandbox"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/plugin"
)

func main() {
	plugin.Serve(lattica.New(rest.WithLog(plugin.NewLog())), plugin.WithSandbox(sandbox.Main))
}
