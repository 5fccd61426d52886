package conformance

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// fieldsOf are all fields of a description, by where they stand.
func fieldsOf(d *connectorv1.Description) map[string]*connectorv1.Field {
	all := map[string]*connectorv1.Field{}
	add := func(where string, fields []*connectorv1.Field) {
		for _, f := range fields {
			all[where+"."+f.GetKey()] = f
		}
	}
	add("settings", d.GetSettings())
	add("operator_fields", d.GetOperatorFields())
	for _, m := range d.GetAuthMethods() {
		add("auth_methods."+m.GetId(), m.GetFields().GetFields())
	}
	return all
}

func describeFields(_ context.Context, t *trial) {
	all := fieldsOf(t.about())
	for _, at := range slices.Sorted(maps.Keys(all)) {
		f := all[at]
		if _, known := connectorv1.FieldType_name[int32(f.GetType())]; !known {
			t.failf("%s: type %d is none of contract v1", at, f.GetType())
		}
		if f.GetMaxLength() > 0 && f.GetMinLength() > f.GetMaxLength() {
			t.failf("%s: it must have at least %d bytes and at most %d", at, f.GetMinLength(), f.GetMaxLength())
		}
		for _, c := range f.GetChoices() {
			if n := len(c.GetValue()); n < int(f.GetMinLength()) || f.GetMaxLength() > 0 && n > int(f.GetMaxLength()) {
				t.failf("%s: the choice %q is refused by the bounds of its length", at, c.GetValue())
			}
		}
		isDefault := func(c *connectorv1.Choice) bool { return c.GetValue() == f.GetDefaultValue() }
		if f.GetDefaultValue() != "" && len(f.GetChoices()) > 0 && !slices.ContainsFunc(f.GetChoices(), isDefault) {
			t.failf("%s: the default, %q, is none of the choices", at, f.GetDefaultValue())
		}
		if f.GetRequired() && f.GetDefaultValue() != "" {
			t.failf("%s: it is required, and has a default", at)
		}
	}
}

// commonOperatorKeys are those that every connector takes.
var commonOperatorKeys = []string{
	connector.OperatorBaseURL, connector.OperatorCAPEM, connector.OperatorRequestsPerMinute, connector.OperatorBurst,
	connector.OperatorMaxWait,
}

func describeKeys(_ context.Context, t *trial) {
	d := t.about()
	base := map[string]string{}
	for _, key := range commonOperatorKeys {
		base[key] = "the operator keys of all connectors"
	}
	if len(d.GetRegions()) > 0 {
		base["region"] = "the setting that chooses among the regions"
	}
	repeated := func(f *connectorv1.Field) bool { return slices.Contains(commonOperatorKeys, f.GetKey()) } // to require it
	t.claim(base, "operator_fields", slices.DeleteFunc(slices.Clone(d.GetOperatorFields()), repeated))
	t.claim(base, "settings", d.GetSettings())
	for _, m := range d.GetAuthMethods() {
		t.claim(maps.Clone(base), "auth method "+m.GetId(), m.GetFields().GetFields())
	}
}

// claim notes fields whose keys are taken, and takes the others.
func (t *trial) claim(taken map[string]string, where string, fields []*connectorv1.Field) {
	for _, f := range fields {
		if by := taken[f.GetKey()]; by != "" {
			t.failf("%s: %s is also one of %s", where, f.GetKey(), by)
		}
		taken[f.GetKey()] = where
	}
}

// secretName are names of what must not be seen. A key's or token's id, name, type or URL is none.
var (
	secretName = regexp.MustCompile(`(^|_)(key|apikey|secret|password|passwd|passphrase|pass|token|credential|credentials|pat|private_key|pin)$`)
	publicName = regexp.MustCompile(`^(public_key|partition_key|sort_key|primary_key|project_key)$`)
)

