package lattice

import (
	"bytes"
	"context"
	"strconv"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/mappings"
	mapping "github.com/trellis-iam/trellis/mappings/lattice"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// record is a payload type of Lattice's that has an id.
type record[T any] = mappings.Record[T]

// GetUser reads GET /v1/user/{id}, and with expand=groups the user's department.
func (c *Connector) GetUser(ctx context.Context, req connector.GetRequest) (*iamv1.User, error) {
	u, err := get(ctx, c, connectorv1.ResourceKind_RESOURCE_KIND_USER, req, "user", mapping.User)
	if err != nil || !wantsGroups(req.Options.GetExpand()) {
		return u, err
	}
	s, err := c.open(req.Account)
	if err != nil {
		return nil, err
	}
	if err := s.nameDepartment(ctx, u); err != nil {
		return nil, err
	}
	return u, nil
}

// GetGroup reads GET /v1/department/{id}.
func (c *Connector) GetGroup(ctx context.Context, req connector.GetRequest) (*iamv1.Group, error) {
	return get(ctx, c, connectorv1.ResourceKind_RESOURCE_KIND_GROUP, req, "department", mapping.Department)
}

// openGet checks a request for one item, and opens its account.
func (c *Connector) openGet(kind connectorv1.ResourceKind, req connector.GetRequest) (*session, error) {
	if err := connector.CheckGetOptions(c.resource(kind), req.ID, req.Options); err != nil {
		return nil, err
	}
	return c.open(req.Account)
}

func get[T any, R record[T], M connector.Item](
	ctx context.Context, c *Connector, kind connectorv1.ResourceKind, req connector.GetRequest,
	object string, item func(id string, r *T, raw []byte) M,
) (M, error) {
	var none M
	s, err := c.openGet(kind, req)
	if err != nil {
		return none, err
	}
	path, ok := itemPath("/v1/"+object+"/", req.ID)
	if !ok {
		return none, notFound(object)
	}
	var found M
	err = s.client.Read(ctx, rest.Request{Path: path, Item: true}, func(body []byte) error {
		var r T
		id, err := decodeRecord[T, R](&r, body)
		if err != nil {
			return err
		}
		if id != req.ID { // an alias, such as a word that Lattice reads as "me"
			return notFound(object)
		}
		var raw []byte
		if req.Options.GetRaw() {
			raw = bytes.Clone(bytes.TrimSpace(body))
		}
		found = item(id, &r, raw)
		return nil
	})
	return found, err
}

func notFound(object string) error {
	return connector.Errorf(connector.NotFound, "Lattice has no %s with this id", object)
}

func itoa(n int32) string { return strconv.Itoa(int(n)) }
