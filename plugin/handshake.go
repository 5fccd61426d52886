package plugin

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/internal/handshake"
	"github.com/trellis-iam/trellis/plugin/internal/logs"
)

// firstLine is what came first on a process's stdout.
type firstLine struct {
	text string
	err  error
}

// readStdout reads the first line, which should be the handshake, and sends the rest to the log: it belongs to nobody, and
// must be read so that the process does not block on it.
func (p *Plugin) readStdout() {
	r := handshake.NewReader(tapped(p.proc.Stdout, p.cfg.Stdout))
	text, err := handshake.ReadLine(r)
	p.first <- firstLine{text, err}
	p.log.Stream("stdout").Drain(r)
}

// awaitHandshake waits for the line that says where the connector listens, and returns it checked. It fails when the process
// prints anything else, nothing in time, or ends.
func (p *Plugin) awaitHandshake(ctx context.Context) (string, error) {
	var first firstLine
	select {
	case first = <-p.first:
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
	if first.err != nil {
		return "", p.noHandshake(first)
	}
	line, err := handshake.Parse(first.text)
	if err == nil {
		err = line.CheckAddress(socketDirOf(p.dir.Path()))
	}
	if err != nil {
		return "", p.misspoke(err, first.text)
	}
	p.link.to(line.Network, line.Address)
	return line.String(), nil
}

// noHandshake is the error of a stdout that ended, or went on for too long, without a line.
func (p *Plugin) noHandshake(first firstLine) error {
	err := first.err
	if !errors.Is(err, handshake.ErrLineTooLong) && within(p.done, lostGrace) {
		return p.crashed(" before its handshake")
	}
	if errors.Is(err, io.EOF) || errors.Is(err, os.ErrClosed) {
		err = errors.New("it closed stdout without a handshake")
	}
	return p.misspoke(err, first.text)
}

func (p *Plugin) misspoke(err error, text string) error {
	const most = 200
	printed := ""
	if text = strings.TrimSpace(text); text != "" {
		printed = "; it printed: " + p.clean(logs.Escape(text[:min(len(text), most)]))
	}
	return p.fail(connector.PluginProtocol, err,
		"is it a connector? If so: nothing may stand on stdout before the handshake, and its log belongs on stderr",
		"%v%s%s", err, printed, p.lastWords())
}
