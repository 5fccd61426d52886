package manager

import (
	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/proto"
)

// journal is the sink of a list that may take several processes. It knows from where to go on, and what came since, so that
// the receiver gets nothing twice; and it makes one receipt of all.
type journal[T connector.Item] struct {
	req    connector.ListRequest
	sink   connector.Sink[T]
	onPage func(items int, info *connectorv1.PageInfo)
	looped func() error // makes the error of a token that comes back

	token  string          // where to go on; the request's own at first
	points int32           // pages with a token that came before it
	since  replay          // what came after it
	begun  map[string]bool // tokens from which the list went on, of which no process knows but its own
	given  struct{ items, rejected, warned int64 }

	sinkErr error // of the receiver, or what ends the list in its place
}

func newJournal[T connector.Item](req connector.ListRequest, sink connector.Sink[T]) *journal[T] {
	token := req.Options.GetPageToken()
	return &journal[T]{req: req, sink: sink, token: token, begun: map[string]bool{token: true}}
}

// rewind has the list go on from the last token.
func (j *journal[T]) rewind() {
	j.begun[j.token] = true
	j.since.rewind()
}

// request asks for what is still to come.
func (j *journal[T]) request() connector.ListRequest {
	if j.points == 0 {
		return j.req
	}
	o := proto.CloneOf(j.req.Options)
	if o == nil {
		o = &connectorv1.ListOptions{}
	}
	o.PageToken = j.token
	if limit := o.GetPageLimit(); limit > 0 {
		o.PageLimit = limit - j.points
	}
	return connector.ListRequest{Account: j.req.Account, Options: o}
}

// resumable reports whether it is known what came since the last token.
func (j *journal[T]) resumable() bool { return !j.since.lost }

// Progress passes a sign of life on.
func (j *journal[T]) Progress(p *connectorv1.Progress) error {
	j.sinkErr = j.sink.Progress(p)
	return j.sinkErr
}

// Page passes on what the receiver does not have yet.
func (j *journal[T]) Page(p connector.Page[T]) error {
	token := p.Info.GetNextPageToken()
	if token != "" && j.begun[token] {
		j.sinkErr = j.looped()
		return j.sinkErr
	}
	p = drop(&j.since, p)
	if j.since.again && len(p.Items) == 0 && len(p.Info.GetRejected()) == 0 && (token == "" || token == j.since.token) {
		j.onPage(0, p.Info) // what was asked of the vendor for it counts
		return nil          // all of it came before
	}
	items, rejected, warned := int64(len(p.Items)), int64(len(p.Info.GetRejected())), int64(0)
	for _, item := range p.Items {
		if len(item.GetSource().GetWarnings()) > 0 {
			warned++
		}
	}
	// The last page that was asked for is no point to go on from: nothing would be left to ask for. It is asked for again.
	last := token != "" && j.points+1 == j.req.Options.GetPageLimit()
	if token == "" || last {
		note(&j.since, p)
		j.since.token = token
	}
	j.onPage(len(p.Items), p.Info)
	if j.sinkErr = j.sink.Page(p); j.sinkErr != nil {
		return j.sinkErr
	}
	j.given.items += items
	j.given.rejected += rejected
	j.given.warned += warned
	if token != "" && !last {
		j.token = token
		j.points++
		j.since = replay{}
	}
	return nil
}

// close makes the receipt that of everything that was given.
func (j *journal[T]) close(r *connectorv1.Receipt) *connectorv1.Receipt {
	r.Items, r.Rejected, r.Warned = j.given.items, j.given.rejected, j.given.warned
	return r
}
