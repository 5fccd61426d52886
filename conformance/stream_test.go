package conformance

import (
	"slices"
	"strconv"
	"testing"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// What came after the last token is not before it, and a list of ten thousand pages is gone through once.
func TestLastToken(t *testing.T) {
	page := func(id, token string) event {
		return event{page: &page{items: []item{&iamv1.User{Id: id}}, info: &connectorv1.PageInfo{NextPageToken: token}}}
	}
	s := &stream{events: []event{page("1", "a"), page("2", ""), page("3", "b"), page("4", "")}}
	if token, before := s.lastToken(); token != "b" || !slices.Equal(ids(before), []string{"1", "2", "3"}) {
		t.Errorf("%s, %q", token, ids(before))
	}
	if token, before := (&stream{events: []event{page("1", "")}}).lastToken(); token != "" || len(before) != 0 {
		t.Errorf("%s, %q", token, ids(before))
	}
	endless := &stream{}
	for i := range maxEvents {
		endless.events = append(endless.events, page(strconv.Itoa(i), "again"))
	}
	if n := testing.AllocsPerRun(1, func() { endless.lastToken() }); n > 200 {
		t.Errorf("%v allocations for %d pages", n, maxEvents)
	}
}
