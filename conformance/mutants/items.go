package mutants

import (
	"strings"
	"time"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// everywhere makes a mutant whose users are others, in lists and one by one.
func everywhere(change func(*iamv1.User)) wrong {
	return wrong{
		event: func(_ *call, e *event) []*event {
			for _, u := range e.users() {
				change(u)
			}
			return one(e)
		},
		answer: func(_ *call, answer proto.Message) {
			if u, ok := itemOf(answer).(*iamv1.User); ok {
				change(u)
			}
		},
	}
}

// itemMutants are wrong about the models.
func itemMutants() []Mutant {
	return []Mutant{
		{"id-changed", "takes the prefix off ids", by("get.listed", "raw.own"),
			everywhere(func(u *iamv1.User) { u.Id = strings.TrimLeft(u.GetId(), "m") })},
		{"id-is-email", "uses e-mail addresses as ids", by("get.listed"),
			everywhere(func(u *iamv1.User) { u.Id = u.GetPrimaryEmail() })},
		{"id-missing", "sends an item without an id", by("models.ids"),
			everywhere(func(u *iamv1.User) {
				if strings.HasSuffix(u.GetId(), "-7") {
					u.Id = ""
				}
			})},
		{"id-too-long", "makes ids of 600 bytes", by("models.ids"),
			everywhere(func(u *iamv1.User) { u.Id += strings.Repeat("x", 600) })},
		{"blank-for-absent", "writes a blank where there is nothing", by("models.blanks"),
			everywhere(func(u *iamv1.User) {
				if u.GetTitle() == "" {
					u.Title = " "
				}
			})},
		{"placeholder-for-absent", "refers to a manager of no name where there is none", by("models.edges"),
			everywhere(func(u *iamv1.User) { u.Manager = &iamv1.UserRef{} })},
		{"times-in-milliseconds", "reads seconds where the vendor has milliseconds", by("models.times"),
			everywhere(func(u *iamv1.User) {
				if t := u.GetCreatedAt(); t != nil {
					u.CreatedAt = &timestamppb.Timestamp{Seconds: t.GetSeconds() * 1000}
				}
			})},
		{"time-with-bad-nanos", "writes times whose nanoseconds are negative", by("models.times"),
			everywhere(func(u *iamv1.User) {
				if t := u.GetCreatedAt(); t != nil {
					t.Nanos = -1
				}
			})},
		{"time-now", "fills in the present where it knows no time", by("listing.stable"),
			everywhere(func(u *iamv1.User) { u.UpdatedAt = timestamppb.New(time.Now()) })},
		{"enum-without-source", "does not keep the vendor's value behind an enum", by("models.source-values"),
			everywhere(func(u *iamv1.User) { u.StatusSourceValue = "" })},
		{"enum-unknown-number", "sends a status that is none", by("models.enums"),
			everywhere(func(u *iamv1.User) { u.Status = 77 })},
		{"source-without-enum", "keeps the vendor's value and leaves the enum absent", by("models.source-values"),
			everywhere(func(u *iamv1.User) { u.Status = 0 })},
		{"role-without-id", "refers to a role of no id and no name", by("models.edges"),
			everywhere(func(u *iamv1.User) {
				for _, a := range u.GetRoles().GetValues() {
					a.Role = &iamv1.RoleRef{Type: iamv1.RoleType_ROLE_TYPE_ADMIN}
				}
			})},
		{"role-dangling", "refers to a role that is not listed", by("models.references"),
			everywhere(func(u *iamv1.User) {
				for _, a := range u.GetRoles().GetValues() {
					a.Role.Id = "r-of-old"
				}
			})},
		{"group-dangling", "refers to a group that is not listed", by("models.references"),
			everywhere(func(u *iamv1.User) {
				for _, m := range u.GetGroups().GetValues() {
					m.Group.Id = "c-of-old"
				}
			})},
		{"role-name-wrong", "calls a role otherwise than the role does", by("models.reference-names"),
			everywhere(func(u *iamv1.User) {
				for _, a := range u.GetRoles().GetValues() {
					a.Role.Name = "Stowaway"
				}
			})},
		{"emails-two-primary", "has two primary addresses", by("models.emails"),
			everywhere(func(u *iamv1.User) {
				u.Emails = &iamv1.EmailAddresses{Values: []*iamv1.EmailAddress{
					{Address: u.GetPrimaryEmail(), Primary: true}, {Address: "other-" + u.GetPrimaryEmail(), Primary: true},
				}}
			})},
		{"edges-elsewhere", "has members on groups, where Describe says that they are on users", by("models.edges"),
			wrong{event: func(_ *call, e *event) []*event {
				for _, i := range e.items {
					if g, ok := i.(*iamv1.Group); ok {
						g.Members = &iamv1.GroupMembers{UserIds: []string{"m0-1"}}
					}
				}
				return one(e)
			}}},
		{"warning-without-place", "warns of a field and does not say which", by("models.warnings"),
			everywhere(func(u *iamv1.User) {
				u.Source = &iamv1.Source{Raw: u.GetSource().GetRaw(), Warnings: []*iamv1.Warning{{}}}
			})},
		{"custom-number-too-large", "has a custom field whose number is above 2^53", by("models.custom-fields"),
			everywhere(func(u *iamv1.User) {
				u.CustomFields = &structpb.Struct{Fields: map[string]*structpb.Value{"berth": structpb.NewNumberValue(1 << 60)}}
			})},
		{"role-made-up", "makes a role up, under an id that could be the vendor's", by("models.reserved-ids"),
			wrong{event: func(_ *call, e *event) []*event {
				for _, i := range e.items {
					if r, ok := i.(*iamv1.Role); ok {
						r.Derived, r.Description = true, "Derived from the cap."
					}
				}
				return one(e)
			}}},
		{"role-of-its-own", "gives users a role of its own, and declares it as the vendor's", by("coverage.derived"),
			everywhere(func(u *iamv1.User) {
				for _, a := range u.GetRoles().GetValues() {
					a.Role.Id = "trellis:sailor"
				}
			})},
		{"empty-for-unread", "says that there are no second factors, which it does not read", by("coverage.declared"),
			everywhere(func(u *iamv1.User) { u.MultiFactorMethods = &iamv1.MultiFactorMethods{} })},
		{"fills-what-it-does-not-declare", "fills a field that its coverage does not have", by("coverage.declared"),
			everywhere(func(u *iamv1.User) { u.FirstName, _, _ = strings.Cut(u.GetName(), " ") })},
		{"custom-fields-not-declared", "has custom fields that its coverage does not have", by("coverage.declared"),
			everywhere(func(u *iamv1.User) {
				u.CustomFields = &structpb.Struct{Fields: map[string]*structpb.Value{"berth": structpb.NewNumberValue(4)}}
			})},
	}
}
