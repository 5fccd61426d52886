package conformance

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
)

// Starts are what a run costs: groups share few processes, and one group has the run's own.
func TestGroupsShareProcesses(t *testing.T) {
	r := &run{}
	processes, different := r.processes(Cases()), map[*groupProcess]int{}
	for _, g := range Groups() {
		different[processes[g.ID]] = processes[g.ID].left
	}
	left := 0
	for p, n := range different {
		if p == nil || p == &r.own {
			t.Error("a group has no process, or the run's own")
		}
		left += n
	}
	if len(different) > sharing || left != len(Cases()) {
		t.Errorf("%d groups have %d processes, for %d of %d cases", len(processes), len(different), left, len(Cases()))
	}
	alone := r.processes(Groups()[0].Cases)
	if p := alone[Groups()[0].ID]; p != &r.own || p.left != len(Groups()[0].Cases)+1 {
		t.Errorf("one group has %+v", alone)
	}
}

// Few starts are under way at once, and who waits for a turn ends with its context.
func TestStartsTakeTurns(t *testing.T) {
	s := newStarter("nothing")
	var overs []func()
	for range cap(s.slots) {
		over, err := s.turn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		overs = append(overs, over)
	}
	enough := errors.New("enough")
	ctx, cancel := context.WithTimeoutCause(t.Context(), time.Millisecond, enough)
	defer cancel()
	if _, err := s.turn(ctx); !errors.Is(err, enough) {
		t.Errorf("%v", err)
	}
	overs[0]()
	if over, err := s.turn(t.Context()); err != nil || over == nil {
		t.Errorf("%v", err)
	}
}

// Parts of a check that wait do so at the same time; what one of them notes counts, and one that stops the check stops it when all
// are done.
func TestPartsBesideEachOther(t *testing.T) {
	r := &run{secrets: strings.NewReplacer()}
	var met sync.WaitGroup
	met.Add(2)
	meet := func() { // waits for the other one, for ever where they came one by one
		met.Done()
		met.Wait()
	}
	after := false
	got := r.one(t.Context(), Case{ID: "x.y", Severity: Must, check: func(_ context.Context, t *trial) {
		t.beside(meet, func() { meet(); t.failf("it is wrong") })
		t.beside(func() { t.fatalf("it is all wrong") }, func() { panic("nobody foresaw this") })
		after = true
	}}, &groupProcess{})
	if got.Outcome != Failed || len(got.Seen) != 3 || after || !strings.Contains(strings.Join(got.Seen, " "), "the kit itself panicked") {
		t.Errorf("%+v, went on: %v", got, after)
	}
}
