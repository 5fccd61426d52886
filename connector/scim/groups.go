package scim

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// ListGroups lists groups, with their members.
func (c *Connector) ListGroups(
	ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Group],
) (*connectorv1.Receipt, error) {
	if c.profile.Mapping.NoGroups {
		return connector.Unsupported{}.ListGroups(ctx, req, sink)
	}
	l, err := begin(c, c.groups, req, sink)
	if err != nil {
		return nil, err
	}
	receipt, err := l.list(ctx)
	if l.count == 0 && isMissing(err) {
		return nil, noGroups(err)
	}
	return receipt, err
}

// isMissing reports whether a provider has no such collection, by what it answers.
func isMissing(err error) bool {
	e, ok := errors.AsType[*connector.Error](err)
	return ok && (e.UpstreamStatus == http.StatusNotFound || e.UpstreamStatus == http.StatusMethodNotAllowed ||
		e.UpstreamStatus == http.StatusNotImplemented)
}

func noGroups(err error) error {
	e := connector.Errorf(connector.ReasonUnsupported, "this provider has no groups: %w", err)
	if cause, ok := errors.AsType[*connector.Error](err); ok {
		e.UpstreamStatus, e.UpstreamExcerpt, e.VendorRequestID = cause.UpstreamStatus, cause.UpstreamExcerpt, cause.VendorRequestID
	}
	e.Suggestion = "Where it should have groups, check operator.base_url: /Groups must be right below it."
	return e
}

// GetGroup reads GET /Groups/{id}.
func (c *Connector) GetGroup(ctx context.Context, req connector.GetRequest) (*iamv1.Group, error) {
	if c.profile.Mapping.NoGroups {
		return connector.Unsupported{}.GetGroup(ctx, req)
	}
	g, err := c.groups.Get(ctx, c.Service, req)
	if isGone(err) {
		missing := there(ctx, c, req, c.groups)
		if isMissing(missing) {
			missing = noGroups(missing)
		}
		err = cmp.Or(missing, err)
	}
	return g, err
}
