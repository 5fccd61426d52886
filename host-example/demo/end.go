package demo

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/host-example/words"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// censuses lists all users of both at the same time.
func (d *demo) censuses(ctx context.Context, apps []*app) error {
	d.title("How many are they? Both at once, until each list proves that it is complete.", "trellis users <connector>")
	all := make([]*census, len(apps))
	var wg sync.WaitGroup
	for i, a := range apps {
		all[i] = &census{app: a.name, users: map[string]struct{}{}}
		wg.Go(func() { all[i].list(ctx, a.process, a.account, func() {}) })
	}
	wg.Wait()
	rows := make([][]string, len(apps))
	for i, c := range all {
		if c.err != nil {
			return c.err
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

// crash kills a connector half way, and loses nothing.
func (d *demo) crash(ctx context.Context, apps []*app) error {
	a := apps[len(apps)-1]
	d.title("And if a connector dies half way? kill -9, start it again, go on from the last page token.", "")
	before, c, err := d.killed(ctx, a)
	if err != nil {
		return err
	}
	d.printf("  %s: %s came before, %s after; %s in all, %d twice, %d lost\n", a.name,
		words.Plural(int64(before), "users"), words.Thousands(int64(len(c.users)-before)), words.Thousands(int64(len(c.users))),
		c.twice, sampleUserCount-len(c.users))
	return nil
}

// end ends both processes.
func (d *demo) end(apps []*app) error {
	var errs []error
	for _, a := range apps {
		errs = append(errs, a.process.Close())
	}
	d.printf("\nBoth processes have ended. Next: trellis describe lattice\n")
	return errors.Join(errs...)
}
