package plugin

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/trellis-iam/trellis/connector"
)

// byHand answers people who run a connector's binary themselves, and returns the status to exit with.
func byHand(c connector.Connector, args []string, stdout, stderr io.Writer) int {
	program := strings.TrimSuffix(filepath.Base(args[0]), ".exe")
	d, err := connector.Checked(c).Describe(context.Background())
	if err != nil {
		say(stderr, program+" is a Trellis connector, and cannot say what it is: "+err.Error()+"\n")
		return 1
	}
	about := fmt.Sprintf(`%s %s: the Trellis connector for %s.
%s
This program is loaded by a host, which starts it and talks to it; it does nothing by itself. To see what it can do, put it
among the host's connectors and run

    trellis describe %s
`, d.GetName(), d.GetVersion(), d.GetTitle(), paragraph(d.GetSummary()), d.GetName())

	if len(args) > 1 {
		switch args[1] {
		case "--version", "-version", "version":
			say(stdout, d.GetName()+" "+d.GetVersion()+"\n")
			return 0
		case "--help", "-help", "-h", "help":
			say(stdout, about)
			return 0
		}
	}
	say(stderr, about)
	return 1
}

func paragraph(text string) string {
	if text == "" {
		return ""
	}
	return "\n" + text + "\n"
}

// say writes to whoever listens; the exit status tells the rest.
func say(w io.Writer, text string) { _, _ = io.WriteString(w, text) }
