package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/host-example/replace"
	"github.com/trellis-iam/trellis/host-example/report"
	"github.com/trellis-iam/trellis/host-example/words"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	"github.com/trellis-iam/trellis/plugin/exit"
)

// reportFlags say how a report is written, and where to.
type reportFlags struct {
	output  string
	file    string
	timeout time.Duration
}

// reportFormats are what a report can be written as.
var reportFormats = map[string]func(io.Writer, *report.Report) error{"html": report.WriteHTML, "json": report.WriteJSON}

func (a *app) reportCommand() *cobra.Command {
	var account accountFlags
	var flags reportFlags
	c := &cobra.Command{
		Use:   "report " + aboutSeveral,
		Short: "Report who has access to what, over all accounts, as a page for a browser",
		Long: "Reads users, roles and groups of all accounts at the same time, and writes a report: a page of HTML that needs\n" +
			"nothing but itself, or JSON with the same and more. It says what is worth a look, who is an admin, who is in several\n" +
			"accounts, and what could not be read.\n\n" +
			"An account that fails stops no other, and is in the report as one that failed; the exit status is that of the worst.\n" +
			"The report holds personal data: --out writes a file that only you can read.",
		Example: "  trellis report --all > report.html\n" +
			"  trellis report --all --out report.html\n" +
			"  trellis report lattice --secret api_key=env:LATTICE_API_KEY -o json",
		Args:              account.args(a),
		ValidArgsFunction: a.completeConnector,
		RunE: func(c *cobra.Command, args []string) error {
			write, err := a.reportWriter(flags)
			if err != nil {
				return err
			}
			targets, err := account.targets(a, args)
			if err != nil {
				return err
			}
			return a.runReport(c.Context(), targets, flags, write)
		},
	}
	f := c.Flags()
	account.add(f, true)
	f.StringVarP(&flags.output, "output", "o", "html", "html or json")
	f.StringVar(&flags.file, "out", "", "write to this `file` instead of stdout, in one step")
	f.DurationVar(&flags.timeout, "timeout", 0, "end reading after this time, such as 90s, and report what came (default: none)")
	return c
}

// reportWriter is what writes the report, to stdout or to a file, where there is something to write it to. The report is this user's
// alone to read.
func (a *app) reportWriter(flags reportFlags) (func(*report.Report) error, error) {
	write, ok := reportFormats[flags.output]
	switch {
	case !ok:
		return nil, usagef("-o must be html or json")
	case flags.output == "html" && flags.file == "" && isTerminal(a.Stdout):
		return nil, usagef("a page of HTML is for a browser, and stdout is a terminal: add --out report.html, or > report.html")
	}
	if flags.file == "" {
		return func(r *report.Report) error { return outputFailed(write(a.Stdout, r)) }, nil
	}
	file, err := replace.At(flags.file, 0o600)
	if err != nil {
		return nil, usagef("--out: there is no writing to that file: %v", err)
	}
	return func(r *report.Report) error {
		if err := file.Write(func(w io.Writer) error { return write(w, r) }); err != nil {
			return fmt.Errorf("the report cannot be written: %w", err)
		}
		return nil
	}, nil
}

func (a *app) runReport(ctx context.Context, targets []target, flags reportFlags, write func(*report.Report) error) error {
	interrupted := ctx.Err
	ctx, cancel := cmdline.WithTimeout(ctx, flags.timeout)
	defer cancel()
	start := time.Now()
	b := report.NewBuilder(report.Options{Now: start, Generator: "trellis " + programVersion().Version, Redact: a.secrets.redact})
	readings := a.readAll(ctx, b, targets)
	if err := interrupted(); err != nil {
		return cmdline.Ended(ctx, err)
	}
	if only := readings[0]; len(readings) == 1 && only.err != nil && !only.asked {
		return only.target.failed(only.err) // of a command that could not begin there is no report
	}
	r := b.Report()
	if err := write(r); err != nil {
		return err
	}
	err := a.unread(readings)
	a.note("%s", reportSummary(r, time.Since(start)))
	return err
}

// reportSummary says what a report is of.
func reportSummary(r *report.Report, took time.Duration) string {
	state := "complete"
	if !r.Complete {
		state = "not complete"
	}
	return fmt.Sprintf("report of %s from %s in %s: %s", words.Plural(r.Totals.Users, "users"),
		words.Plural(int64(r.Totals.Accounts), "accounts"), words.Duration(took), state)
}

// unread tells of each account that could not be read, whole or in part.
func (a *app) unread(readings []*reading) error {
	var statuses []int
	for _, g := range readings {
		if g.err != nil {
			status := exit.ListStatus(g.items, g.err)
			a.report(g.target.failed(g.err), "exit_status", status)
			statuses = append(statuses, status)
		}
	}
	if len(statuses) == 0 {
		return nil
	}
	return &toldError{exit.Worst(statuses...)}
}
