package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattice"
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// costUsers is how many users are listed to see what the wall costs; costMust is what it may.
const (
	costUsers = 10_000
	costMust  = 60 * time.Millisecond
)

// measureCost lists the same users in the same pages from a connector in this process and from one behind the wall.
func measureCost(ctx context.Context, b binaries, t *table, runs int) (err error) {
	vendor, err := startStandin(ctx, b, "-users", strconv.Itoa(costUsers))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, vendor.stop()) }()
	account, err := vendor.account()
	if err != nil {
		return err
	}
	near := lattice.New()
	defer near.Close()
	for _, c := range []struct {
		name, path string
		near       connector.Connector
		account    *connectorv1.Account
	}{
		{"the wall, 10,000 users of the sample", b.sample, sample.New(), &connectorv1.Account{
			Id: "bench", Settings: map[string]string{"users": strconv.Itoa(costUsers)},
			Credentials: map[string]string{"token": sample.Token},
		}},
		{"the wall, 10,000 users of Lattice", b.lattice, near, account},
	} {
		far, err := plugin.Launch(ctx, plugin.Config{Path: c.path})
		if err != nil {
			return err
		}
		out := &timing{run: func() (time.Duration, error) { return listOnce(ctx, far, c.account) }}
		in := &timing{run: func() (time.Duration, error) { return listOnce(ctx, connector.Checked(c.near), c.account) }}
		if err := errors.Join(alternate(runs, out, in), far.Close()); err != nil {
			return err
		}
		t.difference(c.name, out.median(), in.median(), costMust)
	}
	return nil
}

// listOnce lists all users of an account in pages of 100.
func listOnce(ctx context.Context, c connector.Connector, account *connectorv1.Account) (time.Duration, error) {
	n := 0
	begin := time.Now()
	_, err := c.ListUsers(ctx, connector.ListRequest{Account: account, Options: &connectorv1.ListOptions{PageSize: 100}},
		connector.SinkFuncs[*iamv1.User]{OnPage: func(p connector.Page[*iamv1.User]) error { n += len(p.Items); return nil }})
	took := time.Since(begin)
	if err == nil && n != costUsers {
		err = fmt.Errorf("%d users came of %d", n, costUsers)
	}
	return took, err
}

// account is the stand-in's, without pacing.
func (v *vendor) account() (*connectorv1.Account, error) {
	ca, err := os.ReadFile(v.CAFile)
	if err != nil {
		return nil, err
	}
	return &connectorv1.Account{
		Id: "bench",
		Operator: map[string]string{
			connector.OperatorBaseURL: v.URL, connector.OperatorCAPEM: string(ca), connector.OperatorRequestsPerMinute: "0",
		},
		Credentials: map[string]string{"api_key": v.Key},
	}, nil
}
