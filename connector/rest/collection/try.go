package collection

import (
	"context"
	"errors"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/mappings"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Probe finds out whether a resource can be read.
type Probe interface {
	// Try asks for one record of the resource.
	Try(context.Context, *rest.Session) error
	// Judge says of an account what came of that: the error is Try's.
	Judge(err error) *connectorv1.ResourceAccess
}

// Authenticate tries the credentials: it asks who they belong to, where the vendor tells, and for one record of each
// resource. The first request must be answered; what only a later one is refused is UNAVAILABLE for the account.
func (c *Connector) Authenticate(ctx context.Context, account *connectorv1.Account) (*connectorv1.Authentication, error) {
	s, err := c.Open(account)
	if err != nil {
		return nil, err
	}
	auth := &connectorv1.Authentication{Environment: s.Environment}
	tried := false
	if c.Me != "" {
		u, err := c.Users.At(ctx, s, c.Me)
		if err != nil {
			return nil, err
		}
		auth.Identity = &connectorv1.Identity{Id: u.GetId(), Name: u.GetName(), Email: u.GetPrimaryEmail()}
		tried = true
	}
	for _, p := range c.probes() {
		err := p.Try(ctx, s)
		if err != nil && (!tried || !isRefusal(err)) {
			return nil, err
		}
		tried = true
		auth.Resources = append(auth.Resources, p.Judge(err))
	}
	return auth, nil
}

func (c *Connector) probes() (all []Probe) {
	if c.Users != nil {
		all = append(all, c.Users)
	}
	if c.Roles != nil {
		all = append(all, c.Roles)
	}
	if c.Groups != nil {
		all = append(all, c.Groups)
	}
	return all
}

// isRefusal reports whether a vendor answered that a resource is not for these credentials, or is not there.
func isRefusal(err error) bool {
	return errors.Is(err, connector.PermissionMissing) || errors.Is(err, connector.UpstreamRejected) || errors.Is(err, connector.ReasonUnsupported)
}

// At reads the record at a path.
func (c Collection[T, R, M]) At(ctx context.Context, s *rest.Session, path string) (M, error) {
	return c.record(ctx, s, rest.Request{Path: path}, "", false)
}

// Try asks for a page of one record.
func (c Collection[T, R, M]) Try(ctx context.Context, s *rest.Session) error {
	c = c.at(s)
	request := c.Request(c.Path, 1, "")
	if c.byNumber() {
		request = c.numbered(c.Path, 1, 1)
	}
	var page mappings.Page[T]
	silent := func(*connectorv1.Progress) error { return nil } // as a unary call's waits are
	_, err := s.ReadWithin(ctx, request, silent, func(answer *rest.Answer) error {
		if c.isNothing(answer) {
			return nil
		}
		return mappings.DecodePage[T, R](c.Shape, &page, answer.Body, false, nil)
	})
	if c.PathKey != "" {
		err = c.notThere(err)
	}
	return err
}

// Judge says what Try's error means for the account.
func (c Collection[T, R, M]) Judge(err error) *connectorv1.ResourceAccess {
	access := &connectorv1.ResourceAccess{
		Kind: c.Kind, Availability: connectorv1.Availability_AVAILABILITY_AVAILABLE, Visibility: c.Visibility,
	}
	if access.Visibility == connectorv1.Visibility_VISIBILITY_UNSPECIFIED {
		access.Visibility = connectorv1.Visibility_VISIBILITY_UNKNOWN
	}
	switch {
	case err == nil:
	case errors.Is(err, connector.UpstreamRejected):
		access.Availability, access.Reason = connectorv1.Availability_AVAILABILITY_UNKNOWN, err.Error()
	default:
		access.Availability, access.Reason = connectorv1.Availability_AVAILABILITY_UNAVAILABLE, err.Error()
	}
	return access
}
