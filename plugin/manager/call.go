package manager

import (
	"context"
	"errors"
	"fmt"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// call is one call of a host, over all processes that it takes.
type call struct {
	k         *keeper
	ctx       context.Context // the caller's, with the call's span
	operation string
	account   string // its id
	leave     func()
	span      callSpan
	resumes   int // since the last new page token

	// Of the last attempt.
	worker *worker // nil: it got no process
	cause  error   // why its lease was taken away; nil: it was not
}

// begin waits for the call's turn.
func (k *keeper) begin(ctx context.Context, operation string, account *connectorv1.Account) (*call, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c := &call{k: k, operation: operation, account: account.GetId()}
	c.ctx, c.span = k.m.trace(ctx, k.name, operation, account.GetId())
	waiting, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(k.m.open, cancel)()
	leave, err := k.admission.enter(waiting, account.GetId())
	if err != nil {
		if err = ctx.Err(); err == nil {
			err = errClosed(k.name)
		}
		c.span.end(err)
		return nil, err
	}
	c.leave = leave
	return c, nil
}

func (c *call) end(err error) {
	c.leave()
	c.span.end(err)
}

// attempt makes the call in the process that there is by then.
func (c *call) attempt(method func(context.Context, connector.Connector) error) error {
	c.worker, c.cause = nil, nil
	l, err := c.k.acquire(c.ctx)
	if err != nil {
		return err
	}
	defer l.release()
	c.worker = l.w
	c.span.process(l.w)
	err = method(outgoing(l.ctx), l.w)
	if cause := context.Cause(l.ctx); errors.Is(cause, errMoved) || errors.Is(cause, errHung) {
		c.cause = cause
	}
	if c.cause != nil && errors.Is(err, context.Canceled) && c.ctx.Err() == nil {
		return c.taken()
	}
	return err
}

// taken is the error of a call whose process was taken away. It is seen where the call cannot go on in another.
func (c *call) taken() error {
	what, todo := fmt.Sprintf("answered no probe within %v, and is ended", c.k.m.cfg.ProbeTimeout),
		"report it to the connector's author; a list can be gone on with from its last page token"
	if errors.Is(c.cause, errMoved) {
		what = fmt.Sprintf("was replaced, and the call had not ended %v later and cannot go on by itself", c.k.m.cfg.ReplaceTimeout)
		todo = "go on from the last page token, or set a longer ReplaceTimeout"
	}
	return c.fail(connector.PluginTimeout, c.cause, todo, "%s %s: %s", plugin.BinaryPrefix+c.k.name, c.worker.about.GetVersion(), what)
}

// looped is the error of a list that is back at a token from which one of its processes went on. None of them could see it.
func (c *call) looped() error {
	return c.fail(connector.UpstreamLoop, nil, "start the list again; if it happens again, report it to the connector's author",
		"a page token came back from which the list had gone on in another process: it would not end")
}

func (c *call) fail(reason connector.Reason, cause error, suggestion, format string, args ...any) error {
	e := connector.Errorf(reason, format, args...)
	e.Connector, e.Operation, e.Suggestion, e.Err = c.k.name, c.operation, suggestion, cause
	return e
}

// again decides whether the call that ended with an error is made again in another process, and says so.
func (c *call) again(err error) bool {
	if errors.Is(err, connector.PluginTimeout) && c.worker != nil {
		c.worker.doubt()
	}
	switch {
	case c.ctx.Err() != nil, c.k.m.open.Err() != nil:
		return false
	case errors.Is(c.cause, errMoved): // nobody's fault, and costs nothing
	case c.resumes >= c.k.m.cfg.Resumes:
		return false
	case c.cause != nil:
		c.resumes++
	case c.worker == nil: // the process that was to go on could not be started
		if c.resumes == 0 || !isLoss(err) && !errors.Is(err, connector.PluginTimeout) {
			return false
		}
		c.resumes++
	case !isLoss(err) || !c.worker.gone():
		return false
	default:
		c.resumes++
	}
	e := Event{Kind: Resumed, Connector: c.k.name, Operation: c.operation, Account: c.account, Err: err}
	if c.worker != nil {
		e.PID = c.worker.PID()
	}
	c.span.resumed(err)
	c.k.m.tell(e)
	return true
}
