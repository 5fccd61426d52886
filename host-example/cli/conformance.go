package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/conformance"
	"github.com/trellis-iam/trellis/host-example/folder"
	"github.com/trellis-iam/trellis/host-example/words"
	"github.com/trellis-iam/trellis/plugin/cmdline"
)

// conformanceFlags say what is judged, with what, and how it is told.
type conformanceFlags struct {
	account  cmdline.Account
	sandbox  bool
	run      string
	expected string
	output   string
	timeout  time.Duration
}

// conformanceFormats are how a report is written.
const conformanceFormats = "how the report is written: text (for people), json or junit"

func (a *app) conformanceCommand() *cobra.Command {
	var flags conformanceFlags
	c := &cobra.Command{
		Use:   "conformance <binary>",
		Short: "Judge a connector, in whatever language it is written, by the contract",
		Long: "Starts a connector's binary as hosts do, speaks the contract with it, and says of each case whether it is met: what\n" +
			"was seen, what the contract says and where, and what to do. docs/conformance.md lists the cases.\n\n" +
			"With --sandbox the vendor is played by `<binary> sandbox`, which can be told to fail: all cases run. With an account\n" +
			"(--secret, --set, ...) those run that need no faults; with neither, those that need no account. What could not run is said.\n\n" +
			"A binary that is given by its path is run as it is. One that is given by its name is looked for in the folder of the\n" +
			"connectors, and must be trusted. The exit status is 0 where nothing fails, or only what is expected to, and 1 else.",
		Example: "  trellis conformance ./trellis-connector-acme --sandbox\n" +
			"  trellis conformance lattice --sandbox --run 'listing|resume'\n" +
			"  trellis conformance ./trellis-connector-acme --secret key=env:ACME_KEY -o junit > report.xml",
		Args:              a.oneConnector,
		ValidArgsFunction: a.completeBinary,
		RunE: func(c *cobra.Command, args []string) error {
			given := c.Flags().Changed("secret") || c.Flags().Changed("set") || c.Flags().Changed("operator")
			return a.judgeConformance(c.Context(), args[0], flags, given)
		},
	}
	f := c.Flags()
	flags.account.Add(f)
	f.BoolVar(&flags.sandbox, "sandbox", false, "start the connector's own stand-in for the vendor, and use it")
	f.StringVar(&flags.run, "run", "", "only cases whose ids match this `pattern`, such as '^(listing|resume)'")
	f.StringVar(&flags.expected, "expected-failures", "", "`file` (YAML) of cases that are known to fail, with reasons; one that passes fails the run")
	f.StringVarP(&flags.output, "output", "o", "text", conformanceFormats)
	f.DurationVar(&flags.timeout, "timeout", 0, "end the whole run after this time (default: 5m)")
	return c
}

// completeBinary completes names of connectors, and, where a path is begun, files.
func (a *app) completeBinary(c *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	if isPath(begun) {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return a.completeConnector(c, args, begun)
}

// isPath reports whether a person means a file, and not a connector by its name.
func isPath(text string) bool {
	return strings.ContainsRune(text, filepath.Separator) || strings.ContainsRune(text, '/') || strings.HasPrefix(text, ".")
}

func (a *app) judgeConformance(ctx context.Context, binary string, flags conformanceFlags, account bool) error {
	write, err := a.conformanceWriter(flags.output)
	if err != nil {
		return err
	}
	options, err := flags.options()
	if err != nil {
		return err
	}
	if flags.sandbox && account {
		return usagef("--sandbox gives the account: give it, or --secret, --set and --operator, not both")
	}
	target := conformance.Target{Sandbox: flags.sandbox}
	if target.Path, err = a.binary(ctx, binary); err != nil {
		return cmdline.Ended(ctx, err)
	}
	if account {
		if target.Account, err = flags.account.Read(ctx, a.secretReader("")); err != nil {
			return err
		}
		a.keepSecret(target.Account)
	}
	a.note("judging %s: it takes about half a minute", filepath.Base(target.Path))
	report, err := conformance.Check(ctx, target, options)
	if report == nil {
		return usagef("%v", err)
	}
	if failed := write(report); failed != nil {
		return failed
	}
	switch {
	case err != nil:
		return cmdline.Ended(ctx, err)
	case !report.OK():
		return nonconforming(report)
	}
	return nil
}

// nonconforming is the error of a connector that breaks the contract.
func nonconforming(r *conformance.Report) error {
	if n := r.Count(conformance.Failed); n > 0 {
		return fmt.Errorf("the connector does not keep to the contract: %s failed", words.Plural(int64(n), "cases"))
	}
	return fmt.Errorf("the connector could not be judged: %s", strings.Join(r.Problems, "; "))
}

// options are what the flags ask for.
func (f conformanceFlags) options() (o conformance.Options, err error) {
	o.Timeout = f.timeout
	if f.run != "" {
		if o.Run, err = regexp.Compile(f.run); err != nil {
			return o, usagef("--run: %v", err)
		}
		if !conformance.AnyCase(o.Run) {
			return o, usagef("--run: no case's id matches %.64q; docs/conformance.md has them", f.run)
		}
	}
	if f.expected != "" {
		if o.Expected, err = conformance.LoadExpected(f.expected); err != nil {
			return o, usagef("--expected-failures: %v", err)
		}
	}
	return o, nil
}

// binary is the file that is judged: the one that is named, or the connector's of that name, once it is trusted.
func (a *app) binary(ctx context.Context, name string) (string, error) {
	if isPath(name) {
		return filepath.Abs(name)
	}
	entry, err := folder.Find(a.plugins(), name)
	if err != nil {
		return "", err
	}
	m, err := a.manager()
	if err != nil {
		return "", err
	}
	return entry.Path, m.Load(ctx, name)
}
