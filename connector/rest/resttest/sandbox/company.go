package sandbox

import (
	"flag"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// Company is the sandbox of a vendor that is lists alone, the first of which is that of users: `trellis-connector-acme sandbox`. The
// key is the connector's api_key.
func Company(connector string, v resttest.Vendor) Vendor {
	sandbox := Vendor{
		Connector: connector, KeyField: "api_key", UsersPath: v.Lists[0].Path,
		Config: func(flags *flag.FlagSet) resttest.Config {
			c := resttest.NewCompany(v, 0, 0)
			flags.IntVar(&c.Users, "users", DefaultUsers, "how many `users` there are")
			flags.Uint64Var(&c.Seed, "seed", 0, "another `number` makes other people")
			return c
		},
	}
	for name, number := range map[string]string{v.Pages.Start: "{first}", v.Pages.Offset: "{offset}", v.Pages.Page: "{number}"} {
		if name != "" {
			sandbox.Page = map[string]string{name: number}
		}
	}
	return sandbox
}
