package connector

import (
	"regexp"
	"slices"
	"strings"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// The bounds of list options; list.proto has the same numbers.
const (
	maxFilters     = 32
	maxValues      = 64
	maxFilterValue = 1 << 10
	maxExpand      = 32
)

// resource finds what the description says of a kind and checks that it has the operation.
func resource(d *connectorv1.Description, kind connectorv1.ResourceKind, op connectorv1.Operation) (*connectorv1.Resource, error) {
	var others []string
	for _, r := range d.GetResources() {
		if !slices.Contains(r.GetOperations(), op) {
			continue
		}
		if r.GetKind() == kind {
			return r, nil
		}
		others = append(others, kindName(r.GetKind()))
	}
	only := ""
	if len(others) > 0 {
		only = ", only for " + list(others)
	}
	return nil, Errorf(ReasonUnsupported, "the connector does not offer this for %s%s", kindName(kind), only)
}

// kindName is a kind as people name it: "users".
func kindName(kind connectorv1.ResourceKind) string {
	return strings.ToLower(strings.TrimPrefix(kind.String(), "RESOURCE_KIND_")) + "s"
}

// CheckListOptions holds options to the contract's bounds and to what the resource offers. Errors: INVALID_CONFIG,
// BAD_PAGE_TOKEN, and UNSUPPORTED for what the resource does not have.
func CheckListOptions(r *connectorv1.Resource, o *connectorv1.ListOptions) error {
	if token := o.GetPageToken(); !validToken(token) {
		return badToken("it is no page token of any connector")
	}
	if n := o.GetPageSize(); n < 0 || n > MaxPageSize {
		return InvalidField("options.page_size", "must be 0 to %d", MaxPageSize)
	}
	if o.GetPageLimit() < 0 {
		return InvalidField("options.page_limit", "must not be negative")
	}
	if o.GetChangeToken() != "" {
		return unsupportedOption("options.change_token", "lists of changes are not offered")
	}
	if err := checkFilters(r, o.GetFilters()); err != nil {
		return err
	}
	return checkExpand(r, o.GetExpand())
}

// CheckGetOptions does the same for reading one item.
func CheckGetOptions(r *connectorv1.Resource, id string, o *connectorv1.GetOptions) error {
	if err := CheckID(id); err != nil {
		return InvalidField("id", "%w", err)
	}
	return checkExpand(r, o.GetExpand())
}

func checkFilters(r *connectorv1.Resource, filters []*connectorv1.Filter) error {
	if len(filters) > maxFilters {
		return InvalidField("options.filters", "at most %d filters fit", maxFilters)
	}
	seen := map[string]bool{}
	for _, f := range filters {
		path := "options.filters." + clip(f.GetName(), maxName)
		i := slices.IndexFunc(r.GetFilters(), func(s *connectorv1.FilterSpec) bool { return s.GetName() == f.GetName() })
		if i < 0 {
			var names []string
			for _, s := range r.GetFilters() {
				names = append(names, s.GetName())
			}
			return unsupportedOption(path, "there is no such filter; there is "+list(names))
		}
		spec := r.GetFilters()[i]
		switch n := len(f.GetValues()); {
		case seen[f.GetName()]:
			return InvalidField(path, "is given twice; give several values to one filter instead")
		case n == 0:
			return InvalidField(path, "has no value")
		case n > maxValues:
			return InvalidField(path, "at most %d values fit", maxValues)
		case n > 1 && !spec.GetMultiple():
			return InvalidField(path, "takes one value")
		}
		seen[f.GetName()] = true
		for _, v := range f.GetValues() {
			field := &connectorv1.Field{Required: true, MaxLength: maxFilterValue, Choices: spec.GetChoices()}
			if why := checkValue(field, v, true, maxFilterValue); why != "" {
				return InvalidField(path, "%s %s", quote(v), why)
			}
		}
	}
	return nil
}

func checkExpand(r *connectorv1.Resource, expand []string) error {
	if len(expand) > maxExpand {
		return InvalidField("options.expand", "at most %d names fit", maxExpand)
	}
	var names []string
	for _, s := range r.GetExpands() {
		names = append(names, s.GetName())
	}
	for i, e := range expand {
		if !slices.Contains(names, e) {
			return unsupportedOption("options.expand", quote(e)+" cannot be expanded; there is "+list(names))
		}
		if slices.Contains(expand[:i], e) {
			return InvalidField("options.expand", "%s is given twice", quote(e))
		}
	}
	return nil
}

func unsupportedOption(path, why string) error {
	e := Errorf(ReasonUnsupported, "%s: %s", path, why)
	e.Path = path
	return e
}

var tokenPattern = regexp.MustCompile(`^[A-Za-z0-9._~-]*$`)

// validToken reports whether a token has the form that the contract gives to all of them.
func validToken(token string) bool {
	return len(token) <= MaxTokenSize && tokenPattern.MatchString(token)
}
