package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"
)

const (
	// limitRate is how many requests the vendor takes in any minute, and limitWindows how many times as many are made.
	limitRate    = 20
	limitWindows = 3
	limitMust    = 1.02
)

// limited is a list that the vendor's limit makes longer than two minutes. It waits nearly all of the time, and is read beside
// the other measurements: sixty requests take little from them.
type limited struct {
	took time.Duration
	err  error
	done chan struct{}
	stop context.CancelFunc
}

// startLimited starts the list.
func startLimited(ctx context.Context, b binaries) *limited {
	ctx, stop := context.WithCancel(ctx)
	l := &limited{done: make(chan struct{}), stop: stop}
	go func() {
		defer close(l.done)
		l.took, l.err = readLimited(ctx, b)
	}()
	return l
}

// readLimited lists as the command line does, with the limit that the vendor has.
func readLimited(ctx context.Context, b binaries) (took time.Duration, err error) {
	const users = limitRate * limitWindows * 100
	v, err := startStandin(ctx, b, "-users", strconv.Itoa(users), "-rate", strconv.Itoa(limitRate))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, v.stop()) }()
	p := listCase{pace: limitRate}.programs(b, v)
	f, err := p[len(p)-1].once(ctx, false)
	if err != nil {
		return 0, err
	}
	if f.Users != users {
		return 0, fmt.Errorf("%w: %d of %d, within the limit", errCount, f.Users, users)
	}
	if err := v.stop(); err != nil {
		return 0, err
	}
	if v.told.Limited != 0 || v.told.Requests != limitRate*limitWindows {
		return 0, fmt.Errorf("the vendor had %d requests, and answered %d of them 429", v.told.Requests, v.told.Limited)
	}
	return f.wall, nil
}

// end gives the list up, if it still goes on.
func (l *limited) end() {
	l.stop()
	<-l.done
}

// report waits for the list. Ideally all requests of a minute come at its beginning, so that the last minute takes no time.
func (l *limited) report(t *table) error {
	<-l.done
	if l.err != nil {
		return l.err
	}
	const ideal = (limitWindows - 1) * time.Minute
	t.ratio(fmt.Sprintf("%d requests, %d in any minute", limitRate*limitWindows, limitRate), l.took, ideal,
		float64(l.took)/float64(ideal), limitMust)
	return nil
}
