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

// chain puts segments into the order in which they were read, and reports whether they follow on one another from the
// beginning. Where they do not, it goes on with another that follows on none.
func chain(segments []Receipt) (ordered []Receipt, whole bool) {
	rest := slices.Clone(segments)
	whole = true
	for token := ""; len(rest) > 0; token = begins(rest) {
		n := len(ordered)
		ordered, rest = follow(ordered, rest, token)
		whole = whole && len(rest) == 0 && len(ordered) > n
	}
	return ordered, whole
}

// follow moves those of rest that follow on one another from a page token on.
func follow(ordered, rest []Receipt, token string) (_, _ []Receipt) {
	take := func(fits func(Receipt) bool) bool {
		i := slices.IndexFunc(rest, func(s Receipt) bool { return s.PageToken == token && fits(s) })
		if i < 0 {
			return false
		}
		ordered = append(ordered, rest[i])
		rest = slices.Delete(rest, i, i+1)
		return true
	}
	for {
		for take(func(s Receipt) bool { return s.stuck() }) { // it was begun again at the same place
		}
		if !take(func(Receipt) bool { return true }) {
			return ordered, rest
		}
		if token = ordered[len(ordered)-1].NextPageToken; token == "" { // the end, or no point to go on from
			return ordered, rest
		}
	}
}

// begins is the page token of a segment that follows on no other, if there is one.
func begins(rest []Receipt) string {
	for _, s := range rest {
		if !slices.ContainsFunc(rest, func(o Receipt) bool { return o.NextPageToken == s.PageToken && !o.stuck() }) {
			return s.PageToken
		}
	}
	if len(rest) == 0 {
		return ""
	}
	return rest[0].PageToken
}

// stuck reports whether a segment broke before it came to a page token.
func (r *Receipt) stuck() bool { return r.End == Partial && r.NextPageToken == r.PageToken }

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
