package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattice"
	"github.com/trellis-iam/trellis/connector/scim"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// source is whom a process of this program asks, as its flags say. The key is in the environment.
type source struct {
	vendor
	scim      bool
	connector string // its binary
}

// ways are those to read all users of a source, by the name of the role.
var ways = map[string]func(context.Context, source) (int, error){"bare": bare, "near": near, "far": far}

// list reads all users in one way, and prints how many there were and what it took.
func list(ctx context.Context, way func(context.Context, source) (int, error), args []string) error {
	var s source
	flags := flag.NewFlagSet("list", flag.ContinueOnError)
	flags.StringVar(&s.URL, "url", "", "base URL of the stand-in")
	flags.StringVar(&s.CAFile, "ca", "", "file with its certificate")
	flags.BoolVar(&s.scim, "scim", false, "read a SCIM provider instead of Lattice")
	flags.StringVar(&s.connector, "connector", "", "the connector's binary")
	if err := flags.Parse(args); err != nil {
		return err
	}
	s.Key = os.Getenv("BENCH_KEY")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n, err := way(ctx, s)
	runtime.ReadMemStats(&after)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(listed{Users: n, Allocs: after.Mallocs - before.Mallocs})
}

// near reads with the connector in this process, which a connector's own process does as well.
func near(ctx context.Context, s source) (n int, err error) {
	var c interface {
		connector.Connector
		io.Closer
	} = lattice.New()
	if s.scim {
		c = scim.New(scim.Generic())
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	return listAll(ctx, connector.Checked(c), s)
}

// far reads with the connector behind the wall, from its start to its end.
func far(ctx context.Context, s source) (n int, err error) {
	p, err := plugin.Launch(ctx, plugin.Config{Path: s.connector})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	return listAll(ctx, p, s)
}

// listAll lists the users of a source, and drops them.
func listAll(ctx context.Context, c connector.Connector, s source) (n int, err error) {
	account, err := s.account()
	if err != nil {
		return 0, err
	}
	receipt, err := c.ListUsers(ctx, connector.ListRequest{Account: account},
		connector.SinkFuncs[*iamv1.User]{OnPage: func(p connector.Page[*iamv1.User]) error { n += len(p.Items); return nil }})
	if err == nil && receipt.GetItems() != int64(n) {
		err = fmt.Errorf("%w: %d, and the receipt says %d", errCount, n, receipt.GetItems())
	}
	return n, err
}

// account is the stand-in's, without pacing.
func (s source) account() (*connectorv1.Account, error) {
	account, err := s.vendor.account()
	if err == nil && s.scim {
		account.Credentials = map[string]string{"token": s.Key}
	}
	return account, err
}
