package cli

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/trust"
)

// The variables that say what flags do not.
const (
	pluginsVariable = "TRELLIS_PLUGINS"
	lockVariable    = "TRELLIS_LOCK"
	attachVariable  = "TRELLIS_ATTACH"
	noColorVariable = "NO_COLOR"
	termVariable    = "TERM"
)

// globalFlags are the flags of all commands: which connectors there are, and how they are run.
type globalFlags struct {
	plugins   string
	lock      string
	dev       bool
	attach    map[string]string // the attach files of connectors that are run by someone else, by name
	times     plugin.Config     // its timeouts
	logLevel  string
	logFormat string
	noColor   bool
}

func (g *globalFlags) add(f *pflag.FlagSet) {
	f.StringVar(&g.plugins, "plugins", "",
		"`folder` of the connectors (default: $"+pluginsVariable+", or the folder plugins beside this program)")
	f.StringVar(&g.lock, "lock", "",
		"`file` that says which connectors are trusted (default: $"+lockVariable+", or "+trust.LockName+"\nin their folder)")
	f.BoolVar(&g.dev, "dev", false, "run connectors as they are, trusted or not: for those who are writing one")
	f.Func("attach", "call the connector that was started with the argument debug, under a debugger for instance,\n"+
		"and wrote that file, as `name=FILE` (default: $"+attachVariable+")", g.addAttach)
	f.Func("timeouts", "how patient to be with connectors' processes, as `what=time[,...]`: start=10s, call=1m (for\n"+
		"answers that are no lists), silence=15s (in a list), drain=5s (calls at the end), stop=2s", g.addTimes)
	f.BoolVar(&g.noColor, "no-color", false, "no colours on terminals (as with $"+noColorVariable+"); elsewhere there never are any")
	f.StringVar(&g.logLevel, "log-level", "warn", "least `level` of what is logged on stderr: debug, info, warn or error")
	f.StringVar(&g.logFormat, "log-format", "text", "`format` of all that is written on stderr: text (for people), or json (an object a line)")
}

// attached reads from the environment who is attached to, where no flag says it. There it is a list as PATH is one.
func (g *globalFlags) attached(lookup func(string) (string, bool)) error {
	if g.attach != nil {
		return nil
	}
	list, _ := lookup(attachVariable)
	for _, arg := range filepath.SplitList(list) {
		if err := g.addAttach(arg); err != nil {
			return usagef("%s: %v", attachVariable, err)
		}
	}
	return nil
}

func (g *globalFlags) addAttach(arg string) error {
	name, file, ok := strings.Cut(arg, "=")
	if !ok || name == "" || file == "" {
		return fmt.Errorf("%q is not name=FILE", arg)
	}
	if g.attach[name] != "" {
		return fmt.Errorf("%s is given twice", name)
	}
	file, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	if g.attach == nil {
		g.attach = map[string]string{}
	}
	g.attach[name] = file
	return nil
}

// timeouts are what of a plugin.Config can be set, by the names that people use.
var timeouts = map[string]func(*plugin.Config) *time.Duration{
	"start":   func(c *plugin.Config) *time.Duration { return &c.StartTimeout },
	"call":    func(c *plugin.Config) *time.Duration { return &c.CallTimeout },
	"silence": func(c *plugin.Config) *time.Duration { return &c.SilenceTimeout },
	"drain":   func(c *plugin.Config) *time.Duration { return &c.DrainTimeout },
	"stop":    func(c *plugin.Config) *time.Duration { return &c.StopTimeout },
}

func (g *globalFlags) addTimes(arg string) error {
	for pair := range strings.SplitSeq(arg, ",") {
		name, value, _ := strings.Cut(pair, "=")
		timeout, ok := timeouts[name]
		if !ok {
			return fmt.Errorf("%q is none of start, call, silence, drain and stop", name)
		}
		d, err := time.ParseDuration(value)
		if err != nil || d <= 0 {
			return fmt.Errorf("%s takes a time above 0, such as 10s", name)
		}
		*timeout(&g.times) = d
	}
	return nil
}
