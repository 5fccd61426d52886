package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/host-example/survey"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// fieldView is how the fields of a sample are written.
func fieldView(s *sampled) output.View[*survey.Field] {
	columns := []output.Column{{Title: "FIELD", Whole: true}, {Title: "TYPES"}, {Title: "FILLED"}, {Title: "TAKEN BY"}}
	if s.examples {
		columns = append(columns, output.Column{Title: "EXAMPLE", Max: 40})
	}
	return output.View[*survey.Field]{
		Append:  s.appendField,
		Columns: columns,
		Row: func(f *survey.Field) []string {
			row := []string{
				f.Expression, strings.Join(f.Types(), ", "),
				fmt.Sprintf("%d (%d%%)", f.Filled, percent(f.Filled, s.survey.Records())), s.takenCell(f),
			}
			if s.examples {
				row = append(row, f.Example)
			}
			return row
		},
	}
}

// percent is rounded towards the middle, so that 0 and 100 are none and all.
func percent(n, of int) int {
	switch {
	case of == 0 || n == 0:
		return 0
	case n == of:
		return 100
	}
	return min(max((100*n+of/2)/of, 1), 99)
}

// takenCell names the normalized fields that a field becomes, or is a part of.
func (s *sampled) takenCell(f *survey.Field) string {
	whole, part := f.Taken(s.coverage)
	names := make([]string, 0, len(whole)+len(part))
	for _, c := range whole {
		names = append(names, c.GetField()+how(c))
	}
	for _, c := range part {
		names = append(names, "part of "+c.GetField()+how(c))
	}
	return strings.Join(names, ", ")
}

// how says how a normalized field is come by, where that is not simply the vendor's field.
func how(c *connectorv1.FieldCoverage) string {
	if c.GetKind() == connectorv1.CoverageKind_COVERAGE_KIND_NATIVE {
		return ""
	}
	return " (" + coverageKind(c) + ")"
}

func coverageKind(c *connectorv1.FieldCoverage) string {
	return enumName(c.GetKind().String(), "COVERAGE_KIND_")
}

// appendField appends a field as a JSON object.
func (s *sampled) appendField(dst []byte, f *survey.Field) []byte {
	member := func(name, value string) {
		dst = output.AppendString(append(dst, `,"`+name+`":`...), value)
	}
	dst = output.AppendString(append(dst, `{"expression":`...), f.Expression)
	member("path", f.Path)
	dst = append(dst, `,"types":[`...)
	for i, t := range f.Types() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = output.AppendString(dst, t)
	}
	dst = strconv.AppendInt(append(dst, `],"filled":`...), int64(f.Filled), 10)
	dst = strconv.AppendInt(append(dst, `,"of":`...), int64(s.survey.Records()), 10)
	dst = append(dst, `,"taken_by":[`...)
	whole, part := f.Taken(s.coverage)
	for i, c := range append(whole, part...) {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = output.AppendString(append(dst, `{"field":`...), c.GetField())
		member("how", coverageKind(c))
		if i >= len(whole) {
			dst = append(dst, `,"part":true`...)
		}
		if c.GetNote() != "" {
			member("note", c.GetNote())
		}
		dst = append(dst, '}')
	}
	dst = append(dst, ']')
	if s.examples && f.Example != "" {
		member("example", f.Example)
	}
	return append(dst, '}')
}
