// Package sandbox is a SCIM service provider's stand-in as a command: `trellis-connector-scim sandbox`, and as Lattice's SCIM
// `trellis-connector-lattice-scim sandbox`.
package sandbox

import (
	"flag"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/connector/rest/resttest/sandbox"
	"github.com/trellis-iam/trellis/connector/scim/scimtest"
)

// Main runs the sandbox of any provider if that is what the program was called for, and then ends the process.
func Main() { sandbox.Main(generic()) }

// Lattice is Main for Lattice's SCIM.
func Lattice() { sandbox.Main(lattice()) }

func generic() sandbox.Vendor {
	return sandbox.Vendor{Connector: "scim", KeyField: "token", UsersPath: "/Users", Page: numbered(), Config: config(false)}
}

func lattice() sandbox.Vendor {
	return sandbox.Vendor{
		Connector: "lattice-scim", KeyField: "api_key", UsersPath: "/scim/v2/Users", Page: numbered(), Config: config(true),
	}
}

// numbered is how pages of SCIM are asked for: side by side, each by its first resource.
func numbered() map[string]string { return map[string]string{"startIndex": "{first}"} }

func config(lattice bool) func(*flag.FlagSet) resttest.Config {
	return func(flags *flag.FlagSet) resttest.Config {
		c := &scimtest.Config{Lattice: lattice}
		flags.IntVar(&c.Users, "users", sandbox.DefaultUsers, "how many `users` the company has")
		flags.Uint64Var(&c.Seed, "seed", 0, "another `number` makes another company of the same size")
		if !lattice {
			flags.IntVar(&c.Groups, "groups", 0, "how many `groups`; 0 is one for each hundred users")
		}
		return c
	}
}
