package conformance

import (
	"context"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func filtersCases() Group {
	return Group{ID: "filters", About: "Filters: exactly what matches, and nothing ignored.", Cases: []Case{
		{
			ID:       "filters.subset",
			Sentence: "A filter yields exactly the items of the whole list that match it.",
			Contract: says("list.proto", "ListOptions.filters", "What items must match, all of them. Evaluated by the vendor or by the connector, never left out."),
			Severity: Must, Needs: account, check: filtersSubset,
			Fix: "Have the vendor filter, look at what it sends, and filter it again where it does not take notice.",
		},
		{
			ID:       "filters.meaning",
			Sentence: "A filter that is named like a field of the model means that field.",
			Contract: says("describe.proto", "FilterSpec.name", "A filter named like a field of the model means that field."),
			Severity: Must, Needs: account, check: filtersMeaning,
			Fix: "Compare the normalized field, in which an absent one matches no value; else give the filter another name.",
		},
		{
			ID:       "filters.nobody",
			Sentence: "A filter that matches nothing yields an empty list, and no error.",
			Contract: says("list.proto", "## The stream", "A list of nothing may be a receipt alone."),
			Severity: Must, Needs: account, check: filtersNobody,
			Fix: "Escape the value where the vendor's query needs it, and take an empty page for the end.",
		},
		{
			ID:       "filters.in-pages",
			Sentence: "A filtered list that is read in segments is the same list.",
			Contract: says("list.proto", "## Page tokens", "is bound to resource, account id, settings, base URL, filters"),
			Severity: Must, Needs: account, check: filtersInPages,
			Fix: "Apply the filters of the request when going on from a token, too.",
		},
		{
			ID:       "filters.several-values",
			Sentence: "Several values of one filter mean any of them where Describe says `multiple`, and are INVALID_CONFIG elsewhere.",
			Contract: says("describe.proto", "FilterSpec.multiple", "several values may be given, and an item passes with any of them. False: a second one is INVALID_CONFIG."),
			Severity: Must, Needs: account, check: filtersSeveral,
			Fix: "Join what each value yields, or refuse more than one; never take the first and forget the others.",
		},
		{
			ID:       "filters.unknown",
			Sentence: "A filter that Describe does not have is UNSUPPORTED.",
			Contract: says("describe.proto", "Resource.filters", "Any other filter is UNSUPPORTED."),
			Severity: Must, Needs: account, check: filtersUnknown,
			Fix: "Refuse unknown names before anything is sent; a filter that is ignored makes a list that looks filtered.",
		},
		{
			ID:       "filters.value",
			Sentence: "A value that a filter's choices do not have is INVALID_CONFIG.",
			Contract: says("describe.proto", "FilterSpec.choices", "The values it takes, compared byte by byte; any other value is INVALID_CONFIG."),
			Severity: Must, Needs: account, check: filtersValue,
			Fix: "Compare values with the choices, byte by byte, before anything is sent.",
		},
		{
			ID:       "filters.twice",
			Sentence: "A filter that is given twice, or without a value, is INVALID_CONFIG.",
			Contract: says("list.proto", "Filter.name", "Each at most once in a request, else INVALID_CONFIG."),
			Severity: Must, Needs: account, check: filtersTwice,
			Fix: "Refuse the request; do not choose one of them.",
		},
	}}
}

// fieldText is the value of a field of an item as filters have it; empty where it is absent. known is false for what no filter
// can be compared with.
func fieldText(one item, name string) (text string, known bool) {
	if one == nil {
		return "", false
	}
	m := one.ProtoReflect()
	f := m.Descriptor().Fields().ByName(protoreflect.Name(name))
	switch {
	case f == nil || f.IsList() || f.IsMap():
		return "", false
	case f.Kind() == protoreflect.StringKind:
		return m.Get(f).String(), true
	case f.Kind() != protoreflect.EnumKind:
		return "", false
	case m.Get(f).Enum() == 0:
		return "", true
	}
	v := f.Enum().Values().ByNumber(m.Get(f).Enum())
	if v == nil {
		return "", true
	}
	return enumText(f.Enum(), v), true
}

// enumText is an enum's value in lower case, without the prefix that all of them have: "enabled".
func enumText(e protoreflect.EnumDescriptor, v protoreflect.EnumValueDescriptor) string {
	prefix := strings.TrimSuffix(string(e.Values().ByNumber(0).Name()), "UNSPECIFIED")
	return strings.ToLower(strings.TrimPrefix(string(v.Name()), prefix))
}

// filterRequests are filters of a kind with one value each: all choices, and for a filter that takes any value one that an item
// has.
func (t *trial) filterRequests(ctx context.Context, k *kind) (all []*connectorv1.Filter) {
	for _, f := range t.resource(k).GetFilters() {
		var values []string
		for _, c := range f.GetChoices() {
			values = append(values, c.GetValue())
		}
		if len(values) == 0 {
			for _, one := range some(t.whole(ctx, k).items(), gotten) {
				if v, _ := fieldText(one, f.GetName()); v != "" && !slices.Contains(values, v) {
					values = append(values, v)
				}
			}
		}
		for _, v := range values {
			all = append(all, &connectorv1.Filter{Name: f.GetName(), Values: []string{v}})
		}
	}
	return all
}

// everyFilter lists with each filter that there is, and hands over what came.
func everyFilter(ctx context.Context, t *trial, judge func(k *kind, f *connectorv1.Filter, s *stream)) {
	tried := 0
	for k := range t.lists(ctx) {
		for _, f := range t.filterRequests(ctx, k) {
			tried++
			if s := t.listed(ctx, t.connector(ctx), k, &connectorv1.ListOptions{Filters: []*connectorv1.Filter{f}}); s != nil {
				judge(k, f, s)
			}
		}
	}
	if tried == 0 {
		t.doesNotApply("Describe has no filter that could be tried")
	}
}

func filterText(f *connectorv1.Filter) string {
	return f.GetName() + "=" + clip(f.GetValues()[0], maxName)
}

func filtersSubset(ctx context.Context, t *trial) {
	everyFilter(ctx, t, func(k *kind, f *connectorv1.Filter, s *stream) {
		all := t.whole(ctx, k).items()
		whole := byID(all)
		var want []item
		for _, one := range all {
			if v, known := fieldText(one, f.GetName()); known && v == f.GetValues()[0] {
				want = append(want, one)
			}
		}
		if _, known := fieldText(emptyLike(all), f.GetName()); !known { // its meaning is its own: no more than part of the whole
			for _, one := range s.items() {
				if whole[one.GetId()] != nil {
					want = append(want, whole[one.GetId()])
				}
			}
		}
		if d := difference(s.items(), want); d != "" {
			t.failf("%s with %s, against the whole list: %s", k.listCall, filterText(f), d)
		}
	})
}

// emptyLike is an item of the kind of others, without anything.
func emptyLike(all []item) item {
	if len(all) == 0 {
		return nil
	}
	return all[0].ProtoReflect().New().Interface().(item)
}

func filtersMeaning(ctx context.Context, t *trial) {
	everyFilter(ctx, t, func(k *kind, f *connectorv1.Filter, s *stream) {
		for _, one := range s.items() {
			if v, known := fieldText(one, f.GetName()); known && v != f.GetValues()[0] {
				t.failf("%s with %s: %q has %q there", k.listCall, filterText(f), clip(one.GetId(), maxName), clip(v, maxName))
			}
		}
	})
}

// nobody is a value with what vendors' queries are written in.
const nobody = `no"body\@conformance.example`

func filtersNobody(ctx context.Context, t *trial) {
	tried := 0
	for k := range t.lists(ctx) {
		for _, f := range t.resource(k).GetFilters() {
			if len(f.GetChoices()) > 0 {
				continue
			}
			tried++
			o := &connectorv1.ListOptions{Filters: []*connectorv1.Filter{{Name: f.GetName(), Values: []string{nobody}}}}
			if s := t.listed(ctx, t.connector(ctx), k, o); s != nil && (len(s.items()) > 0 || s.receipt().GetEnd() != connectorv1.End_END_EXHAUSTED) {
				t.failf("%s with %s=%s: %d items came, and the receipt says %v", k.listCall, f.GetName(), nobody, len(s.items()), s.receipt().GetEnd())
			}
		}
	}
	if tried == 0 {
		t.doesNotApply("Describe has no filter that takes any value")
	}
}

func filtersInPages(ctx context.Context, t *trial) {
	tried := 0
	everyFilter(ctx, t, func(k *kind, f *connectorv1.Filter, s *stream) {
		size := int32(len(s.items())/3 + 1)
		if r := t.resource(k); r.GetDefaultPageSize() <= 0 || size < 2 {
			return
		}
		o := &connectorv1.ListOptions{PageSize: size, Filters: []*connectorv1.Filter{f}}
		first := t.listed(ctx, t.connector(ctx), k, o)
		if first == nil {
			return
		}
		var before []item
		for _, p := range first.pages() {
			before = append(before, p.items...)
			if token := p.info.GetNextPageToken(); token != "" {
				tried++
				if rest := t.listed(ctx, t.connector(ctx), k, continued(o, token)); rest != nil {
					t.wantUnion(s, rest, before)
				}
			}
		}
	})
	if tried == 0 && !t.failed() {
		t.cannotRun("no filter yields more than a page")
	}
}

func filtersSeveral(ctx context.Context, t *trial) {
	tried := 0
	for k := range t.lists(ctx) {
		requests := t.filterRequests(ctx, k)
		for i := 1; i < len(requests); i++ {
			a, b := requests[i-1], requests[i]
			if a.GetName() != b.GetName() {
				continue
			}
			tried++
			both := &connectorv1.Filter{Name: a.GetName(), Values: []string{a.GetValues()[0], b.GetValues()[0]}}
			s := t.list(ctx, k, &connectorv1.ListOptions{Filters: []*connectorv1.Filter{both}})
			if !t.multiple(k, a.GetName()) {
				t.wantReason(s.failure, k.listCall+" with two values of "+a.GetName(), connector.InvalidConfig)
				continue
			}
			want := slices.Concat(t.list(ctx, k, &connectorv1.ListOptions{Filters: []*connectorv1.Filter{a}}).items(),
				t.list(ctx, k, &connectorv1.ListOptions{Filters: []*connectorv1.Filter{b}}).items())
			if d := difference(s.items(), want); d != "" || s.failure != nil {
				t.failf("%s with two values of %s: %v; against both lists: %s", k.listCall, a.GetName(), s.failure, d)
			}
		}
	}
	if tried == 0 {
		t.doesNotApply("Describe has no filter with two values that could be tried")
	}
}

func (t *trial) multiple(k *kind, name string) bool {
	for _, f := range t.resource(k).GetFilters() {
		if f.GetName() == name {
			return f.GetMultiple()
		}
	}
	return false
}

func filtersUnknown(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		f := t.list(ctx, k, &connectorv1.ListOptions{Filters: []*connectorv1.Filter{{Name: "shoe_size", Values: []string{"43"}}}}).failure
		t.wantReason(f, k.listCall+" with the filter shoe_size", connector.ReasonUnsupported)
	}
}

