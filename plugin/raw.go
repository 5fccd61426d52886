package plugin

import (
	"io"

	"google.golang.org/grpc"
)

// Conn is the connection to the process, for tools that judge a connector by what it sends. Calls over it are as gRPC has
// them: nothing is checked, set right, bounded in time or taken out of logs, and Close does not wait for them; only the sizes
// of messages are bounded. Hosts call the methods of [Plugin] instead.
func (p *Plugin) Conn() grpc.ClientConnInterface { return p.rpc.Load() }

// CutLifeLine ends the process's stdin, as this host's death would: a connector exits, whatever it is doing. Close must be
// called all the same. Of a connector that was attached to, it does nothing.
func (p *Plugin) CutLifeLine() {
	if p.proc != nil {
		p.stopping.Store(true)
		p.proc.CutLifeLine()
	}
}

// tapped is a reader of which somebody gets a copy as it is read.
func tapped(r io.Reader, tap io.Writer) io.Reader {
	if tap == nil {
		return r
	}
	return io.TeeReader(r, unfailing{tap})
}

// unfailing is a writer whose failures are nobody's: the reader behind it goes on.
type unfailing struct{ w io.Writer }

func (u unfailing) Write(b []byte) (int, error) {
	_, _ = u.w.Write(b)
	return len(b), nil
}
