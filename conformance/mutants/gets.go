package mutants

import (
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// found makes a mutant whose items are others where they are read one by one.
func found(change func(*call, item)) wrong {
	return wrong{answer: func(c *call, answer proto.Message) {
		if i := itemOf(answer); i != nil {
			change(c, i)
		}
	}}
}

// getMutants are wrong about reading one item.
func getMutants() []Mutant {
	return []Mutant{
		{"get-another", "answers the first user, whoever was asked for", by("get.listed"),
			wrong{request: func(c *call) error {
				if r, ok := c.request.(*connectorv1.GetUserRequest); ok {
					r.Id = "m0-0"
				}
				return nil
			}}},
		{"get-less", "answers less than a list has of an item", by("get.listed"),
			found(func(_ *call, i item) { set(i, "name", "") })},
		{"get-blank", "answers an empty item where there is none", by("get.unknown"),
			wrong{instead: func(c *call) proto.Message {
				if r, ok := c.request.(*connectorv1.GetUserRequest); ok && r.GetId() != "" && r.GetId()[0] != 'm' {
					return &connectorv1.GetUserResponse{User: &iamv1.User{Id: r.GetId()}}
				}
				return nil
			}}},
		{"get-unknown-internal", "fails with INTERNAL where there is no such item", by("get.unknown"),
			wrong{end: func(_ *call, err error) error {
				if status.Code(err) == codes.NotFound {
					return status.Error(codes.Internal, "nil pointer")
				}
				return err
			}}},
		{"get-unknown-rejected", "says of an item that is not there that the vendor refused the request", by("get.unknown"),
			reasons(connector.NotFound, connector.UpstreamRejected)},
		{"get-path", "does not escape ids in the vendor's paths", by("get.hostile-ids"),
			wrong{request: func(c *call) error {
				if r, ok := c.request.(*connectorv1.GetUserRequest); ok && (r.GetId() == "." || r.GetId() == "..") {
					r.Id = "m0-0"
				}
				return nil
			}}},
		{"get-without-id", "answers something where no id is given", by("get.without-id"),
			wrong{request: func(c *call) error {
				if r, ok := c.request.(*connectorv1.GetUserRequest); ok && r.GetId() == "" {
					r.Id = "m0-0"
				}
				return nil
			}}},
		{"get-not-there", "describes GET of groups and does not have it", by("get.listed"),
			wrong{end: func(c *call, err error) error {
				if c.operation == "GetGroup" {
					return status.Error(codes.Unimplemented, "unknown method GetGroup")
				}
				return err
			}}},
		{"list-not-there", "describes LIST of groups and does not have it", by("listing.receipt"),
			wrong{request: func(c *call) error {
				if c.operation == "ListGroups" {
					return status.Error(codes.Unimplemented, "unknown method ListGroups")
				}
				return nil
			}}},
		{"get-raw-missing", "gives no raw where one item is read", by("raw.get"),
			found(func(_ *call, i item) {
				if s := i.GetSource(); s != nil {
					s.Raw = nil
				}
			})},
		{"get-expand-ignored", "expands in lists alone", by("expand.get"),
			wrong{request: func(c *call) error {
				if o := c.get(); o != nil {
					o.Expand = nil
				}
				return nil
			}}},
	}
}
