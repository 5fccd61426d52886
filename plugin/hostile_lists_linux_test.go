package plugin_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/encoding/protowire"
)

// inField is a message's field that holds bytes.
func inField(number protowire.Number, content []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(nil, number, protowire.BytesType), content)
}

// hostileLists is what a list can be.
func hostileLists() []hostileCase {
	type message = connectorv1.ListUsersResponse
	breach := func(name, words string, messages ...*message) hostileCase {
		return hostileCase{
			name: name, run: lister(sending(messages...)), meet: listingUsers,
			reason: connector.PluginProtocol, words: []string{words, "ListUsers"},
			check: func(t *testing.T, e *encounter) { stillWorks(t, e.p) },
		}
	}
	wrong := func(change func(*connectorv1.Receipt)) *message {
		m := receipt(1)
		change(m.GetReceipt())
		return m
	}
	growing := breach("sends-what-grows", "more memory than any message")
	growing.run = func() {
		lister(sending(page("t", "1"), raw(&message{}, inField(1, bytes.Repeat([]byte{1<<3 | 2, 0}, 7<<20)))))() // 7 million users of nothing
	}
	progress := &message{Event: &connectorv1.ListUsersResponse_Progress{Progress: &connectorv1.Progress{}}}
	return []hostileCase{
		{
			name: "sends-what-is-neither-page-nor-progress-nor-receipt", meet: listingUsers, check: oneUser,
			run: lister(sending(&message{}, raw(&message{}, inField(99, []byte("of later"))), page("t", "1"), &message{}, receipt(1))),
		},
		breach("sends-256-MiB", "16 MiB", page("t", "bulk"), receipt(1)),
		growing,
		breach("sends-no-receipt", "without a receipt", page("t", "1")),
		breach("sends-nothing", "without a receipt"),
		breach("sends-pages-after-the-receipt", "after the receipt", page("t", "1"), receipt(1), page("u", "2")),
		breach("sends-progress-after-the-receipt", "after the receipt", page("t", "1"), receipt(1), progress),
		breach("sends-two-receipts", "after the receipt", page("t", "1"), receipt(1), receipt(1)),
		breach("repeats-a-token", "its token was there before", page("t", "1"), page("u", "2"), page("t", "3"), receipt(3)),
		breach("sends-a-bad-token", "not URL-safe", page("\x1b[2J", "1"), receipt(1)),
		breach("sends-a-long-token", "not URL-safe", page(strings.Repeat("t", 4<<10), "1"), receipt(1)),
		breach("counts-too-few", "counts 1 items and 0 rejected, but 2 and 0 came", page("t", "1", "2"), receipt(1)),
		breach("counts-too-many", "counts 3 items and 0 rejected, but 2 and 0 came", page("t", "1", "2"), receipt(3)),
		breach("counts-rejected", "counts 1 items and 5 rejected", page("t", "1"), wrong(func(r *connectorv1.Receipt) { r.Rejected = 5 })),
		breach("names-no-listing", "listing_id", page("t", "1"), wrong(func(r *connectorv1.Receipt) { r.ListingId = "" })),
		breach("names-no-start", "listing_started_at", page("t", "1"), wrong(func(r *connectorv1.Receipt) { r.ListingStartedAt = nil })),
		breach("names-no-end", "neither EXHAUSTED nor PAGE_LIMIT", page("t", "1"), wrong(func(r *connectorv1.Receipt) { r.End = 77 })),
		breach("goes-on-from-the-end", "EXHAUSTED and has a token", page("t", "1"), wrong(func(r *connectorv1.Receipt) {
			r.NextPageToken = "t"
		})),
		breach("ends-at-no-limit", "PAGE_LIMIT, and there was none", page("t", "1"), wrong(func(r *connectorv1.Receipt) {
			r.End, r.NextPageToken = connectorv1.End_END_PAGE_LIMIT, "t"
		})),
	}
}

// hostileItems is what items can be. What can be settled is; what cannot costs the item, and the list goes on.
func hostileItems() []hostileCase {
	long := strings.Repeat("x", connector.MaxIDSize+1)
	rejects := func(name, words string, ids ...string) hostileCase {
		return hostileCase{
			name: name, meet: listingUsers,
			run: lister(sending(page("t", ids...), receipt(int64(len(ids))))),
			check: func(t *testing.T, e *encounter) {
				oneUser(t, e)
				if len(e.rejected) != 1 || !strings.Contains(e.rejected[0].GetReason(), words) {
					t.Errorf("rejected: %v", e.rejected)
				}
				if e.receipt.GetItems() != 1 || e.receipt.GetRejected() != 1 {
					t.Errorf("counted: %v", e.receipt)
				}
			},
		}
	}
	unusable := func(name string, ids ...string) hostileCase {
		return hostileCase{
			name: name, meet: listingUsers, run: lister(sending(page("t", ids...), receipt(int64(len(ids))))),
			reason: connector.PluginProtocol, words: []string{"none of its 2 items has a usable id of its own"},
		}
	}
	odd := page("t", "1")
	u := odd.GetPage().GetUsers()[0]
	u.Status, u.AccountType = 4711, -1
	u.Roles = &iamv1.RoleAssignments{Values: []*iamv1.RoleAssignment{{Role: &iamv1.RoleRef{Type: 4711}, Origin: 99}}}
	mangled := page("t", "1")
	mangled.GetPage().Users[0] = raw(mangled.GetPage().Users[0], inField(2, []byte("\xff\xfe")))
	return []hostileCase{
		rejects("sends-an-item-without-an-id", "no id", "1", ""),
		rejects("sends-an-item-with-too-long-an-id", "513 bytes, above 512", "1", long),
		rejects("sends-an-item-twice-in-a-page", "stood in this page before", "1", "1"),
		unusable("sends-items-without-ids", "", ""),
		unusable("sends-items-with-too-long-ids", long, long+"x"),
		{
			name: "sends-enums-out-of-range", meet: listingUsers, run: lister(sending(odd, receipt(1))),
			check: func(t *testing.T, e *encounter) {
				oneUser(t, e)
				u := e.users[0]
				if u.GetStatus() != iamv1.UserStatus_USER_STATUS_UNMAPPED || u.GetAccountType() != iamv1.AccountType_ACCOUNT_TYPE_UNMAPPED ||
					u.GetRoles().GetValues()[0].GetRole().GetType() != iamv1.RoleType_ROLE_TYPE_UNMAPPED {
					t.Errorf("came: %v", u)
				}
			},
		},
		{ // no library of protobuf reads a message that has it
			name: "sends-what-is-not-UTF-8", meet: listingUsers, run: lister(sending(mangled, receipt(1))),
			reason: connector.PluginProtocol, words: []string{"invalid UTF-8", "ListUsers"},
		},
	}
}
