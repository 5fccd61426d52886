package main

import (
	"strconv"
	"strings"

	connectorv1 "github.com/trellis-iam/trellis/testdata/contract-v1/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/testdata/contract-v1/trellis/iam/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/timestamppb"
)

const (
	userCount = 5
	pageSize  = 2
)

// ListUsers sends three pages with progress between them. A token is "after-" and the last user sent.
func (*connector) ListUsers(r *connectorv1.ListUsersRequest, out grpc.ServerStreamingServer[connectorv1.ListUsersResponse]) error {
	if err := authenticate(r.GetAccount()); err != nil {
		return err
	}
	sent := 0
	if after := r.GetOptions().GetPageToken(); after != "" {
		var err error
		if sent, err = strconv.Atoi(strings.TrimPrefix(after, "after-")); err != nil {
			return failure(badToken, "the token is not of this connector")
		}
	}
	receipt := &connectorv1.Receipt{
		End: connectorv1.End_END_EXHAUSTED, ListingId: "frozen-1", ListingStartedAt: &timestamppb.Timestamp{Seconds: 1_700_000_000},
		Visibility: connectorv1.Visibility_VISIBILITY_FULL,
	}
	for sent < userCount {
		var users []*iamv1.User
		for ; sent < userCount && len(users) < pageSize; sent++ {
			users = append(users, user(sent+1))
		}
		page := &connectorv1.UsersPage{Users: users, Info: &connectorv1.PageInfo{}}
		if sent < userCount {
			page.Info.NextPageToken = "after-" + strconv.Itoa(sent)
		}
		receipt.Items += int64(len(users))
		if err := out.Send(&connectorv1.ListUsersResponse{Event: &connectorv1.ListUsersResponse_Page{Page: page}}); err != nil {
			return err
		}
		progress := &connectorv1.Progress{Activity: connectorv1.Activity_ACTIVITY_WAITING_FOR_UPSTREAM, Message: "thawing"}
		if err := out.Send(&connectorv1.ListUsersResponse{Event: &connectorv1.ListUsersResponse_Progress{Progress: progress}}); err != nil {
			return err
		}
	}
	return out.Send(&connectorv1.ListUsersResponse{Event: &connectorv1.ListUsersResponse_Receipt{Receipt: receipt}})
}
