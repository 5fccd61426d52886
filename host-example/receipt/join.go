package receipt

import (
	"errors"
	"maps"
	"slices"
)

// ErrDifferent is told of receipts that cannot be of one list.
var ErrDifferent = errors.New("the receipts are not of one list: connector, account, resource, filters, expand or fields differ")

// Join adds up the segments of one list, in any order; list.proto has the rules. Its doubts are those of all of them
// together. Segments that do not follow on one another are no error, and leave the doubt Gap.
func Join(segments []Receipt) (Receipt, error) {
	if len(segments) == 1 {
		one := segments[0]
		one.Judge()
		return one, nil
	}
	for _, s := range segments {
		if !s.sameRequest(&segments[0]) {
			return Receipt{}, ErrDifferent
		}
	}
	ordered, whole := chain(segments)
	sum := ordered[0]
	for _, s := range ordered[1:] {
		whole = sum.add(&s) && whole
	}
	sum.Judge()
	if !whole {
		sum.Add(Gap)
	}
	return sum, nil
}

// chain puts segments into the order in which they were read, and reports whether they follow on one another. Those that
// cannot be placed come last.
func chain(segments []Receipt) (ordered []Receipt, whole bool) {
	rest := slices.Clone(segments)
	for token := ""; len(rest) > 0; {
		i := slices.IndexFunc(rest, func(s Receipt) bool { return s.PageToken == token })
		if i < 0 {
			return append(ordered, rest...), false
		}
		token = rest[i].NextPageToken
		ordered = append(ordered, rest[i])
		rest = slices.Delete(rest, i, i+1)
		if token == "" { // the end, or a segment that cannot be gone on from
			return append(ordered, rest...), len(rest) == 0
		}
	}
	return ordered, true
}

// add adds the next segment, and reports whether it is of the same listing.
func (r *Receipt) add(next *Receipt) bool {
	same := r.ListingID == "" || next.ListingID == "" || r.ListingID == next.ListingID
	r.End, r.Error = next.End, next.Error
	r.NextPageToken = next.NextPageToken
	r.Items += next.Items
	r.ItemsAgain += next.ItemsAgain
	r.Rejected += next.Rejected
	r.RejectedWithoutID += next.RejectedWithoutID
	r.RejectedIDs = append(slices.Clip(r.RejectedIDs), next.RejectedIDs...)
	r.Warned += next.Warned
	r.Visibility = least(r.Visibility, next.Visibility)
	r.DriftObserved = r.DriftObserved || next.DriftObserved
	if next.ListingID != "" {
		r.ListingID, r.ListingStartedAt = next.ListingID, next.ListingStartedAt
	}
	if next.FinishedAt.After(r.FinishedAt) {
		r.FinishedAt = next.FinishedAt
	}
	return same
}

// least is the smaller visibility: partial before unknown before full. Segments that broke say nothing of it.
func least(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "" || a == b || b == Full:
		return a
	case a == Full || b == "partial":
		return b
	}
	return a
}

// sameRequest reports whether both were asked for the same of the same account.
func (r *Receipt) sameRequest(o *Receipt) bool { return r.Comparable(o) == "" && r.SameReading(o) }

// Comparable says what differs about two lists that makes them lists of different things; empty: nothing does.
func (r *Receipt) Comparable(o *Receipt) string {
	switch {
	case r.Connector != o.Connector:
		return "connector"
	case r.Account != o.Account:
		return "account"
	case r.Resource != o.Resource:
		return "resource"
	case !maps.EqualFunc(r.Filters, o.Filters, sameSet):
		return "filters"
	}
	return ""
}

// SameReading reports whether both lists read the same fields in the same way, so that what is absent in one of them was not
// there.
func (r *Receipt) SameReading(o *Receipt) bool {
	return r.ConnectorVersion == o.ConnectorVersion && sameSet(r.Expand, o.Expand) && maps.Equal(r.Fields, o.Fields)
}

func sameSet(a, b []string) bool {
	sorted := func(s []string) []string { return slices.Compact(slices.Sorted(slices.Values(s))) }
	return slices.Equal(sorted(a), sorted(b))
}
