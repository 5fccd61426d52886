package cli

import (
	"context"

	"github.com/hashicorp/go-hclog"
	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/host-example/demo"
)

func (a *app) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Show two connectors side by side: no key, no network",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if !c.Flags().Changed("log-level") {
				a.log.SetLevel(hclog.Error) // a connector is killed on purpose, which is worth a warning otherwise
			}
			err := demo.Run(c.Context(), a.Stdout, func(ctx context.Context, name string) (demo.Process, error) {
				return a.start(ctx, name)
			})
			return ended(c.Context(), err)
		},
	}
}
