package cli

import (
	"strings"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// The names of the contract's enums as people read them: lower case, blanks between words.

func enumName(name, prefix string) string {
	return strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(name, prefix), "_", " "))
}

// code is an enum's name as programs read it: empty where nothing is said.
func code(name, prefix string) string {
	if name = strings.ToLower(strings.TrimPrefix(name, prefix)); name != "unspecified" {
		return name
	}
	return ""
}

func kindName(k connectorv1.ResourceKind) string {
	return enumName(k.String(), "RESOURCE_KIND_") + "s"
}

func visibility(v connectorv1.Visibility) string {
	if v == connectorv1.Visibility_VISIBILITY_UNSPECIFIED {
		v = connectorv1.Visibility_VISIBILITY_UNKNOWN
	}
	return enumName(v.String(), "VISIBILITY_")
}

func availability(a connectorv1.Availability) string {
	if a == connectorv1.Availability_AVAILABILITY_UNSPECIFIED {
		a = connectorv1.Availability_AVAILABILITY_UNKNOWN
	}
	return enumName(a.String(), "AVAILABILITY_")
}

// reads are the kinds of things that a connector can list.
func reads(d *connectorv1.Description) []string {
	var names []string
	for _, r := range d.GetResources() {
		names = append(names, kindName(r.GetKind()))
	}
	return names
}
