package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/proto"
)

const (
	accounts       = 10_000
	accountsTimed  = 1_000
	accountsWarm   = 2_000 // after so many, nothing grows any more
	accountsAtOnce = 64
	// accountUsers is the size of the page that is read of each. It is small, so that what is left of an account would show
	// beside what the pages of the moment take.
	accountUsers = 10
	// growthMust is what the process may take more after all accounts than after the warm-up: a tenth. growthNoise comes on top,
	// since the collector may just have been, or not, when the memory is looked at.
	growthMust  = 0.1
	growthNoise = 2 << 20
)

// measureAccounts reads one page of each of 10,000 accounts, each with an id and a key of its own, through one connector's
// process, 64 at a time. What the connector keeps of an account that it is done with would show as memory, and its
// connections as open files.
func measureAccounts(ctx context.Context, b binaries, t *table, _ int) (err error) {
	vendor, err := startStandin(ctx, b, "-users", strconv.Itoa(accountUsers), "-any-key")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, vendor.stop()) }()
	account, err := vendor.account()
	if err != nil {
		return err
	}
	p, err := plugin.Launch(ctx, plugin.Config{Path: b.lattice})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if _, err := p.Describe(ctx); err != nil {
		return err
	}
	before, ok, err := look(p)
	if err != nil {
		return err
	}
	if !ok {
		t.unknown("10,000 accounts")
		return nil
	}
	begin := time.Now()
	if _, err := readAccounts(ctx, p, account, 0, accountsTimed); err != nil {
		return err
	}
	t.duration("1,000 accounts, 64 at a time", time.Since(begin), 0, 0)
	warm, err := readAccounts(ctx, p, account, accountsTimed, accountsWarm)
	if err != nil {
		return err
	}
	after, err := readAccounts(ctx, p, account, accountsWarm, accounts)
	if err != nil {
		return err
	}
	// A vendor that ends its connections ends what is idle now, rather than when nobody has used it for 45 s.
	if err := vendor.stop(); err != nil {
		return err
	}
	end, err := lookUntil(ctx, p, before)
	if err != nil {
		return err
	}
	most := warm.memory + int64(float64(warm.memory)*growthMust) + growthNoise
	t.size("10,000 accounts: memory", after.memory, most)
	t.note(fmt.Sprintf("%s before, %s after %d accounts, which may grow by a tenth and %s",
		mebibytes(before.memory), mebibytes(warm.memory), accountsWarm, mebibytes(growthNoise)))
	t.count("10,000 accounts: its open files", end.files, before.files)
	t.note(fmt.Sprintf("%d while connections to the vendor were idle", after.files))
	t.count("10,000 accounts: the host's open files", end.hostFiles, before.hostFiles)
	t.count("10,000 accounts: the host's goroutines", end.goroutines, before.goroutines)
	return nil
}

// readAccounts reads a page of each of the accounts with these numbers, and takes stock.
func readAccounts(ctx context.Context, p *plugin.Plugin, like *connectorv1.Account, from, to int) (held, error) {
	numbers, failed := make(chan int), make([]error, accountsAtOnce)
	var wg sync.WaitGroup
	for i := range accountsAtOnce {
		wg.Go(func() {
			for n := range numbers {
				failed[i] = errors.Join(failed[i], readAccount(ctx, p, like, n))
			}
		})
	}
	for n := from; n < to; n++ {
		numbers <- n
	}
	close(numbers)
	wg.Wait()
	now, _, err := look(p)
	return now, errors.Join(err, errors.Join(failed...))
}

func readAccount(ctx context.Context, c connector.Connector, like *connectorv1.Account, n int) error {
	account := proto.CloneOf(like)
	account.Id = "account-" + strconv.Itoa(n)
	account.Credentials["api_key"] += "-" + strconv.Itoa(n)
	receipt, err := c.ListUsers(ctx, connector.ListRequest{Account: account, Options: &connectorv1.ListOptions{PageLimit: 1}},
		connector.SinkFuncs[*iamv1.User]{})
	if err == nil && receipt.GetItems() != accountUsers {
		err = fmt.Errorf("account %d: %w: %d of %d", n, errCount, receipt.GetItems(), accountUsers)
	}
	return err
}
