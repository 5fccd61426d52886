package cli

import (
	"github.com/hashicorp/go-hclog"
	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/host-example/demo"
	"github.com/trellis-iam/trellis/plugin/cmdline"
)

func (a *app) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Show connectors side by side: no key, no network",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if !c.Flags().Changed("log-level") {
				a.log.SetLevel(hclog.Error) // a connector is killed on purpose, which is worth a warning otherwise
			}
			for _, name := range demo.Connectors() {
				if err := a.find(name); err != nil {
					return err
				}
			}
			m, err := a.manager()
			if err != nil {
				return err
			}
			return cmdline.Ended(c.Context(), demo.Run(c.Context(), a.Stdout, m))
		},
	}
}
