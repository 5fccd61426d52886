package wire

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// inPage is the content of a page, as a message of the stream.
func inPage(content []byte) []byte {
	return append(protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.BytesType), uint64(len(content))), content...)
}

// TestHeavyMessages: what is small on the wire and large in memory is refused before it is decoded; the largest pages that
// anyone could want are not.
func TestHeavyMessages(t *testing.T) {
	const size = 15 << 20
	emptyUsers := bytes.Repeat([]byte{1<<3 | 2, 0}, size/2)
	emptyIDs := bytes.Repeat([]byte{5<<3 | 2, 0}, size/2) // PageInfo.removed_ids
	info := append(protowire.AppendVarint([]byte{2<<3 | 2}, uint64(len(emptyIDs))), emptyIDs...)
	deep := []byte{} // backwards: a list of a value that is a list, and so on
	for range 20_000 {
		for _, field := range []protowire.Number{6, 1} {
			head := protowire.AppendVarint(protowire.AppendTag(nil, field, protowire.BytesType), uint64(len(deep)))
			slices.Reverse(head)
			deep = append(deep, head...)
		}
	}
	slices.Reverse(deep)
	for _, c := range []struct {
		name  string
		m     proto.Message
		b     []byte
		heavy bool
	}{
		{"empty users", &connectorv1.ListUsersResponse{}, inPage(emptyUsers), true},
		{"empty ids", &connectorv1.ListUsersResponse{}, inPage(info), true},
		{"nested too deep for the decoder", &structpb.ListValue{}, deep, false},
		{"truncated", &connectorv1.ListUsersResponse{}, inPage(emptyUsers)[:size/2], false},
		{"a large page", &connectorv1.ListUsersResponse{}, largePage(t, 1000), false},
		{"too large a page", &connectorv1.ListUsersResponse{}, largePage(t, 2000), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if len(c.b) < lightest {
				t.Fatalf("it has %d bytes, and is not weighed", len(c.b))
			}
			err := Codec().Unmarshal(mem.BufferSlice{mem.SliceBuffer(c.b)}, c.m)
			if errors.Is(err, errTooHeavy) != c.heavy {
				t.Errorf("%d bytes: %v", len(c.b), err)
			}
			if ok := strings.HasSuffix(c.name, "page"); ok != (err == nil) {
				t.Errorf("decoded: %v", err)
			}
		})
	}
}

// largePage has users who are in so many groups that 1000 of them fill the 4 MiB that a page may have.
func largePage(t *testing.T, users int) []byte {
	t.Helper()
	page := &connectorv1.UsersPage{}
	for i := range users {
		u := &iamv1.User{Id: strconv.Itoa(i), Groups: &iamv1.GroupMemberships{}, Roles: &iamv1.RoleAssignments{}}
		for g := range 60 {
			id := strconv.Itoa(g)
			u.Groups.Values = append(u.Groups.Values, &iamv1.GroupMembership{
				Group: &iamv1.GroupRef{Id: id, Name: "Group " + id}, Since: &timestamppb.Timestamp{Seconds: 1_700_000_000},
			})
			u.Roles.Values = append(u.Roles.Values, &iamv1.RoleAssignment{Role: &iamv1.RoleRef{Id: id, Name: "Role " + id}})
		}
		page.Users = append(page.Users, u)
	}
	b, err := proto.Marshal(&connectorv1.ListUsersResponse{Event: &connectorv1.ListUsersResponse_Page{Page: page}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestTheLightestIsLight: what is not weighed cannot be heavy.
func TestTheLightestIsLight(t *testing.T) {
	b := inPage(bytes.Repeat([]byte{1<<3 | 2, 0}, lightest/2))
	if err := weigh((&connectorv1.ListUsersResponse{}).ProtoReflect().Descriptor(), b, maxDecoded); err != nil {
		t.Error(err)
	}
}

// BenchmarkWeigh shows what the weighing of a page costs, beside its decoding.
func BenchmarkWeigh(b *testing.B) {
	page := &connectorv1.UsersPage{}
	for i := range 1000 {
		page.Users = append(page.Users, &iamv1.User{
			Id: strconv.Itoa(i), Name: "Somebody", Roles: &iamv1.RoleAssignments{Values: []*iamv1.RoleAssignment{
				{Role: &iamv1.RoleRef{Id: "1", Name: "Reader"}},
			}}, Source: &iamv1.Source{Raw: make([]byte, 512)},
		})
	}
	m := &connectorv1.ListUsersResponse{Event: &connectorv1.ListUsersResponse_Page{Page: page}}
	encoded, err := proto.Marshal(m)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("weigh", func(b *testing.B) {
		for b.Loop() {
			_ = weigh(m.ProtoReflect().Descriptor(), encoded, maxDecoded)
		}
	})
	b.Run("decode", func(b *testing.B) {
		for b.Loop() {
			_ = proto.Unmarshal(encoded, &connectorv1.ListUsersResponse{})
		}
	})
}
