// Command trellis-connector-lattica is the Lattica connector as a binary that a host loads.
package main

import (
	"github.com/trellis-iam/trellis/connector/lattica"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/plugin"
)

func main() { plugin.Serve(lattica.New(rest.WithLog(plugin.NewLog()))) }
