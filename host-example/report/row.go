package report

import (
	"cmp"
	"math"
	"strings"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// row is what is kept of a user, in some 150 bytes. A report of a hundred thousand users holds as many rows, and no user.
type row struct {
	text             string // id, name and e-mail address, one behind the other: one string instead of three
	idEnd, nameEnd   uint16
	status           iamv1.UserStatus
	kind             iamv1.AccountType
	multiFactor      answer
	roles, groups    int32 // numbers of sets; notTold where the application does not tell
	seenAt, madeAt   int64 // Unix seconds; never where it was not told
	emailIsTruncated bool
}

const (
	notTold int32 = -1
	never   int64 = math.MinInt64
)

func (r *row) id() string    { return r.text[:r.idEnd] }
func (r *row) name() string  { return r.text[r.idEnd:r.nameEnd] }
func (r *row) email() string { return r.text[r.nameEnd:] }

// answer is yes, no, or nothing.
type answer uint8

const (
	silent answer = iota
	no
	yes
)

// newRow keeps what a report needs of a user, besides roles and groups.
func newRow(u *iamv1.User) row {
	id := clip(u.GetId(), maxID)
	name := clip(cmp.Or(u.GetName(), strings.TrimSpace(u.GetFirstName()+" "+u.GetLastName()), u.GetUsername()), maxText)
	whole := emailOf(u)
	email := clip(whole, maxEmail)
	return row{
		text: id + name + email, idEnd: uint16(len(id)), nameEnd: uint16(len(id) + len(name)),
		status: u.GetStatus(), kind: u.GetAccountType(), multiFactor: multiFactor(u), roles: notTold, groups: notTold,
		seenAt: max(seconds(u.GetLastLoginAt()), seconds(u.GetLastActiveAt())), madeAt: seconds(u.GetCreatedAt()),
		emailIsTruncated: len(email) != len(whole),
	}
}

// emailOf is the address that a user is known by: the primary one, or the only one that there is.
func emailOf(u *iamv1.User) string {
	if e := strings.TrimSpace(u.GetPrimaryEmail()); e != "" {
		return e
	}
	all := u.GetEmails().GetValues()
	for _, e := range all {
		if e.GetPrimary() || len(all) == 1 {
			return strings.TrimSpace(e.GetAddress())
		}
	}
	return ""
}

// multiFactor is whether a second factor is set up. A list of factors tells it, too.
func multiFactor(u *iamv1.User) answer {
	var set bool
	switch {
	case u.MultiFactorEnabled != nil:
		set = u.GetMultiFactorEnabled()
	case u.GetMultiFactorMethods() != nil:
		set = len(u.GetMultiFactorMethods().GetValues()) > 0
	default:
		return silent
	}
	if set {
		return yes
	}
	return no
}

func seconds(t *timestamppb.Timestamp) int64 {
	if t == nil {
		return never
	}
	return t.GetSeconds()
}
