package connector

import (
	"errors"
	"testing"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// A status from a hostile peer becomes an error that can be shown and sent on, whatever is in it.
func FuzzFromStatus(f *testing.F) {
	good, err := proto.Marshal((&Error{Reason: RateLimited, Message: "m", RetryAfter: 1}).GRPCStatus().Proto())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Fuzz(func(t *testing.T, wire []byte) {
		p := &spb.Status{}
		if proto.Unmarshal(wire, p) != nil {
			return
		}
		err := FromStatus(status.ErrorProto(p))
		if e, ok := errors.AsType[*Error](err); ok {
			if e.Reason == "" || proto.Size(e.GRPCStatus().Proto()) > MaxStatusSize {
				t.Fatalf("%#v", e)
			}
		}
	})
}

// Whatever a hostile peer sends as pages and receipt, the receiver gets items with usable ids and true counts, or an error.
func FuzzCheckedList(f *testing.F) {
	page, err := proto.Marshal(&connectorv1.UsersPage{
		Users: users("a", "b", "a"), Info: &connectorv1.PageInfo{NextPageToken: "t", Rejected: []*connectorv1.RejectedItem{{}}},
	})
	if err != nil {
		f.Fatal(err)
	}
	end, err := proto.Marshal(receipt(3, 1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(page, end)
	f.Fuzz(func(t *testing.T, page, end []byte) {
		p, r := &connectorv1.UsersPage{}, &connectorv1.Receipt{}
		if proto.Unmarshal(page, p) != nil || proto.Unmarshal(end, r) != nil {
			return
		}
		k := Checked(scripted{list: func(_ ListRequest, s Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
			return r, s.Page(Page[*iamv1.User]{Items: p.GetUsers(), Info: p.GetInfo()})
		}})
		var got collect[*iamv1.User]
		receipt, err := k.ListUsers(t.Context(), ListRequest{Account: testAccount()}, &got)
		if err != nil {
			if ReasonOf(err) != ConnectorBug {
				t.Fatal(err)
			}
			return
		}
		seen := map[string]bool{}
		for _, id := range got.ids() {
			if CheckID(id) != nil || seen[id] {
				t.Fatalf("id %q", id)
			}
			seen[id] = true
		}
		if receipt.GetItems() != int64(len(seen)) {
			t.Fatalf("%d items counted, %d given", receipt.GetItems(), len(seen))
		}
	})
}
