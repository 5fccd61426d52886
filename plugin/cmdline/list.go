package cmdline

import (
	"fmt"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/exit"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// List is the flags that say what is listed, and from where.
type List struct {
	// Limit is the most items that are wanted; 0: all.
	Limit int64

	token    string
	pageSize int
	filters  []string
	expand   []string
	raw      bool
}

// Add adds the flags.
func (f *List) Add(flags Flags) {
	flags.StringVar(&f.token, "page-token", "", "go on from where another list stopped, with the same flags")
	flags.Int64Var(&f.Limit, "limit", 0,
		"stop after at most so many items, in whole pages: the page size is chosen so that the\ntoken to go on with is exact (0, the default: no limit, the whole list)")
	flags.IntVar(&f.pageSize, "page-size", 0, "items a page, at most: 1 to 1000, lowered to what the connector gives (default: the\nconnector's)")
	several(flags, &f.filters, "filter", "only items that match, as `name=value[,value]`; names from describe")
	flags.Func("expand", "what to read besides, as `name[,name]`; names from describe", func(names string) error {
		f.expand = append(f.expand, strings.Split(names, ",")...)
		return nil
	})
	flags.BoolVar(&f.raw, "raw", false, "with each item the application's own record (JSON)")
}

// Options understands the flags, as far as that needs nobody. Errors are of usage.
func (f *List) Options() (*connectorv1.ListOptions, error) {
	if f.Limit < 0 {
		return nil, exit.Usagef("--limit must not be negative")
	}
	if f.pageSize < 0 || f.pageSize > connector.MaxPageSize {
		return nil, exit.Usagef("--page-size must be 1 to %d, or 0 for the connector's, and not %d", connector.MaxPageSize, f.pageSize)
	}
	o := &connectorv1.ListOptions{
		PageToken: f.token, PageSize: int32(f.pageSize), Expand: f.expand, Raw: f.raw,
	}
	for _, arg := range f.filters {
		name, values, ok := strings.Cut(arg, "=")
		if !ok || name == "" || values == "" {
			return nil, exit.Usagef("--filter takes name=value[,value]")
		}
		o.Filters = append(o.Filters, &connectorv1.Filter{Name: name, Values: strings.Split(values, ",")})
	}
	return o, nil
}

// Fit makes whole pages of the limit for options of these flags, given what the connector says of the resource (nil: nothing).
// Errors are of usage.
func (f *List) Fit(r *connectorv1.Resource, o *connectorv1.ListOptions) error {
	if f.Limit == 0 {
		return nil
	}
	largest := max(r.GetMaxPageSize(), r.GetDefaultPageSize())
	o.PageSize, o.PageLimit = plan(f.Limit, o.GetPageSize(), largest)
	if f.pageSize == 0 || int64(o.PageSize) <= f.Limit {
		return nil
	}
	lowered := ""
	if int(o.PageSize) < f.pageSize {
		lowered = fmt.Sprintf(" (here %d, the most that the connector gives)", o.PageSize)
	}
	return exit.Usagef("--limit %d is less than a page of --page-size %d%s, and only whole pages can be gone on from",
		f.Limit, f.pageSize, lowered)
}
