package demo

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/host-example/words"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// censuses lists all users of all applications at the same time.
func (d *demo) censuses(ctx context.Context, apps []*app) error {
	d.title("How many are they? All at once, until each list proves that it is complete.", "trellis users <connector>")
	all, errs := make([]*census, len(apps)), make([]error, len(apps))
	var wg sync.WaitGroup
	for i, a := range apps {
		wg.Go(func() { all[i], errs[i] = count(ctx, a, func(*census) error { return nil }) })
	}
	wg.Wait()
	rows := make([][]string, len(apps))
	for i, c := range all {
		if errs[i] != nil {
			return errs[i]
		}
		rows[i] = []string{
			c.app, words.Thousands(int64(len(c.users))), strconv.Itoa(c.pages), strconv.Itoa(c.requests),
			words.Duration(c.took), proof(c.receipt),
		}
	}
	return d.table([]output.Column{
		{Title: "CONNECTOR"}, {Title: "USERS"}, {Title: "PAGES"}, {Title: "REQUESTS"}, {Title: "TOOK"}, {Title: "RECEIPT"},
	}, rows)
}

// proof is what a receipt says.
func proof(r *connectorv1.Receipt) string {
	visibility := strings.ToLower(strings.TrimPrefix(r.GetVisibility().String(), "VISIBILITY_"))
	return fmt.Sprintf("complete, %d rejected, visibility %s", r.GetRejected(), visibility)
}

// crash kills a connector half way, and the list goes on.
func (d *demo) crash(ctx context.Context, apps []*app) error {
	a := apps[len(apps)-1]
	d.title("And if a connector dies half way? kill -9, and the same list goes on in a new process.", "")
	victim := d.pid(a)
	before, c, err := d.killed(ctx, a)
	if err != nil {
		return err
	}
	all := len(c.users)
	return d.table([]output.Column{
		{Title: "CONNECTOR"}, {Title: "KILLED"}, {Title: "USERS BY THEN"}, {Title: "GOES ON IN"}, {Title: "USERS IN ALL"}, {Title: "TWICE"},
		{Title: "LOST"},
	}, [][]string{{
		a.name, strconv.Itoa(victim), words.Thousands(int64(before)), strconv.Itoa(d.pid(a)), words.Thousands(int64(all)),
		strconv.Itoa(c.twice), strconv.Itoa(sampleUserCount - all),
	}})
}
