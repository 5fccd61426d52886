package cmdline

import (
	"errors"
	"fmt"
	"math"
	"strings"
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
}

// Whatever is wrong with a page size is said of the size that was given, and not of one that it was lowered to.
func TestPageSizesThatAreNone(t *testing.T) {
	for _, tt := range []struct {
		pageSize int
		limit    int64
		largest  int32 // of the connector
		want     string
	}{
		{pageSize: -5, want: "must be 1 to 1000, or 0 for the connector's, and not -5"},
		{pageSize: -5, limit: 10, largest: 100, want: "and not -5"},
		{pageSize: 1001, want: "and not 1001"},
		{pageSize: 5000, limit: 1, largest: 100, want: "and not 5000"},
		{pageSize: 5000, limit: 6000, largest: 1000, want: "and not 5000"},
		{pageSize: math.MaxInt, want: fmt.Sprint("and not ", math.MaxInt)},
		{pageSize: 1000, limit: 1, largest: 100, want: "--limit 1 is less than a page of --page-size 1000 (here 100, the most that the connector gives), "},
		{pageSize: 10, limit: 3, largest: 100, want: "--limit 3 is less than a page of --page-size 10, and only whole pages"},
		{pageSize: 10, limit: 3, want: "--limit 3 is less than a page of --page-size 10, and"},
		{pageSize: 1000, limit: 150, largest: 100},
		{pageSize: 1000, limit: 1000, largest: 1000},
		{pageSize: 1000},
	} {
		f := List{Limit: tt.limit, pageSize: tt.pageSize}
		o, err := f.Options()
		if err == nil {
			err = f.Fit(&connectorv1.Resource{MaxPageSize: tt.largest}, o)
		}
		if tt.want == "" && err != nil || tt.want != "" && (!errors.Is(err, exit.ErrUsage) || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("--page-size %d --limit %d, of %d: %v, want %q", tt.pageSize, tt.limit, tt.largest, err, tt.want)
		}
	}
}
