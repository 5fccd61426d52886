// Command trellis-connector-scim is the connector to any SCIM 2.0 service provider as a binary that a host loads. Run by hand
// with the argument sandbox, it is a stand-in for a provider instead, to try the connector on.
package main

import (
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/connector/scim"
	"github.com/trellis-iam/trellis/connector/scim/scimtest/sandbox"
	"github.com/trellis-iam/trellis/plugin"
)

func main() {
	plugin.Serve(scim.New(scim.Generic(), rest.WithLog(plugin.NewLog())), plugin.WithSandbox(sandbox.Main))
}
