package wire

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"path"

	"github.com/trellis-iam/trellis/connector"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
)

// status is a connector's error as it goes out. Only the contract's errors do, and the call's own cancellation or deadline.
func (s *server) status(ctx context.Context, err error) error {
	e, ok := errors.AsType[*connector.Error](err)
	if !ok {
		if ctx.Err() != nil {
			return status.FromContextError(ctx.Err()).Err()
		}
		// The text could hold anything, a deadline of the connector's own making for instance.
		e = connector.Errorf(connector.ConnectorBug, "the connector failed without a reason of the contract")
		e.Err = err
	}
	if e.Reason == connector.ConnectorBug {
		e = s.bug(ctx, e)
	}
	return e.GRPCStatus().Err()
}

// bug reports a bug under an incident, by which whoever gets the error finds it in the connector's log.
func (s *server) bug(ctx context.Context, e *connector.Error) *connector.Error {
	c := *e // the connector's value may be shared
	c.IncidentID = cmp.Or(c.IncidentID, rand.Text())
	if method, ok := grpc.Method(ctx); ok {
		c.Operation = cmp.Or(c.Operation, path.Base(method))
	}
	s.onBug(&c)
	return &c
}

func tooLarge(size int) error {
	if size <= connector.MaxMessageSize {
		return nil
	}
	e := connector.Errorf(connector.ConnectorBug, "a message of %d bytes, where %d are the limit", size, connector.MaxMessageSize)
	e.Suggestion = "split pages, as connector.Listing does, and keep every message under 4 MiB"
	return e
}
