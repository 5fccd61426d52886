package plugin

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/trust"
)

// Config says what to launch and how patient to be. Only Path is required; a duration of 0 means its default.
type Config struct {
	// Path is the connector's binary, absolute.
	Path string
	// Image is what is run instead of the file at Path, which then only names it. Nil: the file is run as it is.
	Image *trust.Image
	// Logger gets what the connector writes, under "connector" and "pid", and one line for each event of its life. A
	// connector waits for it when it blocks. Nil: nothing is logged.
	Logger hclog.Logger
	// Stdout and Stderr get what the process writes, byte for byte as it came: its handshake line too, and with whatever
	// secrets it leaks. They are for tools that judge a connector; hosts have Logger. Each is written to by one goroutine,
	// which the process waits for; what Write answers does not matter. Nil: nobody gets it.
	Stdout, Stderr io.Writer
	// RunDir is where the private folder for the socket is made. Empty: the system's folder for temporary files.
	RunDir string

	// StartTimeout bounds Launch, from the start of the process to the connection. Default: 10 s. A Go connector takes
	// 10 ms and an interpreter one second; the rest is for a machine that starts many at once from a cold disk.
	StartTimeout time.Duration
	// CallTimeout is the deadline of unary calls whose context has none. Default: 1 min, which outlasts a connector's wait
	// for a rate limit that is counted by the minute.
	CallTimeout time.Duration
	// SilenceTimeout ends a list in which nothing comes for so long. Default: [connector.MaxSilence] and a margin of 5 s for
	// a machine under load. It only counts while the list is waited for, not while the sink works.
	SilenceTimeout time.Duration
	// DrainTimeout is how long Close lets running calls go on. Default: 5 s, which is half of what supervisors commonly give
	// a whole program to stop.
	DrainTimeout time.Duration
	// StopTimeout is how long the process may take to exit when it is asked to, before it is killed. Default: 2 s, as the
	// contract tells connectors.
	StopTimeout time.Duration
}

// margin is what is added to the contract's longest silence before it is called a hang.
const margin = 5 * time.Second

// reapTimeout bounds the wait for a process that was killed. It takes microseconds; only a process that is stuck in the
// kernel (a dead network disk) takes longer, and then for ever.
const reapTimeout = 2 * time.Second

func (c Config) complete() (Config, error) {
	if !filepath.IsAbs(c.Path) {
		e := connector.Errorf(connector.PluginUntrusted, "the path of a connector must be absolute, and %q is not", c.Path)
		e.Suggestion = "give the whole path, so that neither working folder nor PATH decides what is run"
		return c, e
	}
	c.Path = filepath.Clean(c.Path)
	return c.completeTimes()
}

// completeTimes completes all but the path.
func (c Config) completeTimes() (Config, error) {
	for name, d := range map[string]time.Duration{
		"StartTimeout": c.StartTimeout, "CallTimeout": c.CallTimeout, "SilenceTimeout": c.SilenceTimeout,
		"DrainTimeout": c.DrainTimeout, "StopTimeout": c.StopTimeout,
	} {
		if d < 0 {
			return c, fmt.Errorf("plugin: Config.%s is negative", name)
		}
	}
	c.StartTimeout = cmp.Or(c.StartTimeout, 10*time.Second)
	c.CallTimeout = cmp.Or(c.CallTimeout, time.Minute)
	c.SilenceTimeout = cmp.Or(c.SilenceTimeout, connector.MaxSilence+margin)
	c.DrainTimeout = cmp.Or(c.DrainTimeout, 5*time.Second)
	c.StopTimeout = cmp.Or(c.StopTimeout, 2*time.Second)
	if c.Logger == nil {
		c.Logger = hclog.NewNullLogger()
	}
	return c, nil
}
