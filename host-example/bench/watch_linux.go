package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// watchEvery is how often the processes are looked at: often enough to see them shortly before they end.
const watchEvery = 10 * time.Millisecond

// watch follows a process and the one that it starts until the context ends, and answers the most memory that each had. It
// takes time itself: what is watched is not timed.
func watch(ctx context.Context, pid int) (p peaks) {
	child := 0
	for tick := time.NewTicker(watchEvery); ; {
		if child == 0 {
			child = childOf(pid)
		}
		p.asks = max(p.asks, peakOf(pid))
		p.connector = max(p.connector, peakOf(child))
		select {
		case <-tick.C:
		case <-ctx.Done():
			tick.Stop()
			return p
		}
	}
}

// peakOf is the most that a process had resident; 0 of one that is no more.
func peakOf(pid int) int64 {
	kib, _ := strconv.ParseInt(strings.TrimSuffix(fieldOf(fmt.Sprintf("/proc/%d/status", pid), "VmHWM"), " kB"), 10, 64)
	return kib << 10
}

// childOf is a process that the other has started, once it executes a program of its own; 0 where there is none yet.
func childOf(pid int) int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return 0
	}
	program, _ := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	for _, e := range entries {
		child, err := strconv.Atoi(e.Name())
		if err != nil || fieldOf(fmt.Sprintf("/proc/%d/status", child), "PPid") != strconv.Itoa(pid) {
			continue
		}
		if own, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", child)); err == nil && own != program {
			return child
		}
	}
	return 0
}
