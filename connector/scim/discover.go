package scim

import (
	"context"
	"errors"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	mapping "github.com/trellis-iam/trellis/mappings/scim"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// config asks the provider what it can do. exchanges are the requests that it took.
func (c *Connector) config(
	ctx context.Context, client *rest.Client, progress func(*connectorv1.Progress) error,
) (config mapping.Config, exchanges []*connectorv1.Exchange, err error) {
	request := rest.Request{Path: c.profile.Path + "/ServiceProviderConfig"}
	exchanges, err = client.ReadWithin(ctx, request, progress, func(a *rest.Answer) (err error) {
		config, err = mapping.DecodeConfig(a.Body)
		return err
	})
	return config, exchanges, err
}

// hasGroups asks the provider whether it has groups. Where it does not say, known is false.
func (c *Connector) hasGroups(ctx context.Context, client *rest.Client) (has, known bool, err error) {
	var types mapping.List[mapping.ResourceType]
	err = client.Read(ctx, rest.Request{Path: c.profile.Path + "/ResourceTypes"}, func(body []byte) error {
		return mapping.Decode(&types, body, false)
	})
	has = mapping.HasType(&types, "Group")
	if n := len(types.Resources.Elements); err == nil && !has && n < types.Total {
		err = connector.Errorf(connector.UpstreamMalformed, "of %d resource types it tells %d", types.Total, n)
	}
	return has, err == nil, err
}

// isVendors reports whether an error is about what the provider answered. Anything else is the caller's: its context.
func isVendors(err error) bool {
	_, ok := errors.AsType[*connector.Error](err)
	return ok
}

// because is what an error says, for a sentence that goes on.
func because(err error) string {
	e, ok := errors.AsType[*connector.Error](err)
	if !ok {
		return err.Error()
	}
	return e.Message
}
