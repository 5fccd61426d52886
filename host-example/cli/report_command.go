package cli

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/spf13/cobra"
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
	var account cmdline.Account
	var flags reportFlags
	c := &cobra.Command{
		Use:   "report <connector>",
		Short: "Report who has access to what, as a page for a browser",
		Long: "Reads users, roles and groups, and writes a report: a page of HTML that needs nothing but itself, or JSON with\n" +
			"the same and more. It says what is worth a look, who is an admin, who is in several accounts, and what could not be\n" +
			"read. An account that fails is in the report as one that failed; the exit status is then that of its list.\n" +
			"The report holds personal data: --out writes a file that only you can read.",
		Example:           "  trellis report lattice --secret api_key=env:LATTICE_API_KEY > report.html",
		Args:              a.oneConnector,
		ValidArgsFunction: a.completeConnector,
		RunE: func(c *cobra.Command, args []string) error {
			return a.runReport(c.Context(), []target{a.flagged(args[0], account)}, flags)
		},
	}
	f := c.Flags()
	account.Add(f)
	f.StringVarP(&flags.output, "output", "o", "html", "html or json")
	f.StringVar(&flags.file, "out", "", "write to this `file` instead of stdout, in one step")
	f.DurationVar(&flags.timeout, "timeout", 0, "end reading after this time, such as 90s, and report what came (default: none)")
	return c
}

// maxReading bounds how many accounts are read at the same time. They wait for their vendors most of the time.
const maxReading = 16

func (a *app) runReport(ctx context.Context, targets []target, flags reportFlags) error {
	write, ok := reportFormats[flags.output]
	if !ok {
		return usagef("-o must be html or json")
	}
	if flags.output == "html" && flags.file == "" && isTerminal(a.Stdout) {
		return usagef("a page of HTML is for a browser, and stdout is a terminal: add --out report.html, or > report.html")
	}
	interrupted := ctx.Err
	ctx, cancel := cmdline.WithTimeout(ctx, flags.timeout)
	defer cancel()

	start := time.Now()
	b := report.NewBuilder(report.Options{Now: start, Generator: versionName(), Redact: a.secrets.redact})
	readings := make([]reading, len(targets))
	var wg sync.WaitGroup
	slots := make(chan struct{}, maxReading)
	for i, t := range targets {
		readings[i] = reading{app: a, target: t, in: b.Account(t.name, t.connector)}
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			readings[i].run(ctx)
		})
	}
	wg.Wait()
	if err := interrupted(); err != nil {
		return cmdline.Ended(ctx, err)
	}
	if only := &readings[0]; len(readings) == 1 && only.err != nil && !only.asked {
		return only.err // of a command that could not begin there is no report
	}
	r := b.Report()
	if err := a.writeReport(r, write, flags.file); err != nil {
		return err
	}
	a.note("%s", reportSummary(r, time.Since(start)))
	return a.unread(readings)
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

// reportError is a report that was written, and lacks what an account could not be read of.
type reportError struct {
	error

	status int
}

func (e *reportError) Unwrap() error { return e.error }

// unread tells of each account that could not be read, and returns the last one's error with the worst status of all.
func (a *app) unread(readings []reading) error {
	var last *reportError
	status := exit.OK
	for i := range readings {
		g := &readings[i]
		if g.err == nil {
			continue
		}
		if last != nil {
			a.report(last.error)
		}
		status = max(status, exit.ListStatus(g.items, g.err))
		err := g.err
		if g.target.name != g.target.connector {
			err = fmt.Errorf("account %s: %w", g.target.name, err)
		}
		last = &reportError{error: err}
	}
	if last == nil {
		return nil
	}
	last.status = status
	return last
}
