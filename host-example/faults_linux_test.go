package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
)

// maxPeak is what no process may take, whatever the vendor sends.
const maxPeak = 100 << 20

// An answer without end is bounded: of 2 GiB, neither process holds more than a part.
func TestEndlessAnswerIsBounded(t *testing.T) {
	server, account := standIn(t, latticetest.Config{Users: 300})
	if err := server.SetRules(latticetest.Rule{Path: latticeFaults.users, From: 2, Kind: "endless"}); err != nil {
		t.Fatal(err)
	}
	r := start(t, listOf(account)...)
	for range 100 {
		r.line(t)
	}
	peaks := map[int]int64{r.Process.Pid: 0, connectorOf(t, r): 0}
	ended := make(chan result)
	go func() { ended <- r.end(t) }()
	watch := time.NewTicker(time.Millisecond)
	defer watch.Stop()
	for {
		for pid, peak := range peaks {
			peaks[pid] = max(peak, peakOf(pid))
		}
		select {
		case <-watch.C:
			continue
		case got := <-ended:
			got.want(t, 4, "UPSTREAM_MALFORMED", "the answer is above 16 MiB", "partial: 100 users")
		}
		break
	}
	for pid, peak := range peaks {
		if peak == 0 || peak > maxPeak {
			t.Errorf("process %d took %d MiB", pid, peak>>20)
		}
		t.Logf("process %d took %d MiB", pid, peak>>20)
	}
}

// peakOf is the most memory that a running process has had, in bytes; 0 when it is gone. (What wait4 tells of a process
// counts its parent's memory too, from the moment between fork and exec.)
func peakOf(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
			if err != nil {
				return 0
			}
			return kib << 10
		}
	}
	return 0
}

// soon is how fast an interrupt is answered with the process's end.
const soon = 200 * time.Millisecond

// An interrupt ends a list that waits for the vendor, whatever it waits for: soon, and with the token to go on from.
func TestInterruptWhileTheVendorIsSilent(t *testing.T) {
	_, healthy := standIn(t, latticetest.Config{Users: 500})
	whole := trellis(t, listOf(healthy)...).want(t, 0).lines(t)
	for name, fault := range map[string]latticetest.Rule{
		"hangs":         {Kind: "hang"},
		"within a body": {Kind: "slow", For: latticetest.Duration(time.Minute)},
		"rate limit":    {Kind: "rate_limit", RetryAfter: 3600},
		"retries":       {Kind: "status", Status: 503, RetryAfter: 3600},
	} {
		t.Run(name, func(t *testing.T) {
			fault.Path, fault.From = latticeFaults.users, 4
			fastest := time.Hour
			for range 10 { // a busy machine may take longer once
				server, account := standIn(t, latticetest.Config{Users: 500})
				if err := server.SetRules(fault); err != nil {
					t.Fatal(err)
				}
				r := start(t, listOf(account)...)
				for range 300 {
					r.line(t)
				}
				waitUntil(t, func() bool { return server.Rules()[0].Hits > 0 })
				pid := connectorOf(t, r)
				begin := time.Now()
				if err := r.Process.Signal(os.Interrupt); err != nil {
					t.Fatal(err)
				}
				got := r.end(t).want(t, 4, "interrupt signal received", "partial: 300 users")
				fastest = min(fastest, time.Since(begin))
				gone(t, pid)
				if err := server.SetRules(); err != nil {
					t.Fatal(err)
				}
				users := got.lines(t)
				for id, user := range trellis(t, append(listOf(account), got.goOn(t)...)...).want(t, 0).lines(t) {
					if users[id] != nil {
						t.Errorf("%s comes twice", id)
					}
					users[id] = user
				}
				if len(users) != len(whole) {
					t.Errorf("%d users in all, want %d", len(users), len(whole))
				}
				if fastest < soon {
					break
				}
			}
			if fastest >= soon {
				t.Errorf("it took %v at best", fastest)
			}
			t.Logf("%v", fastest)
		})
	}
}

// waitUntil waits for a condition.
func waitUntil(t *testing.T, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("what was waited for does not happen")
		}
	}
}
