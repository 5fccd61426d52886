package plugin_test

import (
	"time"

	"github.com/trellis-iam/trellis/plugin/internal/handshake"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// ofLater is a connector that was built with a later version of the contract.
func ofLater() {
	serveOwn(hostile{
		describe: func(d *connectorv1.Description) {
			d.Resources = append(d.Resources, &connectorv1.Resource{
				Kind: 4711, Operations: []connectorv1.Operation{1, 99}, DefaultPageSize: 1, MaxPageSize: 1,
			}, &connectorv1.Resource{ // without the call that goes with it
				Kind:       connectorv1.ResourceKind_RESOURCE_KIND_GROUP,
				Operations: []connectorv1.Operation{connectorv1.Operation_OPERATION_LIST}, DefaultPageSize: 1, MaxPageSize: 1,
			})
			later(d)
		},
		authenticate: func() *connectorv1.AuthenticateResponse {
			r := &connectorv1.AuthenticateResponse{Authentication: &connectorv1.Authentication{
				Workspace: &connectorv1.Workspace{Id: "w", Name: "w"}, Environment: 4711,
			}}
			return later(r)
		},
		get: func(id string) (*connectorv1.GetUserResponse, error) {
			if id == "later" {
				return nil, laterError()
			}
			r := userOf(id)
			r.User.Status = 4711
			return later(r), nil
		},
		list: laterList,
	}, func(*grpc.Server) {}, func(l handshake.Line) string { return l.String() + "|true|and more" })
}

// laterList sends kinds of messages that do not exist yet, as signs of life over more than the silence that is allowed.
func laterList(out usersStream) error {
	r := receipt(2)
	r.GetReceipt().Visibility = 4711
	messages := []*connectorv1.ListUsersResponse{page("t", "1"), page("", "2"), r}
	for _, m := range messages[:2] {
		m.GetPage().GetUsers()[0].Status = 4711
	}
	for i, m := range messages {
		for range 5 {
			time.Sleep(100 * time.Millisecond)
			unknown := raw(&connectorv1.ListUsersResponse{}, inField(protowire.Number(4+i), []byte{1 << 3, 1}))
			if err := out.Send(unknown); err != nil {
				return err
			}
		}
		if err := out.Send(later(m)); err != nil {
			return err
		}
	}
	return nil
}

// laterCode is what a host has to go by where it does not know the reason.
const laterCode = codes.FailedPrecondition

func laterError() error {
	st, err := status.New(laterCode, "it is too early").WithDetails(
		later(&errdetails.ErrorInfo{Domain: "trellis", Reason: "A_REASON_OF_LATER", Metadata: map[string]string{"more": "x"}}),
		later(&connectorv1.ErrorDetail{Fault: 4711}),
		later(&errdetails.Help{}),
	)
	if err != nil {
		return err
	}
	return st.Err()
}

// later adds fields that do not exist yet, of each kind, to a message and all that are in it.
func later[M proto.Message](m M) M {
	b := protowire.AppendVarint(protowire.AppendTag(nil, 2001, protowire.VarintType), 4711)
	b = protowire.AppendFixed32(protowire.AppendTag(b, 2002, protowire.Fixed32Type), 1)
	b = protowire.AppendFixed64(protowire.AppendTag(b, 2003, protowire.Fixed64Type), 1)
	b = append(b, inField(2004, []byte("not UTF-8: \xff"))...)
	laterIn(m.ProtoReflect(), b)
	return m
}

func laterIn(m protoreflect.Message, b []byte) {
	m.SetUnknown(append(m.GetUnknown(), b...))
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.IsMap() || f.Message() == nil:
		case f.IsList():
			for i := range v.List().Len() {
				laterIn(v.List().Get(i).Message(), b)
			}
		default:
			laterIn(v.Message(), b)
		}
		return true
	})
}
