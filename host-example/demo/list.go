package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// census is the sum of a list of users.
type census struct {
	app      string
	users    map[string]struct{} // by id
	twice    int
	pages    int
	requests int // to the vendor, as the pages tell
	token    string
	receipt  *connectorv1.Receipt
	took     time.Duration
	err      error
}

// list reads users from a token on, in pages as large as they come. The function is told of each page.
func (c *census) list(ctx context.Context, p Process, account *connectorv1.Account, each func()) {
	start := time.Now()
	options := &connectorv1.ListOptions{PageToken: c.token, PageSize: connector.MaxPageSize}
	c.receipt, c.err = p.ListUsers(ctx, connector.ListRequest{Account: account, Options: options}, connector.SinkFuncs[*iamv1.User]{
		OnPage: func(page connector.Page[*iamv1.User]) error {
			for _, u := range page.Items {
				if _, twice := c.users[u.GetId()]; twice {
					c.twice++
				}
				c.users[u.GetId()] = struct{}{}
			}
			c.pages++
			c.requests += len(page.Info.GetExchanges())
			if t := page.Info.GetNextPageToken(); t != "" {
				c.token = t
			}
			each()
			return nil
		},
	})
	c.took += time.Since(start)
}

// killed kills a connector in the middle of a list, starts it anew, and goes on from the last page token that came.
func (d *demo) killed(ctx context.Context, a *app) (before int, c *census, err error) {
	victim, err := d.start(ctx, a.name)
	if err != nil {
		return 0, nil, err
	}
	defer victim.Close()
	process, err := os.FindProcess(victim.PID())
	if err != nil {
		return 0, nil, err
	}
	const pages = 10
	c = &census{app: a.name, users: map[string]struct{}{}}
	c.list(ctx, victim, a.account, func() {
		if c.pages == pages {
			err = process.Kill()
		}
	})
	if err != nil {
		return 0, nil, err
	}
	if !errors.Is(c.err, connector.PluginCrashed) {
		return 0, nil, fmt.Errorf("the killed connector's list ended with %v", c.err) //nolint:errorlint // shown, not handled
	}
	before = len(c.users)

	again, err := d.start(ctx, a.name)
	if err != nil {
		return 0, nil, err
	}
	defer again.Close()
	c.list(ctx, again, a.account, func() {})
	return before, c, c.err
}