func describeSecrets(_ context.Context, t *trial) {
	all := fieldsOf(t.about())
	for _, at := range slices.Sorted(maps.Keys(all)) {
		f := all[at]
		if !f.GetSecret() && secretName.MatchString(f.GetKey()) && !publicName.MatchString(f.GetKey()) {
			t.failf("%s is not secret", at)
		}
		if f.GetSecret() && f.GetDefaultValue() != "" {
			t.failf("%s is secret, and its default is in the description", at)
		}
		if f.GetSecret() && !strings.HasPrefix(at, "auth_methods.") {
			t.failf("%s is secret, and only fields of an auth method can be", at)
		}
	}
}

// models are the normalized models of kinds.
func models() map[connectorv1.ResourceKind]protoreflect.MessageDescriptor {
	return map[connectorv1.ResourceKind]protoreflect.MessageDescriptor{
		connectorv1.ResourceKind_RESOURCE_KIND_USER:  (&iamv1.User{}).ProtoReflect().Descriptor(),
		connectorv1.ResourceKind_RESOURCE_KIND_ROLE:  (&iamv1.Role{}).ProtoReflect().Descriptor(),
		connectorv1.ResourceKind_RESOURCE_KIND_GROUP: (&iamv1.Group{}).ProtoReflect().Descriptor(),
	}
}

func describeCoverage(_ context.Context, t *trial) {
	for _, r := range t.about().GetResources() {
		name, model := nameOf(r.GetKind()), models()[r.GetKind()]
		hasID := false
		for _, c := range r.GetCoverage() {
			hasID = hasID || c.GetField() == "id"
			switch {
			case model != nil && !hasPath(model, c.GetField()):
				t.failf("%s: the model has no field %s", name, c.GetField())
			case c.GetField() == "source" || strings.HasPrefix(c.GetField(), "source."):
				t.failf("%s: source is not listed", name)
			case c.GetKind() == connectorv1.CoverageKind_COVERAGE_KIND_UNSPECIFIED:
				t.failf("%s: %s is neither native nor derived nor assumed", name, c.GetField())
			case c.GetVendorField() == "" && c.GetKind() != connectorv1.CoverageKind_COVERAGE_KIND_DERIVED:
				t.failf("%s: %s does not say which of the vendor's fields it is from", name, c.GetField())
			}
		}
		if !hasID {
			t.failf("%s: the id is not covered", name)
		}
	}
}

// hasPath reports whether a model has a field of this path, in the manner of FieldCoverage.field.
func hasPath(model protoreflect.MessageDescriptor, path string) bool {
	for name := range strings.SplitSeq(path, ".") {
		if model == nil {
			return false
		}
		f := model.Fields().ByName(protoreflect.Name(name))
		if f == nil {
			if values := model.Fields().ByName("values"); values != nil && values.Message() != nil {
				f = values.Message().Fields().ByName(protoreflect.Name(name))
			}
		}
		if f == nil {
			return false
		}
		model = f.Message()
	}
	return true
}

func describeTexts(_ context.Context, t *trial) {
	d := t.about()
	texts := map[string]string{"title": d.GetTitle(), "summary": d.GetSummary()}
	for at, f := range fieldsOf(d) {
		texts[at+".label"], texts[at+".help"] = f.GetLabel(), f.GetHelp()
	}
	for _, m := range d.GetAuthMethods() {
		texts["auth_methods."+m.GetId()+".title"] = m.GetTitle()
		for i, s := range slices.Concat(m.GetGuide().GetSteps(), m.GetGuide().GetNotes()) {
			texts[fmt.Sprintf("auth_methods.%s.guide, text %d", m.GetId(), i+1)] = s
		}
	}
	for i, n := range d.GetNotes() {
		texts[fmt.Sprintf("notes[%d]", i)] = n
	}
	for _, at := range slices.Sorted(maps.Keys(texts)) {
		switch text := texts[at]; {
		case text == "":
			t.failf("%s is empty", at)
		case text != strings.TrimSpace(text):
			t.failf("%s has blanks around it: %q", at, text)
		case strings.ContainsFunc(text, unicode.IsControl):
			t.failf("%s has control characters: %q", at, text)
		}
	}
}
