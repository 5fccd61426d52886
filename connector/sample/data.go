package sample

import (
	"fmt"
	"strconv"
	"time"

	"github.com/trellis-iam/trellis/connector"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

var (
	firstNames = []string{"Ama", "Björn", "Chiara", "Dmitri", "Élodie", "Farid", "Greta", "Hiroshi", "Ines", "Jūratė", "Kofi", "Lin", "Maya"}
	lastNames  = []string{"Apple", "Birch", "Cedar", "Damson", "Elder", "Fig", "Grape", "Hazel", "Ivy", "Juniper", "Larch"}
	teams      = []string{"Pickers", "Graders", "Shippers", "Growers", "Office"}
	roles      = []struct {
		key, name, description string
		kind                   iamv1.RoleType
	}{
		{"owner", "Owner", "Everything, billing included", iamv1.RoleType_ROLE_TYPE_ADMIN},
		{"maintainer", "Maintainer", "Changes fields and harvests", iamv1.RoleType_ROLE_TYPE_EDITOR},
		{"reader", "Reader", "Sees fields and harvests", iamv1.RoleType_ROLE_TYPE_VIEWER},
		{"seasonal", "Seasonal", "Sees one field during a harvest", iamv1.RoleType_ROLE_TYPE_UNMAPPED},
	}
	states = []struct {
		name   string
		status iamv1.UserStatus
	}{
		{"on", iamv1.UserStatus_USER_STATUS_ENABLED},
		{"on", iamv1.UserStatus_USER_STATUS_ENABLED},
		{"locked", iamv1.UserStatus_USER_STATUS_DISABLED},
		{"on", iamv1.UserStatus_USER_STATUS_ENABLED},
		{"asked", iamv1.UserStatus_USER_STATUS_PENDING},
		{"on", iamv1.UserStatus_USER_STATUS_ENABLED},
		{"wintering", iamv1.UserStatus_USER_STATUS_UNMAPPED},
	}
	epoch = time.Date(2020, 3, 20, 8, 0, 0, 0, time.UTC)
)

func personName(i int) string {
	return firstNames[i%len(firstNames)] + " " + lastNames[i%len(lastNames)]
}

func email(i int) string { return fmt.Sprintf("picker%d@orchard.example", i+1) }

// seasonal is the role that only some users hold besides their own, in one field and for a time.
const seasonal = 3

func user(i int) *iamv1.User {
	state := states[i%len(states)]
	main := min(i%9, 2) // one owner and one maintainer in nine, readers else
	u := &iamv1.User{
		Id:                strconv.Itoa(i + 1),
		Name:              personName(i),
		FirstName:         firstNames[i%len(firstNames)],
		LastName:          lastNames[i%len(lastNames)],
		Username:          fmt.Sprintf("picker%d", i+1),
		PrimaryEmail:      email(i),
		Status:            state.status,
		StatusSourceValue: state.name,
		AccountType:       iamv1.AccountType_ACCOUNT_TYPE_HUMAN,
		Roles: &iamv1.RoleAssignments{Values: []*iamv1.RoleAssignment{{
			Role: roleRef(main), Origin: iamv1.AssignmentOrigin_ASSIGNMENT_ORIGIN_DIRECT,
		}}},
		CreatedAt: timestamppb.New(epoch.Add(time.Duration(i) * time.Minute)),
	}
	u.AccountTypeSourceValue = "person"
	if i%10 == 9 {
		u.AccountType, u.AccountTypeSourceValue = iamv1.AccountType_ACCOUNT_TYPE_SERVICE, "drone"
	}
	if i%5 == 4 {
		u.Roles.Values = append(u.Roles.Values, &iamv1.RoleAssignment{
			Role:      roleRef(seasonal),
			Scope:     &iamv1.RoleScope{Type: "field", Id: strconv.Itoa(i%3 + 1), Name: fmt.Sprintf("Field %d", i%3+1)},
			Origin:    iamv1.AssignmentOrigin_ASSIGNMENT_ORIGIN_INHERITED,
			ViaGroup:  teamRef(i % len(teams)),
			GrantedAt: u.CreatedAt,
		})
	}
	return u
}

func roleRef(i int) *iamv1.RoleRef {
	return &iamv1.RoleRef{Id: strconv.Itoa(i + 1), Name: roles[i].name, Type: roles[i].kind, TypeSourceValue: roles[i].key}
}

func role(i int) *iamv1.Role {
	r := roles[i]
	return &iamv1.Role{
		Id: strconv.Itoa(i + 1), Name: r.name, Description: r.description, Type: r.kind, TypeSourceValue: r.key,
		CreatedAt: timestamppb.New(epoch),
	}
}

func teamRef(i int) *iamv1.GroupRef {
	return &iamv1.GroupRef{Id: strconv.Itoa(i + 1), Name: teams[i], Type: iamv1.GroupType_GROUP_TYPE_TEAM, TypeSourceValue: "team"}
}

// maxMembers bounds the members of a team, so that a directory of a million users has groups that fit a message. A team
// that has more leaves them unread: some of the members would look like all of them.
const maxMembers = 10_000

func (d directory) team(i int) *iamv1.Group {
	g := &iamv1.Group{
		Id: strconv.Itoa(i + 1), Name: teams[i], Type: iamv1.GroupType_GROUP_TYPE_TEAM, TypeSourceValue: "team",
		CreatedAt: timestamppb.New(epoch),
	}
	if d.users > maxMembers*len(teams) {
		return g
	}
	g.Members = &iamv1.GroupMembers{}
	for u := i; u < d.users; u += len(teams) {
		g.Members.UserIds = append(g.Members.UserIds, strconv.Itoa(u+1))
	}
	return g
}

// attachRaw gives an item the record that Orchard would have sent.
func attachRaw[T connector.Item](item T, i int) {
	source := &iamv1.Source{}
	switch item := any(item).(type) {
	case *iamv1.User:
		source.Raw = fmt.Appendf(nil, `{"number":%d,"login":%q,"state":%q}`, i+1, item.GetUsername(), item.GetStatusSourceValue())
		item.Source = source
	case *iamv1.Role:
		source.Raw = fmt.Appendf(nil, `{"number":%d,"key":%q}`, i+1, item.GetTypeSourceValue())
		item.Source = source
	case *iamv1.Group:
		source.Raw = fmt.Appendf(nil, `{"number":%d,"team":%q}`, i+1, item.GetName())
		item.Source = source
	}
}
