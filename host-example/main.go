// Command trellis reads who has access to what, from any application that there is a connector for.
//
//	trellis demo                     two connectors side by side: no key, no network
//	trellis connectors               what there is, and whether it is trusted
//	trellis describe lattice         what a connector needs, and what it can read
//	trellis users lattice --secret api_key=prompt
//
// It is an example of a host: package manager keeps connectors running, package trust says which may run, package connector
// says how to talk to them, and all the rest is a command line.
package main

import (
	"os"

	"github.com/trellis-iam/trellis/host-example/cli"
)

func main() { os.Exit(cli.Main(cli.System())) }
