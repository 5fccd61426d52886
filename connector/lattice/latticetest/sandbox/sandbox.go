// Package sandbox is Lattice's stand-in as a command: `trellis-connector-lattice sandbox`.
package sandbox

import (
	"flag"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/connector/rest/resttest/sandbox"
)

// Main runs the sandbox if that is what the program was called for, and then ends the process.
func Main() { sandbox.Main(vendor()) }

func vendor() sandbox.Vendor {
	return sandbox.Vendor{Connector: "lattice", KeyField: "api_key", UsersPath: "/v1/users", Config: config}
}

func config(flags *flag.FlagSet) resttest.Config {
	c := &latticetest.Config{}
	flags.IntVar(&c.Users, "users", sandbox.DefaultUsers, "how many `users` the company has")
	flags.IntVar(&c.Departments, "departments", 0, "how many `departments`; 0 is one for each hundred users")
	flags.Uint64Var(&c.Seed, "seed", 0, "another `number` makes another company of the same size")
	return c
}
