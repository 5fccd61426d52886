package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/host-example/diff"
	"github.com/trellis-iam/trellis/host-example/words"
)

// diffFlags say what is compared, and how it is shown.
type diffFlags struct {
	oldReceipt, newReceipt string
	ignore                 []string
	output                 string
}

func (a *app) diffCommand() *cobra.Command {
	var flags diffFlags
	c := &cobra.Command{
		Use:   "diff <old> <new>",
		Short: "Say what changed between two lists: who came, who went, whose access is another",
		Long: "Compares two lists of the same account, each a file that -o ndjson or -o json has written. Nobody is called gone\n" +
			"unless the new list proves it: its receipt has to say that who is absent is not there. The receipt is in what\n" +
			"-o json writes; for -o ndjson it is the file that --receipt has written, " + diff.ReceiptSuffix + " behind the name of the list.\n" +
			"A list that was read in several parts is one file of all, and one of all their receipts.",
		Example: "  trellis users lattice --secret api_key=env:LATTICE_API_KEY -o json > today.json\n" +
			"  trellis diff yesterday.json today.json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usagef("name two files: the old list and the new one; see trellis diff --help")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.diff(args[0], args[1], flags) },
	}
	f := c.Flags()
	f.StringVar(&flags.oldReceipt, "old-receipt", "", "`file` with the old list's receipts")
	f.StringVar(&flags.newReceipt, "new-receipt", "", "`file` with the new list's receipts")
	f.StringSliceVar(&flags.ignore, "ignore", []string{"last_active_at", "last_login_at", "updated_at"},
		"`fields` that are not compared; --ignore= compares all")
	f.StringVarP(&flags.output, "output", "o", "table", plainFormats)
	return c
}

func (a *app) diff(before, after string, flags diffFlags) error {
	write, ok := map[string]func(*diff.Diff) error{
		"table": a.diffTable, "json": a.diffJSON, "ndjson": a.diffLines,
	}[flags.output]
	if !ok {
		return usagef("-o must be %s", plainFormats)
	}
	d, err := diff.Open(
		diff.Source{Items: before, Receipts: flags.oldReceipt}, diff.Source{Items: after, Receipts: flags.newReceipt}, flags.ignore...,
	)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := write(d); err != nil {
		return err
	}
	s := d.Summary()
	about := []any{"old_items", s.Old, "new_items", s.New}
	for _, kind := range diff.Kinds() {
		about = append(about, string(kind), s.Kinds[kind])
	}
	a.noteWith(diffSummary(s), about...)
	return nil
}

// diffSummary is what the difference comes to, in a line, and what was not compared, in another.
func diffSummary(s diff.Summary) string {
	var parts []string
	for _, kind := range diff.Kinds() {
		if n := s.Kinds[kind]; n > 0 {
			parts = append(parts, words.Thousands(n)+" "+string(kind))
		}
	}
	if len(parts) == 0 {
		parts = []string{"no difference"}
	}
	text := fmt.Sprintf("%s in the old list, %s in the new one: %s",
		words.Thousands(s.Old), words.Thousands(s.New), strings.Join(parts, ", "))
	if len(s.NotCompared) > 0 {
		text += "\nnot compared, because not known to be read for both lists: " + strings.Join(s.NotCompared, ", ")
	}
	return text
}
