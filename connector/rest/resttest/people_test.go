package resttest_test

import (
	"net/url"
	"slices"
	"testing"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

func TestCursors(t *testing.T) {
	for _, i := range []int{0, 1, 99, resttest.MaxUsers} {
		if got, ok := resttest.ParseCursor(resttest.Cursor(i)); !ok || got != i {
			t.Errorf("%d: %d, %v", i, got, ok)
		}
	}
	for _, s := range []string{"", "x", "YWZ0ZXI6", "YWZ0ZXI6LTE=", "YWZ0ZXI6MDE=", resttest.Cursor(-1)} {
		if i, ok := resttest.ParseCursor(s); ok {
			t.Errorf("%q: %d", s, i)
		}
	}
}

func TestPageOf(t *testing.T) {
	even := func(i int) bool { return i%2 == 0 }
	for _, tt := range []struct {
		next, n, limit int
		want           []int
		more           bool
	}{
		{0, 10, 3, []int{0, 2, 4}, true}, {5, 10, 2, []int{6, 8}, false}, {9, 10, 2, nil, false}, {0, 0, 2, nil, false},
		{0, 5, 3, []int{0, 2, 4}, false}, {0, 6, 3, []int{0, 2, 4}, false}, {0, 7, 3, []int{0, 2, 4}, true},
	} {
		if page, more := resttest.PageOf(tt.next, tt.n, tt.limit, even); !slices.Equal(page, tt.want) || more != tt.more {
			t.Errorf("%+v: %v, %v", tt, page, more)
		}
	}
}

func TestPageSize(t *testing.T) {
	for query, want := range map[string]struct {
		limit int
		ok    bool
	}{
		"": {10, true}, "limit=1": {1, true}, "limit=100": {100, true}, "limit=0": {1, false}, "limit=-5": {1, false},
		"limit=101": {100, false}, "limit=": {10, false}, "limit=abc": {10, false}, "limit=7&limit=8": {7, true},
	} {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if limit, ok := resttest.PageSize(values, "limit", 10, 100); limit != want.limit || ok != want.ok {
			t.Errorf("%q: %d, %v", query, limit, ok)
		}
	}
}

// A seed makes another company, whose people have different names.
func TestPeople(t *testing.T) {
	names := map[string]bool{}
	for i := range 200 {
		h := resttest.Mix(1, i, 4)
		if h == resttest.Mix(2, i, 4) || h == resttest.Mix(1, i, 5) || h != resttest.Mix(1, i, 4) {
			t.Errorf("user %d: the hash does not depend on what it should", i)
		}
		names[resttest.GivenName(h)+" "+resttest.FamilyName(h)] = true
		if resttest.Title(h) == "" || resttest.Zone(h) == "" {
			t.Errorf("user %d has no title or zone", i)
		}
	}
	if len(names) < 150 {
		t.Errorf("%d names for 200 people", len(names))
	}
}
