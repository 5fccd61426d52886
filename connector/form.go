package connector

import (
	"maps"
	"slices"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// The maps of an account, by the names that paths in errors begin with.
const (
	InSettings    = "settings"
	InOperator    = "operator"
	InCredentials = "credentials"
)

// SettingRegion is the setting of connectors whose vendor has regions.
const SettingRegion = "region"

var operatorFields = []*connectorv1.Field{
	{Key: OperatorBaseURL, Type: connectorv1.FieldType_FIELD_TYPE_URL},
	{Key: OperatorCAPEM}, // text with line breaks: its reader judges it
	{Key: OperatorRequestsPerMinute, Type: connectorv1.FieldType_FIELD_TYPE_INTEGER},
	{Key: OperatorBurst, Type: connectorv1.FieldType_FIELD_TYPE_INTEGER},
	{Key: OperatorMaxWait, Type: connectorv1.FieldType_FIELD_TYPE_STRING},
}

// AccountField is one value that an account may hold, and the map that it stands in.
type AccountField struct {
	*connectorv1.Field
	In string
}

// Path names the field as errors do: "credentials.api_key".
func (f AccountField) Path() string { return f.In + "." + f.GetKey() }

// Check holds one value to the field, as [CheckAccount] does to all. An empty value is as if not set.
func (f AccountField) Check(value string) error {
	if err := f.check(value, true); err != nil {
		return err
	}
	return nil
}

func (f AccountField) check(value string, set bool) *Error {
	limit := maxValue
	if f.In == InOperator {
		limit = maxOperatorValue
	}
	if why := checkValue(f.Field, value, set, limit); why != "" {
		return suggestHelp(InvalidField(f.Path(), "%s", why), f.Field)
	}
	return nil
}

// AccountFields are the values that an account with this auth method may hold, in the order in which people fill them in: the
// region, the method's own, the connector's settings, and what only the operator sets. Each field is there once. No method is
// the first one; an unknown one is INVALID_CONFIG.
func AccountFields(d *connectorv1.Description, methodID string) ([]AccountField, error) {
	fields, err := accountFields(d, methodID)
	if err != nil {
		return nil, err
	}
	return fields, nil
}

func accountFields(d *connectorv1.Description, methodID string) ([]AccountField, *Error) {
	method, err := authMethod(d, methodID)
	if err != nil {
		return nil, err
	}
	var fields []AccountField
	add := func(in string, all ...*connectorv1.Field) {
		for _, f := range all {
			field := AccountField{f, in}
			if f.GetSecret() {
				field.In = InCredentials
			}
			fields = slices.DeleteFunc(fields, func(other AccountField) bool { return other.Path() == field.Path() })
			fields = append(fields, field)
		}
	}
	if region := RegionField(d); region != nil {
		add(InSettings, region)
	}
	add(InSettings, method.GetFields().GetFields()...)
	add(InSettings, d.GetSettings()...)
	add(InOperator, operatorFields...)
	add(InOperator, d.GetOperatorFields()...)
	return fields, nil
}

// RegionField is the setting of a connector whose vendor has regions, and nil where it has none.
func RegionField(d *connectorv1.Description) *connectorv1.Field {
	regions := d.GetRegions()
	if len(regions) == 0 {
		return nil
	}
	region := &connectorv1.Field{Key: SettingRegion, Label: "Region", DefaultValue: regions[0].GetId()}
	for _, r := range regions {
		region.Choices = append(region.Choices, &connectorv1.Choice{Value: r.GetId(), Label: r.GetTitle()})
	}
	return region
}

func authMethod(d *connectorv1.Description, id string) (*connectorv1.AuthMethod, *Error) {
	methods := d.GetAuthMethods()
	if id == "" && len(methods) > 0 {
		return methods[0], nil
	}
	var ids []string
	for _, m := range methods {
		if m.GetId() == id {
			return m, nil
		}
		ids = append(ids, m.GetId())
	}
	return nil, InvalidField("auth_method_id", "there is no method %s; there is %s", quote(id), list(ids))
}

// form is what an account may hold: its fields by map and key.
type form map[string]map[string]AccountField

func formOf(fields []AccountField) form {
	f := form{InSettings: {}, InOperator: {}, InCredentials: {}}
	for _, field := range fields {
		f[field.In][field.GetKey()] = field
	}
	return f
}

// problems gives what is wrong with an account's maps, until yield wants no more.
func (f form) problems(a *connectorv1.Account, yield func(*Error) bool) {
	for _, section := range []struct {
		in     string
		values map[string]string
	}{
		{InSettings, a.GetSettings()}, {InOperator, a.GetOperator()}, {InCredentials, a.GetCredentials()},
	} {
		for _, key := range slices.Sorted(maps.Keys(section.values)) {
			if _, there := f[section.in][key]; !there && !yield(f.misplaced(section.in, key)) {
				return
			}
		}
		for _, key := range slices.Sorted(maps.Keys(f[section.in])) {
			value, set := section.values[key]
			if err := f[section.in][key].check(value, set); err != nil && !yield(err) {
				return
			}
		}
	}
}

// misplaced is the error of a key that its map does not have: it says where the key belongs, if anywhere.
func (f form) misplaced(in, key string) *Error {
	path := in + "." + clip(key, maxName)
	for _, other := range []struct{ in, why string }{
		{InOperator, "only the operator of the host may set this"},
		{InCredentials, "this is a secret, which belongs among the credentials"},
		{InSettings, "this belongs among the settings"},
	} {
		if _, there := f[other.in][key]; there && other.in != in {
			return InvalidField(path, "%s", other.why)
		}
	}
	return InvalidField(path, "is unknown; there is %s", list(slices.Sorted(maps.Keys(f[in]))))
}
