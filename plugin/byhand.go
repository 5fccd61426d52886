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
		fmt.Fprintf(stderr, "%s is a Trellis connector, and cannot say what it is: %v\n", program, err)
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
			fmt.Fprintln(stdout, d.GetName(), d.GetVersion())
			return 0
		case "--help", "-help", "-h", "help":
			fmt.Fprint(stdout, about)
			return 0
		}
	}
	fmt.Fprint(stderr, about)
	return 1
}

func paragraph(text string) string {
	if text == "" {
		return ""
	}
	return "\n" + text + "\n"
}
