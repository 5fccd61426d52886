package wire

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/mem"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// ofSize is a page of one user, of about so many bytes.
func ofSize(size int) *connectorv1.ListUsersResponse {
	page := &connectorv1.UsersPage{Users: []*iamv1.User{{Id: "1", Name: strings.Repeat("x", size)}}}
	return &connectorv1.ListUsersResponse{Event: &connectorv1.ListUsersResponse_Page{Page: page}}
}

// TestCodec: messages of all sizes come back as they were, also from buffers that held others before, and none takes more than
// twice its size.
func TestCodec(t *testing.T) {
	c := Codec()
	for round := range 2 {
		for _, size := range []int{0, 100, 1 << 10, 1<<12 - 20, 1 << 12, 16 << 10, 80 << 10, lightest, 1 << 20, 4 << 20, 5 << 20} {
			t.Run(fmt.Sprintf("%d bytes, round %d", size, round), func(t *testing.T) {
				want := ofSize(size)
				encoded, err := c.Marshal(want)
				if err != nil {
					t.Fatal(err)
				}
				defer encoded.Free()
				for _, b := range encoded {
					if have, most := cap(b.ReadOnlyData()), max(2*b.Len(), 1<<10); have > most {
						t.Errorf("%d bytes are in a buffer of %d", b.Len(), have)
					}
				}
				got := &connectorv1.ListUsersResponse{}
				if err := c.Unmarshal(inFrames(encoded.Materialize()), got); err != nil {
					t.Fatal(err)
				}
				if !proto.Equal(got, want) {
					t.Error("another message came back")
				}
			})
		}
	}
}

// inFrames is what comes of a message, as the transport has it.
func inFrames(b []byte) (frames mem.BufferSlice) {
	const frame = 16 << 10
	for ; len(b) > frame; b = b[frame:] {
		frames = append(frames, mem.SliceBuffer(b[:frame]))
	}
	return append(frames, mem.SliceBuffer(b))
}

func TestCodecTakesMessagesOnly(t *testing.T) {
	_, err := Codec().Marshal("text")
	for _, err := range []error{err, Codec().Unmarshal(nil, new(string))} {
		if !errors.Is(err, errNoMessage) || !strings.Contains(err.Error(), "string") {
			t.Errorf("got %v", err)
		}
	}
}

// shrinking is a message that is another one once its size is known.
type shrinking struct {
	proto.Message

	then proto.Message
}

func (s *shrinking) ProtoReflect() protoreflect.Message {
	m := s.Message
	s.Message = s.then
	return m.ProtoReflect()
}

// TestAMessageThatChanges: what was in a buffer before never goes out with a message that became shorter meanwhile.
func TestAMessageThatChanges(t *testing.T) {
	then := ofSize(1 << 11)
	_ = proto.Size(then)
	encoded, err := Codec().Marshal(&shrinking{Message: ofSize(1 << 12), then: then})
	if !errors.Is(err, errChanging) {
		t.Errorf("%d bytes went out: %v", encoded.Len(), err)
	}
}

// unasked is a connector that must not be asked.
type unasked struct {
	connector.Connector

	t *testing.T
}

func (u unasked) ListUsers(context.Context, connector.ListRequest, connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	u.t.Error("the request came through")
	return &connectorv1.Receipt{}, nil
}

// TestHeavyRequests: what is small on the wire and large in memory does not come to a connector either.
func TestHeavyRequests(t *testing.T) {
	filters := make([]*connectorv1.Filter, 1_500_000) // 3 MB on the wire
	for i := range filters {
		filters[i] = &connectorv1.Filter{}
	}
	c := serve(t, unasked{t: t}, nil)
	_, err := c.ListUsers(t.Context(), connector.ListRequest{Options: &connectorv1.ListOptions{Filters: filters}}, (&received[*iamv1.User]{}).sink())
	if status.Code(err) != codes.Internal || !strings.Contains(err.Error(), errTooHeavy.Error()) {
		t.Errorf("got %v", err)
	}
}

// BenchmarkCodec is a page of usual size, there and back.
func BenchmarkCodec(b *testing.B) {
	page := &connectorv1.UsersPage{}
	for range 100 {
		page.Users = append(page.Users, &iamv1.User{Id: "1", Name: "Somebody", Source: &iamv1.Source{Raw: make([]byte, 512)}})
	}
	m := &connectorv1.ListUsersResponse{Event: &connectorv1.ListUsersResponse_Page{Page: page}}
	c := Codec()
	b.ReportAllocs()
	for b.Loop() {
		encoded, err := c.Marshal(m)
		if err != nil {
			b.Fatal(err)
		}
		if err := c.Unmarshal(encoded, &connectorv1.ListUsersResponse{}); err != nil {
			b.Fatal(err)
		}
		encoded.Free()
	}
}
