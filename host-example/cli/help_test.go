package cli

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/host-example/output"
)

// everyCommand calls a function for each command that people can run.
func everyCommand(c *cobra.Command, f func(*cobra.Command)) {
	if c.IsAvailableCommand() && c.Name() != "help" || !c.HasParent() {
		f(c)
	}
	for _, sub := range c.Commands() {
		everyCommand(sub, f)
	}
}

// The help of every command has examples, fits a page of text, and names every flag.
func TestHelp(t *testing.T) {
	w := newWorld(t)
	everyCommand(newApp(Env{}).root(), func(c *cobra.Command) {
		words := strings.Fields(c.CommandPath())[1:]
		r := w.run(t.Context(), append(words, "--help")...)
		r.want(t, 0)
		if !strings.Contains(r.stdout, "Examples:\n  trellis ") && !strings.Contains(r.stdout, "Examples:\n  source ") {
			t.Errorf("%s has no example", c.CommandPath())
		}
		for line := range strings.Lines(r.stdout) {
			if output.Width(strings.TrimSuffix(line, "\n")) > readable {
				t.Errorf("%s: a long line: %s", c.CommandPath(), line)
			}
		}
		for _, flag := range []string{"--help", "--plugins", "--no-color", "--log-format"} {
			if !strings.Contains(r.stdout, flag) {
				t.Errorf("%s does not name %s", c.CommandPath(), flag)
			}
		}
		if c.Flags().Lookup("secret") != nil && !strings.Contains(r.stdout, "\nAccount:\n") {
			t.Errorf("%s: the flags of an account have no section", c.CommandPath())
		}
	})
	if r := w.run(t.Context(), "--help"); !strings.Contains(r.stdout, "\nRead accounts:\n  authenticate ") ||
		!strings.Contains(r.stdout, "  trellis help environment  Variables") {
		t.Errorf("%s", r.stdout)
	}
}

// What the program reads from the environment, and the statuses that it ends with, can be read up.
func TestTopics(t *testing.T) {
	w := newWorld(t)
	for topic, words := range map[string][]string{
		"environment": {pluginsVariable, lockVariable, attachVariable, noColorVariable, termVariable},
		"exit-status": {"  0  complete", "  1  another", "  2  usage", "  3  credentials", "  4  a partial list", "  5  the vendor"},
	} {
		r := w.run(t.Context(), "help", topic)
		r.want(t, 0)
		for _, word := range words {
			if !strings.Contains(r.stdout, word) {
				t.Errorf("help %s does not say %q:\n%s", topic, word, r.stdout)
			}
		}
		if strings.Contains(r.stdout, "Usage:") {
			t.Errorf("help %s tells how to call it, which nobody can", topic)
		}
	}
}

func TestVersionInJSON(t *testing.T) {
	w := newWorld(t)
	for _, format := range []string{"json", "ndjson"} {
		r := w.run(t.Context(), "version", "-o", format)
		r.want(t, 0)
		if !strings.HasPrefix(r.stdout, "{") || !strings.Contains(r.stdout, `"trellis.connector.v1"`) || (strings.Count(r.stdout, "\n") > 1) != (format == "json") {
			t.Errorf("%s: %q", format, r.stdout)
		}
	}
	w.run(t.Context(), "version", "-o", "csv").want(t, 2, "-o must be table, json or ndjson")
}
