package cli

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/host-example/accounts"
	"github.com/trellis-iam/trellis/host-example/folder"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/host-example/words"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	"github.com/trellis-iam/trellis/plugin/exit"
)

func (a *app) checkAccountsCommand(file *string) *cobra.Command {
	var format string
	var timeout time.Duration
	c := &cobra.Command{
		Use:   "check [<account>...]",
		Short: "Check accounts against what their connectors need, without asking an application",
		Long: "Checks the accounts file, and each account against what its connector says of itself: settings that it does not\n" +
			"know, values that are missing, secrets that cannot be read. No application is asked, no person, and no program for a\n" +
			"secret. What is wrong is on stderr, with line and column.",
		Example:           "  trellis accounts check\n  trellis accounts check acme globex",
		ValidArgsFunction: a.completeAccounts,
		RunE: func(c *cobra.Command, names []string) error {
			write, err := itemWriter(a, format, checkedView())
			if err != nil {
				return err
			}
			f, err := a.accountsFile(*file)
			if err != nil {
				return err
			}
			all, err := (&accountFlags{names: names, all: len(names) == 0}).choose(f, "")
			if err != nil {
				return err
			}
			ctx, cancel := cmdline.WithTimeout(c.Context(), timeout)
			defer cancel()
			return a.checkAccounts(ctx, all, write)
		},
	}
	documentFlags(c, &format, &timeout)
	return c
}

// checked is an account that was checked, and what is wrong with it.
type checked struct {
	accounts.Account
	errs []error
}

func (a *app) checkAccounts(ctx context.Context, all []accounts.Account, write output.Writer[checked]) error {
	results := make([]checked, len(all))
	status := exit.OK
	for i, account := range all {
		t := target{account: account.Name, where: account.Where}
		err := a.checkAccount(ctx, account)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		results[i].Account = account
		if err == nil {
			continue
		}
		status = exit.Worst(status, exit.Status(err))
		if results[i].errs = eachOf(err); results[i].errs == nil {
			err = t.failed(a.helpful(err))
			results[i].errs = []error{err}
		}
		a.report(err)
	}
	if err := writeOnce(write, results); err != nil {
		return err
	}
	if status != exit.OK {
		return &toldError{status}
	}
	return nil
}

func (a *app) checkAccount(ctx context.Context, account accounts.Account) error {
	c, err := a.ready(ctx, target{connector: account.Connector})
	if missing, ok := errors.AsType[*folder.NotFoundError](err); ok {
		return account.WithoutConnector(missing)
	}
	if err != nil {
		return err
	}
	d, err := c.Describe(ctx)
	if err != nil {
		return cmdline.Ended(ctx, err)
	}
	return account.Check(ctx, d, a.secretReader(account.Name))
}

func checkedView() output.View[checked] {
	return output.View[checked]{
		Append:  appendChecked,
		Columns: []output.Column{{Title: "ACCOUNT", Whole: true}, {Title: "CONNECTOR", Whole: true}, {Title: "RESULT", Whole: true}},
		Row: func(c checked) []string {
			said := "good"
			if n := len(c.errs); n > 0 {
				said = words.Plural(int64(n), "problems")
			}
			return []string{c.Name, c.Connector, said}
		},
	}
}

// appendChecked appends an account as a JSON object, with the place of each problem where it has one.
func appendChecked(dst []byte, c checked) []byte {
	dst = output.AppendString(append(dst, `{"name":`...), c.Name)
	dst = output.AppendString(append(dst, `,"connector":`...), c.Connector)
	dst = strconv.AppendBool(append(dst, `,"good":`...), len(c.errs) == 0)
	dst = append(dst, `,"problems":[`...)
	for i, err := range c.errs {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, '{')
		text := err.Error()
		if p, ok := errors.AsType[*accounts.Problem](err); ok {
			dst = output.AppendString(append(dst, `"file":`...), p.File)
			dst = strconv.AppendInt(append(dst, `,"line":`...), int64(p.Line), 10)
			dst = strconv.AppendInt(append(dst, `,"column":`...), int64(p.Column), 10)
			dst = output.AppendString(append(dst, `,"path":`...), p.Path)
			dst, text = append(dst, ','), p.Why
		}
		dst = output.AppendString(append(dst, `"problem":`...), text)
		if todo := toDo(err); todo != "" {
			dst = output.AppendString(append(dst, `,"to_do":`...), todo)
		}
		dst = append(dst, '}')
	}
	return append(dst, "]}"...)
}
