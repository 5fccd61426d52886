package scim

import (
	"fmt"
	"path"
	"strings"

	"github.com/trellis-iam/trellis/mappings"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// GroupRecord is a SCIM Group (RFC 7643, section 4.2), as far as it is read.
type GroupRecord struct {
	ID          mappings.ID
	DisplayName mappings.String
	Members     Values
	Meta        Meta
}

// Key is the record's id and where it stands.
func (g *GroupRecord) Key() (id *mappings.ID, member string) { return &g.ID, ".id" }

// UnmarshalJSONFrom reads an object.
func (g *GroupRecord) UnmarshalJSONFrom(d *mappings.Decoder) error {
	return object(d, func(_, lower []byte) error {
		switch string(lower) {
		case "id":
			return g.ID.UnmarshalJSONFrom(d)
		case "displayname":
			return g.DisplayName.UnmarshalJSONFrom(d)
		case "members":
			return g.Members.UnmarshalJSONFrom(d)
		case "meta":
			return g.Meta.UnmarshalJSONFrom(d)
		}
		return d.SkipValue()
	})
}

// Group maps a record whose id is usable.
func Group(id string, r *GroupRecord, raw []byte) *iamv1.Group {
	var n mappings.Notes
	r.Meta.note(&n, "$.meta")
	g := &iamv1.Group{
		Id:              id,
		Name:            r.DisplayName.Text(&n, "$.displayName"),
		Type:            iamv1.GroupType_GROUP_TYPE_GROUP,
		TypeSourceValue: r.Meta.ResourceType.Source(),
		Members:         members(&r.Members, &n),
		CreatedAt:       r.Meta.Created.Value(&n, "$.meta.created"),
		UpdatedAt:       r.Meta.LastModified.Value(&n, "$.meta.lastModified"),
	}
	g.Source = n.Source(raw)
	return g
}

// members are the users among a group's members. That groups are among them too is noted: the models have no place for it.
func members(v *Values, n *mappings.Notes) *iamv1.GroupMembers {
	if !v.told() {
		return nil
	}
	all := &iamv1.GroupMembers{}
	groups := 0
	whole := v.each(n, "$.members", func(id string, of *Value) string {
		why := checkID(id)
		switch {
		case of.isGroup():
			groups++
			return ""
		case why == "":
			all.UserIds = append(all.UserIds, id)
		}
		return why
	})
	if groups > 0 {
		n.Add("$.members", fmt.Sprintf("%d of the members are groups, which are left out", groups))
	}
	if !whole {
		return nil
	}
	return all
}

// isGroup reports whether a member is a group, by its type, else by what its reference leads to: ".../Groups/<id>".
func (v *Value) isGroup() bool {
	switch kind := v.Type.Source(); {
	case strings.EqualFold(kind, "group"):
		return true
	case strings.EqualFold(kind, "user"):
		return false
	}
	return strings.EqualFold(path.Base(path.Dir(v.Ref.Source())), "groups")
}
