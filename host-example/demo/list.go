package demo

import (
	"context"
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
	receipt  *connectorv1.Receipt
	took     time.Duration
}

// count lists all users, in pages as large as they come. The function is told of each page.
func count(ctx context.Context, a *app, each func(*census) error) (*census, error) {
	c := &census{app: a.name, users: map[string]struct{}{}}
	start := time.Now()
	req := connector.ListRequest{Account: a.account, Options: &connectorv1.ListOptions{PageSize: connector.MaxPageSize}}
	receipt, err := a.ListUsers(ctx, req, connector.SinkFuncs[*iamv1.User]{
		OnPage: func(page connector.Page[*iamv1.User]) error {
			for _, u := range page.Items {
				if _, twice := c.users[u.GetId()]; twice {
					c.twice++
				}
				c.users[u.GetId()] = struct{}{}
			}
			c.pages++
			c.requests += len(page.Info.GetExchanges())
			return each(c)
		},
	})
	c.receipt, c.took = receipt, time.Since(start)
	return c, err
}

// killed lists all users, and kills the connector after ten pages. It tells how many users there were by then.
func (d *demo) killed(ctx context.Context, a *app) (before int, c *census, err error) {
	c, err = count(ctx, a, func(c *census) error {
		if c.pages != 10 {
			return nil
		}
		before = len(c.users)
		process, err := os.FindProcess(d.pid(a))
		if err != nil {
			return err
		}
		return process.Kill()
	})
	return before, c, err
}
