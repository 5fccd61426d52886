// Command trellis-connector-sample is the sample connector as a binary that a host loads.
package main

import (
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/plugin"
)

func main() { plugin.Serve(sample.New()) }
