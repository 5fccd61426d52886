// Package sandbox is Lattica's stand-in as a command: `trellis-connector-lattica sandbox`.
package sandbox

import (
	"flag"

	"github.com/trellis-iam/trellis/connector/lattica/latticatest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/connector/rest/resttest/sandbox"
)

// Main runs the sandbox if that is what the program was called for, and then ends the process.
func Main() { sandbox.Main(vendor()) }

func vendor() sandbox.Vendor {
	return sandbox.Vendor{Connector: "lattica", KeyField: "api_key", UsersPath: "/v1/users", Config: config}
}

func config(flags *flag.FlagSet) resttest.Config {
	c := &latticatest.Config{}
	flags.IntVar(&c.Users, "users", sandbox.DefaultUsers, "how many `users` the workspace has")
	flags.IntVar(&c.Tasks, "tasks", sandbox.DefaultUsers, "how many `tasks` it has")
	flags.Uint64Var(&c.Seed, "seed", 0, "another `number` makes another workspace of the same size")
	flags.StringVar((*string)(&c.Plan), "plan", string(latticatest.Business), "the `plan` whose limit is kept: free, team, business or enterprise")
	return c
}
