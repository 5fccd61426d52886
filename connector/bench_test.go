package connector

import (
	"strconv"
	"testing"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// BenchmarkChecked is what the checking adapter costs a list of a thousand pages of a hundred users; it stands on both sides
// of the process wall.
func BenchmarkChecked(b *testing.B) {
	const pages, size = 1000, 100
	items := make([]*iamv1.User, size)
	for i := range items {
		items[i] = &iamv1.User{
			Id: "0b3f6f0e-0000-4000-8000-" + strconv.Itoa(i), Status: iamv1.UserStatus_USER_STATUS_ENABLED,
			Department: &iamv1.GroupRef{Id: "1", Type: iamv1.GroupType_GROUP_TYPE_DEPARTMENT},
			Roles: &iamv1.RoleAssignments{Values: []*iamv1.RoleAssignment{{
				Role: &iamv1.RoleRef{Id: "1", Type: iamv1.RoleType_ROLE_TYPE_BASIC}, Origin: iamv1.AssignmentOrigin_ASSIGNMENT_ORIGIN_DERIVED,
			}}},
			CreatedAt: timestamppb.Now(), UpdatedAt: timestamppb.Now(),
		}
	}
	c := Checked(scripted{list: func(_ ListRequest, sink Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
		for i := range pages {
			info := &connectorv1.PageInfo{NextPageToken: strconv.Itoa(i)}
			if err := sink.Page(Page[*iamv1.User]{Items: items, Info: info}); err != nil {
				return nil, err
			}
		}
		return receipt(pages*size, 0), nil
	}})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.ListUsers(b.Context(), ListRequest{Account: testAccount()}, SinkFuncs[*iamv1.User]{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkToken is a page token, made and read again.
func BenchmarkToken(b *testing.B) {
	digest := testBinding.digest(ListRequest{Account: testAccount()})
	at := position{started: timestamppb.Now().AsTime(), cursor: "b3BhcXVlIGN1cnNvciBvZiBhIHZlbmRvcg"}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parseToken(at.token(digest, 1), digest, 1); err != nil {
			b.Fatal(err)
		}
	}
}
