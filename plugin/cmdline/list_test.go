package cmdline

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/plugin/exit"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/testing/protocmp"
)

func TestListOptions(t *testing.T) {
	want := &connectorv1.ListOptions{
		PageToken: "abc", PageSize: 50, Expand: []string{"a", "b", "c"}, Raw: true,
		Filters: []*connectorv1.Filter{{Name: "status", Values: []string{"enabled", "x=y"}}, {Name: "q", Values: []string{"z"}}},
	}
	for name, parse := range parsers {
		var f List
		err := parse([]string{
			"--page-token", "abc", "--page-size=50", "--expand", "a,b", "--expand=c", "--raw",
			"--filter", "status=enabled,x=y", "--filter=q=z", "--limit", "250",
		}, f.Add)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.Options()
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got, protocmp.Transform()); d != "" || f.Limit != 250 {
			t.Errorf("%s: limit %d (-want +got):\n%s", name, f.Limit, d)
		}
		if err := f.Fit(&connectorv1.Resource{MaxPageSize: 100}, got); err != nil || got.PageLimit != 5 || got.PageSize != 50 {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestListOptionsThatAreNone(t *testing.T) {
	for _, args := range [][]string{{"--limit=-1"}, {"--filter", "x"}, {"--filter", "=x"}, {"--filter", "x="}} {
		var f List
		if err := parsers["flag"](args, f.Add); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Options(); !errors.Is(err, exit.ErrUsage) {
			t.Errorf("%q: %v", args, err)
		}
	}
	f := List{Limit: 3, pageSize: 10}
	if err := f.Fit(nil, &connectorv1.ListOptions{}); !errors.Is(err, exit.ErrUsage) {
		t.Errorf("a limit within a page: %v", err)
	}
	f = List{pageSize: math.MaxInt}
	if o, err := f.Options(); err != nil || o.GetPageSize() != math.MaxInt32 {
		t.Errorf("what is too large is for the contract to refuse: %v, %v", o, err)
	}
}
