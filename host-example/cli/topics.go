package cli

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/host-example/accounts"
	"github.com/trellis-iam/trellis/plugin/exit"
)

// variables are what the program reads from the environment, besides the secrets that --secret names.
var variables = []struct{ name, text string }{
	{pluginsVariable, "the folder of the connectors, where --plugins does not say it"},
	{lockVariable, "the file that says which connectors are trusted, where --lock does not say it"},
	{accounts.Variable, "the accounts file, where --accounts does not say it"},
	{attachVariable, "connectors to attach to, as name=FILE, a list as PATH is one, where --attach does not say it"},
	{noColorVariable, "set, and not empty: no colours on terminals, as with --no-color"},
	{termVariable, "the terminal; with \"dumb\", or none (but on Windows), no colours and no progress are shown"},
}

// statuses are the exit statuses, and what a script should know of them.
var statuses = []struct {
	status int
	text   string
}{
	{exit.OK, "complete: all that was asked for came, up to --limit where there is one"},
	{exit.Failure, "another failure"},
	{exit.Usage, "usage or configuration: the same command will not work later either"},
	{exit.Credentials, "credentials or permission"},
	{exit.Partial, "a partial list: stderr says how far it came, and with which page token to go on"},
	{exit.Upstream, "the vendor failed before anything came: it may help to try later"},
}

// topics are what there is to read with `trellis help`, besides the commands.
func topics() []*cobra.Command {
	var environment, status document
	environment.wrap("", "Variables that trellis reads:")
	environment.b.WriteByte('\n')
	for _, v := range variables {
		environment.wrap(fmt.Sprintf("  %-16s ", v.name), v.text)
	}
	environment.b.WriteByte('\n')
	environment.wrap("", "Secrets come from the variables that are named with --secret key=env:NAME. A connector's own process "+
		"inherits none of all these.")
	status.wrap("", "Exit statuses, which do not change:")
	status.b.WriteByte('\n')
	for _, s := range statuses {
		status.wrap(fmt.Sprintf("  %d  ", s.status), s.text)
	}
	status.b.WriteByte('\n')
	status.wrap("", "Of several accounts it is the worst, in the order 0, 4, 5, 3, 2, 1: each step is further from coming out well when the same "+
		"command is called again. What came of the other accounts is there, whatever it is.")
	status.b.WriteByte('\n')
	status.wrap("", "With --log-format json, the last error on stderr has it as exit_status, and a partial list its page_token.")
	return []*cobra.Command{
		{Use: "environment", Short: "Variables that are read", Long: environment.b.String()},
		{Use: "exit-status", Short: "What a script can rely on", Long: status.b.String()},
	}
}
