package cli

import (
	"crypto/ed25519"
	"slices"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/host-example/folder"
	"github.com/trellis-iam/trellis/plugin/trust"
)

func (a *app) trustCommand() *cobra.Command {
	var all bool
	var keyFile string
	c := &cobra.Command{
		Use:   "trust <connector>... | --all",
		Short: "Trust the binaries of connectors as they are now",
		Long: "Records name, version, size and SHA-256 of connectors' binaries in " + trust.LockName + ". From then on exactly\n" +
			"those bytes may run; anything else that stands in a binary's place is refused, until it is trusted in turn.\n\n" +
			"A connector's version is what its program says. So trusting a program runs it: from the copy in memory whose\n" +
			"checksum is recorded, behind the same wall as ever, and without an account.\n\n" +
			"With --key, the publisher's signature (ed25519, in the file BINARY.sig) must be right before that, and a\n" +
			"connector that was once trusted with a key is trusted again only with a signature by that key.",
		Example: "  trellis connectors trust lattice\n" +
			"  trellis connectors trust --all\n" +
			"  trellis connectors trust lattice --key publisher.pem",
		ValidArgsFunction: a.completeConnectors,
		RunE: func(c *cobra.Command, names []string) error {
			entries, err := a.chosen(names, all)
			if err != nil {
				return err
			}
			var key ed25519.PublicKey
			if keyFile != "" {
				if key, err = trust.ReadKey(keyFile); err != nil {
					return err
				}
			}
			return a.trustAll(c.Context(), entries, key)
		},
	}
	c.Flags().BoolVar(&all, "all", false, "all connectors in the folder")
	c.Flags().StringVar(&keyFile, "key", "", "`file` with the publisher's public key (PEM, or base64)")
	return c
}

// chosen are the connectors that a command is about.
func (a *app) chosen(names []string, all bool) ([]folder.Entry, error) {
	if all == (len(names) > 0) {
		return nil, usagef("name connectors, or give --all; see trellis connectors trust --help")
	}
	if all {
		entries, err := folder.List(a.plugins())
		if err == nil && len(entries) == 0 {
			err = &folder.NotFoundError{Dir: a.plugins()}
		}
		return entries, err
	}
	var entries []folder.Entry
	for _, name := range slices.Compact(slices.Sorted(slices.Values(names))) {
		e, err := folder.Find(a.plugins(), name)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}
