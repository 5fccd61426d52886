package connector

import (
	"fmt"
	"regexp"
	"unicode/utf8"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

var (
	namePattern     = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	versionPattern  = regexp.MustCompile(`^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`)
	keyPattern      = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	regionPattern   = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)
	coveragePattern = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`)
)

// CheckDescription holds a description to describe.proto: the bounds and patterns of its annotations (a test proves that
// they are the same), and keys, ids and kinds that must not come twice. The error names the field by its path.
func CheckDescription(d *connectorv1.Description) error {
	c := checks{}
	if d == nil {
		return fmt.Errorf("description: is missing")
	}
	c.pattern("name", d.GetName(), namePattern, 64)
	c.text("title", d.GetTitle(), 1, 128)
	c.pattern("version", d.GetVersion(), versionPattern, 64)
	c.text("summary", d.GetSummary(), 0, 1024)
	c.count("auth_methods", len(d.GetAuthMethods()), 1, 16)
	c.count("rate_limits", len(d.GetRateLimits()), 0, 16)
	c.count("notes", len(d.GetNotes()), 0, 32)

	ids := unique{}
	for i, m := range d.GetAuthMethods() {
		at := fmt.Sprintf("auth_methods[%d]", i)
		c.pattern(at+".id", m.GetId(), keyPattern, 64)
		c.once(at+".id", m.GetId(), ids)
		c.text(at+".title", m.GetTitle(), 1, 128)
		c.fields(at+".fields", m.GetFields().GetFields(), 32)
		c.count(at+".guide.steps", len(m.GetGuide().GetSteps()), 0, 32)
		c.count(at+".guide.notes", len(m.GetGuide().GetNotes()), 0, 32)
	}
	c.fields("settings", d.GetSettings(), 64)
	c.fields("operator_fields", d.GetOperatorFields(), 64)
	c.public("settings", d.GetSettings())
	c.public("operator_fields", d.GetOperatorFields())

	ids = unique{}
	c.count("regions", len(d.GetRegions()), 0, 32)
	for i, r := range d.GetRegions() {
		at := fmt.Sprintf("regions[%d].id", i)
		c.pattern(at, r.GetId(), regionPattern, 64)
		c.once(at, r.GetId(), ids)
	}
	ids = unique{}
	c.count("resources", len(d.GetResources()), 0, 16)
	for i, r := range d.GetResources() {
		at := fmt.Sprintf("resources[%d]", i)
		c.once(at+".kind", r.GetKind().String(), ids)
		c.resource(at, r)
	}
	for i, r := range d.GetRateLimits() {
		at := fmt.Sprintf("rate_limits[%d]", i)
		c.upTo(at+".requests", r.GetRequests(), 1<<62)
		c.upTo(at+".burst", r.GetBurst(), 1<<62)
	}
	return c.err
}

// checks keeps the first thing that is wrong.
type checks struct{ err error }

func (c *checks) fail(at, format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("description: %s: %s", at, fmt.Sprintf(format, args...))
	}
}

func (c *checks) text(at, s string, least, most int) {
	if n := len(s); n < least || n > most || !utf8.ValidString(s) {
		c.fail(at, "must have %d to %d bytes of UTF-8", least, most)
	}
}

func (c *checks) pattern(at, s string, p *regexp.Regexp, most int) {
	if len(s) > most || !p.MatchString(s) {
		c.fail(at, "must match %s and have at most %d bytes", p, most)
	}
}

func (c *checks) count(at string, n, least, most int) {
	if n < least || n > most {
		c.fail(at, "must have %d to %d entries", least, most)
	}
}

func (c *checks) upTo(at string, n, most int64) {
	if n < 0 || n > most {
		c.fail(at, "must be 0 to %d", most)
	}
}

type unique map[string]bool

func (c *checks) once(at, id string, seen unique) {
	if seen[id] {
		c.fail(at, "%s comes twice", quote(id))
	}
	seen[id] = true
}

func (c *checks) fields(at string, fields []*connectorv1.Field, most int) {
	c.count(at, len(fields), 0, most)
	keys := unique{}
	for i, f := range fields {
		at := fmt.Sprintf("%s[%d]", at, i)
		c.pattern(at+".key", f.GetKey(), keyPattern, 64)
		c.once(at+".key", f.GetKey(), keys)
		c.text(at+".label", f.GetLabel(), 1, 128)
		c.text(at+".help", f.GetHelp(), 0, 1024)
		c.upTo(at+".min_length", int64(f.GetMinLength()), maxValue)
		c.upTo(at+".max_length", int64(f.GetMaxLength()), maxValue)
		c.choices(at+".choices", f.GetChoices())
	}
}

// public refuses secret fields where values are not kept secret.
func (c *checks) public(at string, fields []*connectorv1.Field) {
	for i, f := range fields {
		if f.GetSecret() {
			c.fail(fmt.Sprintf("%s[%d].secret", at, i), "only fields of an auth method can be secret")
		}
	}
}

func (c *checks) choices(at string, choices []*connectorv1.Choice) {
	c.count(at, len(choices), 0, 256)
	values := unique{}
	for i, v := range choices {
		at := fmt.Sprintf("%s[%d].value", at, i)
		c.text(at, v.GetValue(), 1, 256)
		c.once(at, v.GetValue(), values)
	}
}

func (c *checks) resource(at string, r *connectorv1.Resource) {
	if r.GetKind() == connectorv1.ResourceKind_RESOURCE_KIND_UNSPECIFIED {
		c.fail(at+".kind", "is missing")
	}
	c.count(at+".operations", len(r.GetOperations()), 0, 16)
	c.count(at+".permissions", len(r.GetPermissions()), 0, 32)
	c.count(at+".notes", len(r.GetNotes()), 0, 32)
	c.upTo(at+".default_page_size", int64(r.GetDefaultPageSize()), MaxPageSize)
	c.upTo(at+".max_page_size", int64(r.GetMaxPageSize()), MaxPageSize)

	names := unique{}
	c.count(at+".filters", len(r.GetFilters()), 0, maxFilters)
	for i, f := range r.GetFilters() {
		at := fmt.Sprintf("%s.filters[%d]", at, i)
		c.pattern(at+".name", f.GetName(), keyPattern, 64)
		c.once(at+".name", f.GetName(), names)
		c.choices(at+".choices", f.GetChoices())
	}
	names = unique{}
	c.count(at+".expands", len(r.GetExpands()), 0, maxExpand)
	for i, e := range r.GetExpands() {
		at := fmt.Sprintf("%s.expands[%d].name", at, i)
		c.pattern(at, e.GetName(), keyPattern, 64)
		c.once(at, e.GetName(), names)
	}
	names = unique{}
	c.count(at+".coverage", len(r.GetCoverage()), 0, 128)
	for i, f := range r.GetCoverage() {
		at := fmt.Sprintf("%s.coverage[%d].field", at, i)
		c.pattern(at, f.GetField(), coveragePattern, 128)
		c.once(at, f.GetField(), names)
	}
}