func filtersValue(ctx context.Context, t *trial) {
	tried := 0
	for k := range t.lists(ctx) {
		for _, spec := range t.resource(k).GetFilters() {
			if len(spec.GetChoices()) == 0 {
				continue
			}
			for _, value := range []string{"conformance", strings.ToUpper(spec.GetChoices()[0].GetValue()) + " "} {
				tried++
				f := t.list(ctx, k, &connectorv1.ListOptions{Filters: []*connectorv1.Filter{{Name: spec.GetName(), Values: []string{value}}}}).failure
				t.wantReason(f, k.listCall+" with "+spec.GetName()+"="+value, connector.InvalidConfig)
			}
		}
	}
	if tried == 0 {
		t.doesNotApply("Describe has no filter with choices")
	}
}

func filtersTwice(ctx context.Context, t *trial) {
	tried := 0
	for k := range t.lists(ctx) {
		for _, f := range t.filterRequests(ctx, k) {
			tried++
			s := t.list(ctx, k, &connectorv1.ListOptions{Filters: []*connectorv1.Filter{f, f}})
			t.wantReason(s.failure, k.listCall+" with "+f.GetName()+" twice", connector.InvalidConfig)
			s = t.list(ctx, k, &connectorv1.ListOptions{Filters: []*connectorv1.Filter{{Name: f.GetName()}}})
			t.wantReason(s.failure, k.listCall+" with "+f.GetName()+" without a value", connector.InvalidConfig)
		}
	}
	if tried == 0 {
		t.doesNotApply("Describe has no filter that could be tried")
	}
}
