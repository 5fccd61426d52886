package conformance

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// reserved is the namespace of ids that connectors make up.
const reserved = "trellis:"

// eachItem gives every item of the account under test, with all that can be asked for besides.
func (t *trial) eachItem(ctx context.Context, f func(k *kind, one item)) {
	for k := range t.lists(ctx) {
		for _, one := range t.everything(ctx, k).items() {
			f(k, one)
		}
	}
}

func modelIDs(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		seen := map[string]bool{}
		for _, one := range t.whole(ctx, k).items() {
			id := one.GetId()
			switch {
			case connector.CheckID(id) != nil:
				t.failf("%s: %v: %q", k.name, connector.CheckID(id), clip(id, 100))
			case strings.ContainsFunc(id, unicode.IsControl) || strings.TrimSpace(id) != id:
				t.failf("%s: the id %q has blanks around it, or control characters", k.name, id)
			case seen[id]:
				t.failf("%s: the id %q comes twice", k.name, id)
			}
			seen[id] = true
		}
	}
}

func modelReservedIDs(ctx context.Context, t *trial) {
	t.eachItem(ctx, func(k *kind, one item) {
		made := strings.HasPrefix(one.GetId(), reserved)
		role, ok := one.(*iamv1.Role)
		switch {
		case !ok && made:
			t.failf("%s: the id %q is made up", k.name, one.GetId())
		case ok && made != role.GetDerived():
			t.failf("roles: %q has derived %v", role.GetId(), role.GetDerived())
		case ok && made && role.GetDescription() == "":
			t.failf("roles: the description of %q does not say from what it is derived", role.GetId())
		}
	})
}

// visit gives every field that is set in a message and below it, with its path.
func visit(m protoreflect.Message, path string, f func(path string, m protoreflect.Message, fd protoreflect.FieldDescriptor, v protoreflect.Value)) {
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		at := path + string(fd.Name())
		f(at, m, fd, v)
		switch {
		case fd.IsMap():
		case fd.IsList() && fd.Message() != nil:
			for i := range v.List().Len() {
				visit(v.List().Get(i).Message(), fmt.Sprintf("%s[%d].", at, i), f)
			}
		case fd.Message() != nil && !strings.HasPrefix(string(fd.Message().FullName()), "google.protobuf."):
			visit(v.Message(), at+".", f)
		}
		return true
	})
}

// Bounds of instants at vendors that exist: the first applications of this kind, and a clock that is fast.
var oldest = time.Date(1970, 1, 2, 0, 0, 0, 0, time.UTC)

const (
	fastClock = 25 * time.Hour // a zone too many, and an hour
	farAhead  = 200 * 365 * 24 * time.Hour
)

// planned are fields of instants that may lie ahead.
func planned(field protoreflect.Name) bool {
	return field == "expires_at" || field == "granted_at" || field == "since"
}

func modelTimes(ctx context.Context, t *trial) {
	now := time.Now()
	t.eachItem(ctx, func(k *kind, one item) {
		visit(one.ProtoReflect(), "", func(path string, _ protoreflect.Message, fd protoreflect.FieldDescriptor, v protoreflect.Value) {
			if fd.Message() == nil || fd.IsList() || fd.IsMap() {
				return
			}
			at, ok := v.Message().Interface().(*timestamppb.Timestamp)
			if !ok {
				return
			}
			latest := now.Add(fastClock)
			if planned(fd.Name()) {
				latest = now.Add(farAhead)
			}
			switch {
			case !at.IsValid():
				t.failf("%s %s: %s is no instant: %v", k.name, one.GetId(), path, at)
			case at.AsTime().Before(oldest) || at.AsTime().After(latest):
				t.failf("%s %s: %s is %v", k.name, one.GetId(), path, at.AsTime().Format(time.RFC3339))
			}
		})
	})
}

func modelBlanks(ctx context.Context, t *trial) {
	t.eachItem(ctx, func(k *kind, one item) {
		visit(one.ProtoReflect(), "", func(path string, _ protoreflect.Message, fd protoreflect.FieldDescriptor, v protoreflect.Value) {
			switch {
			case strings.HasPrefix(path, "source."):
			case fd.Kind() == protoreflect.StringKind && fd.IsList():
				for i := range v.List().Len() {
					if strings.TrimSpace(v.List().Get(i).String()) == "" {
						t.failf("%s %s: %s[%d] is blank", k.name, one.GetId(), path, i)
					}
				}
			case fd.Kind() == protoreflect.StringKind && !fd.IsMap():
				if strings.TrimSpace(v.String()) == "" {
					t.failf("%s %s: %s is %q", k.name, one.GetId(), path, v.String())
				}
			case fd.IsList() && fd.Message() != nil:
				for i := range v.List().Len() {
					if isEmpty(v.List().Get(i).Message()) {
						t.failf("%s %s: %s[%d] has nothing in it", k.name, one.GetId(), path, i)
					}
				}
			}
		})
	})
}

func isEmpty(m protoreflect.Message) bool {
	empty := true
	m.Range(func(protoreflect.FieldDescriptor, protoreflect.Value) bool { empty = false; return false })
	return empty
}

