package cli

import (
	"bytes"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// shells are what there are scripts for, which have a shell ask this program (see complete.go).
func shells(root *cobra.Command) map[string]func(io.Writer) error {
	return map[string]func(io.Writer) error{
		"bash": func(w io.Writer) error {
			var script bytes.Buffer
			if err := root.GenBashCompletionV2(&script, true); err != nil {
				return err
			}
			_, err := io.WriteString(w, commasOfBash.Replace(script.String())+wordsOfBash)
			return err
		},
		"zsh":        root.GenZshCompletion,
		"fish":       func(w io.Writer) error { return root.GenFishCompletion(w, true) },
		"powershell": root.GenPowerShellCompletionWithDesc,
	}
}

func (a *app) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion <shell>",
		Short: "Write a script that completes commands in bash, zsh, fish or PowerShell",
		Long: "Writes a script for a shell, which then completes commands, flags, and what stands behind them: the connectors that\n" +
			"there are, and of the one that is named its filters and their values, what it can read besides, its settings and\n" +
			"secrets. Nobody is asked for that but the connector itself, and only when it is trusted.",
		Example: "  source <(trellis completion bash)               # now; in ~/.bashrc, for all shells to come\n" +
			"  trellis completion zsh > \"${fpath[1]}/_trellis\"   # where compinit finds it\n" +
			"  trellis completion fish > ~/.config/fish/completions/trellis.fish\n" +
			"  trellis completion powershell | Out-String | Invoke-Expression",
		Args: func(c *cobra.Command, args []string) error {
			names := slices.Sorted(maps.Keys(shells(c.Root())))
			if len(args) != 1 || !slices.Contains(names, args[0]) {
				return usagef("name a shell: %s", strings.Join(names, ", "))
			}
			return nil
		},
		ValidArgs: []cobra.Completion{"bash", "fish", "powershell", "zsh"},
		RunE: func(c *cobra.Command, args []string) error {
			var script bytes.Buffer
			if err := shells(c.Root())[args[0]](&script); err != nil {
				return err
			}
			return writeAll(a.Stdout, script.Bytes())
		},
	}
}

// wordsOfBash replaces a function of cobra's script, which needs the package bash-completion: where that is not installed, it wrote
// an error into the command line. Readline splits words at = and :, which ours have in them.
const wordsOfBash = `
__trellis_quoted()
{
    local quoted
    printf -v quoted "$@"
    printf "%s" "${quoted//\\,/,}"
}

__trellis_init_completion()
{
    COMPREPLY=()
    if declare -F _get_comp_words_by_ref >/dev/null 2>&1; then
        _get_comp_words_by_ref "$@" cur prev words cword
        return
    fi
    local i word rest=${COMP_LINE:0:COMP_POINT}
    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ ${#words[@]} -gt 0 && $rest != [[:blank:]]* ]]; then
            words[${#words[@]}-1]+=$word
        else
            rest=${rest#"${rest%%[![:blank:]]*}"}
            words+=("$word")
        fi
        rest=${rest#"$word"}
    done
    cword=$((${#words[@]} - 1))
    cur=${words[cword]}
    prev=${words[cword > 0 ? cword - 1 : 0]}
}
`

// commasOfBash lets commas be: cobra's script quotes what it proposes, which it must, for a connector's words are in it; but bash's
// own quoting puts a backslash before a comma, too, which needs none, and then is not what people have typed.
var commasOfBash = strings.NewReplacer(
	`printf "%q`, `__trellis_quoted "%q`,
	`printf -v comp "%q" "${compline%%$tab*}" &>/dev/null || comp=$(printf "%q" "${compline%%$tab*}")`,
	`printf -v comp "%q" "${compline%%$tab*}"; comp=${comp//\\,/,}`,
)
