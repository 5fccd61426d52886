package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/fields"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/host-example/words"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// mapper computes the fields of a list's items, and writes the items with them.
type mapper[T connector.Item] struct {
	mapping *fields.Mapping[T]
	raw     bool // the records themselves are shown, too
	write   func([]output.Mapped[T]) error

	items  int64
	filled map[string]int64
	failed map[string]*failure
}

// failure is how often a field could not be computed.
type failure struct {
	times int64
	first string // why, the first time
}

func newMapper[T connector.Item](mapping *fields.Mapping[T], raw bool, write func([]output.Mapped[T]) error) *mapper[T] {
	return &mapper[T]{mapping: mapping, raw: raw, write: write, filled: map[string]int64{}, failed: map[string]*failure{}}
}

// page computes the fields of a page and writes it.
func (m *mapper[T]) page(ctx context.Context, items []T) error {
	mapped := make([]output.Mapped[T], len(items))
	for i, item := range items {
		before := len(item.GetSource().GetWarnings())
		values, err := m.mapping.Apply(ctx, item)
		if err != nil {
			return err
		}
		m.items++
		for name := range values.GetFields() {
			m.filled[name]++
		}
		for _, w := range item.GetSource().GetWarnings()[before:] {
			m.fail(w)
		}
		if s := item.GetSource(); s != nil && !m.raw {
			s.Raw, s.RawOmitted = nil, false
		}
		mapped[i] = output.Mapped[T]{Item: item, Fields: values}
	}
	return m.write(mapped)
}

func (m *mapper[T]) fail(w *iamv1.Warning) {
	f := m.failed[w.GetPath()]
	if f == nil {
		f = &failure{first: w.GetReason()}
		m.failed[w.GetPath()] = f
	}
	f.times++
}

// remarks are what to know about the fields when the list has ended: which of them failed, and which nobody has. The latter
// is mostly a name that was misspelt, for a record may hold anything.
func (m *mapper[T]) remarks(what string) []string {
	var all []string
	for _, path := range slices.Sorted(maps.Keys(m.failed)) {
		f := m.failed[path]
		name := "fields"
		if field, ok := strings.CutPrefix(path, "fields."); ok {
			name = "field " + field
		}
		all = append(all, fmt.Sprintf("%s: failed for %s, first with: %s", name, words.Plural(f.times, what), f.first))
	}
	for _, name := range m.mapping.Names() {
		if m.items > 0 && m.filled[name] == 0 && m.failed["fields."+name] == nil && m.failed["fields"] == nil {
			all = append(all, fmt.Sprintf("field %s: has no value in %s", name, words.Plural(m.items, what)))
		}
	}
	return all
}