func modelEnums(ctx context.Context, t *trial) {
	t.eachItem(ctx, func(k *kind, one item) {
		visit(one.ProtoReflect(), "", func(path string, _ protoreflect.Message, fd protoreflect.FieldDescriptor, v protoreflect.Value) {
			if fd.Kind() == protoreflect.EnumKind && fd.Enum().Values().ByNumber(v.Enum()) == nil {
				t.failf("%s %s: %s is %d, which contract v1 does not have", k.name, one.GetId(), path, v.Enum())
			}
		})
	})
}

func modelSourceValues(ctx context.Context, t *trial) {
	t.eachItem(ctx, func(k *kind, one item) {
		visit(one.ProtoReflect(), "", func(path string, m protoreflect.Message, fd protoreflect.FieldDescriptor, v protoreflect.Value) {
			fields := m.Descriptor().Fields()
			if name, ok := strings.CutSuffix(string(fd.Name()), "_source_value"); ok {
				if enum := fields.ByName(protoreflect.Name(name)); enum != nil && !m.Has(enum) {
					t.failf("%s %s: %s is %q, and the enum beside it is not set", k.name, one.GetId(), path, v.String())
				}
			}
			value := fields.ByName(fd.Name() + "_source_value")
			if fd.Kind() == protoreflect.EnumKind && value != nil && !m.Has(value) && t.isMapped(k, path, fd, v) {
				t.failf("%s %s: %s is %s, without the vendor's value", k.name, one.GetId(), path, nameOfEnum(fd, v))
			}
		})
	})
}

// isMapped reports whether an enum stands for a value of the vendor's: what a reference refers to may be known from where it
// stands, and then there is none.
func (t *trial) isMapped(k *kind, path string, fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
	if nameOfEnum(fd, v) == unmapped(fd) || path == "status" || path == "account_type" {
		return true
	}
	return slices.ContainsFunc(t.resource(k).GetCoverage(), func(c *connectorv1.FieldCoverage) bool {
		return c.GetField() == coveragePath(path) && c.GetKind() == connectorv1.CoverageKind_COVERAGE_KIND_NATIVE
	})
}

// unmapped is the name of the number for values without a counterpart.
func unmapped(fd protoreflect.FieldDescriptor) string {
	return nameOfEnum(fd, protoreflect.ValueOfEnum(1))
}

var inList = regexp.MustCompile(`(\.values)?\[[0-9]+\]`)

// coveragePath is a path as coverage has it: without places in lists, and without the values of wrappers.
func coveragePath(path string) string { return inList.ReplaceAllString(path, "") }

func nameOfEnum(fd protoreflect.FieldDescriptor, v protoreflect.Value) string {
	if value := fd.Enum().Values().ByNumber(v.Enum()); value != nil {
		return string(value.Name())
	}
	return fmt.Sprint(v.Enum())
}

func modelEmails(ctx context.Context, t *trial) {
	t.eachItem(ctx, func(_ *kind, one item) {
		u, ok := one.(*iamv1.User)
		if !ok || u.GetEmails() == nil {
			return
		}
		primaries, listed := 0, u.GetPrimaryEmail() == ""
		for _, e := range u.GetEmails().GetValues() {
			listed = listed || e.GetAddress() == u.GetPrimaryEmail()
			if e.GetPrimary() {
				primaries++
				if e.GetAddress() != u.GetPrimaryEmail() {
					t.failf("user %s: %q is primary among the addresses, and primary_email is %q", u.GetId(), e.GetAddress(), u.GetPrimaryEmail())
				}
			}
		}
		if primaries > 1 || !listed {
			t.failf("user %s: %d addresses are primary, primary_email is among them: %v", u.GetId(), primaries, listed)
		}
	})
}

func modelWarnings(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		for _, p := range t.whole(ctx, k).pages() {
			for _, r := range p.info.GetRejected() {
				t.checkNote(k, "a rejected item", r.GetPath(), r.GetReason())
			}
			for _, one := range p.items {
				for _, w := range one.GetSource().GetWarnings() {
					t.checkNote(k, "a warning of "+one.GetId(), w.GetPath(), w.GetReason())
				}
			}
		}
	}
}

func (t *trial) checkNote(k *kind, what, path, reason string) {
	if !strings.HasPrefix(path, "$") || len(path) > connector.MaxPathSize || reason == "" || len(reason) > connector.MaxReasonSize {
		t.failf("%s: %s has the path %q and the reason %q", k.name, what, clip(path, 300), clip(reason, 600))
	}
}

func modelCustomFields(ctx context.Context, t *trial) {
	t.eachItem(ctx, func(_ *kind, one item) {
		if u, ok := one.(*iamv1.User); ok {
			for name, v := range u.GetCustomFields().GetFields() {
				t.checkNumber(u, name, v)
			}
		}
	})
}

func (t *trial) checkNumber(u *iamv1.User, at string, v *structpb.Value) {
	const exact = 1 << 53
	switch v := v.GetKind().(type) {
	case *structpb.Value_NumberValue:
		if n := v.NumberValue; math.Abs(n) > exact && n == math.Trunc(n) {
			t.failf("user %s: the custom field %s is %g, which cannot be told from its neighbours", u.GetId(), at, n)
		}
	case *structpb.Value_ListValue:
		for _, one := range v.ListValue.GetValues() {
			t.checkNumber(u, at, one)
		}
	case *structpb.Value_StructValue:
		for name, one := range v.StructValue.GetFields() {
			t.checkNumber(u, at+"."+name, one)
		}
	}
}
