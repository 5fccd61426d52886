package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/host-example/folder"
	"github.com/trellis-iam/trellis/plugin/exit"
	"github.com/trellis-iam/trellis/plugin/trust"
)

func (a *app) distrustCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "distrust <connector>...",
		Short: "Trust connectors no longer",
		Long: "Takes connectors out of " + trust.LockName + ": they do not run any more until they are trusted again. A publisher's\n" +
			"key that one was trusted with is forgotten, too.",
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: a.completeConnectors,
		RunE: func(_ *cobra.Command, names []string) error {
			names = slices.Compact(slices.Sorted(slices.Values(names)))
			err := trust.Update(a.lock(), func(l *trust.Lock) error {
				for _, name := range names {
					if !l.Remove(name) {
						return a.notTrusted(l, name)
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
			for _, name := range names {
				a.note("%s is not trusted any more", name)
			}
			return nil
		},
	}
}

// notTrustedError is a connector that is not in the lock file.
type notTrustedError struct {
	name, lock string
	near       string // what may have been meant
}

func (a *app) notTrusted(l *trust.Lock, name string) error {
	var there []string
	for _, e := range l.Connectors {
		there = append(there, e.Name)
	}
	return &notTrustedError{name, a.lock(), folder.Nearest(name, there)}
}

func (e *notTrustedError) Error() string { return fmt.Sprintf("%.64q is not in %s", e.name, e.lock) }

func (e *notTrustedError) Is(target error) bool { return target == exit.ErrUsage }

func (e *notTrustedError) Suggestion() string {
	if e.near != "" {
		return "did you mean " + e.near + "?"
	}
	return "trellis connectors shows which are trusted"
}
