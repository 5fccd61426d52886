package conformance

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// exitWithin is how long a connector may take to exit.
const exitWithin = 2 * time.Second

func stdoutIsSilent(ctx context.Context, t *trial) {
	p := t.fresh(ctx)
	for _, call := range t.accountCalls() {
		_ = call.do(ctx, p, t.account())
		_ = call.do(ctx, p, nil)
	}
	for k := range t.kinds(opList) {
		_ = p.list(ctx, k, t.account(), nil)
	}
	p.close()
	if _, rest, _ := strings.Cut(p.stdout.String(), "\n"); rest != "" {
		t.failf("on stdout comes %q", clip(rest, 300))
	}
}

func healthIsServed(ctx context.Context, t *trial) {
	within, cancel := context.WithTimeoutCause(ctx, callTimeout, errLate)
	defer cancel()
	r, err := grpc_health_v1.NewHealthClient(t.connector(ctx).plugin.Conn()).Check(within, &grpc_health_v1.HealthCheckRequest{Service: "plugin"})
	if err != nil || r.GetStatus() != grpc_health_v1.HealthCheckResponse_SERVING {
		t.failf("the answer is %v, %v", r.GetStatus(), failureOf(err, context.Cause(within)))
	}
}

// wantExit notes a process that does not exit with status 0 in time.
func (t *trial) wantExit(ctx context.Context, p *process, what string) {
	if !waitFor(ctx, p.plugin.Done(), exitWithin+busy) {
		t.failf("%s, it lives on after %v", what, exitWithin+busy)
		return
	}
	if e := p.plugin.Exit(); e.Code != 0 {
		t.failf("%s, it %v", what, e)
	}
}

func shutsDown(ctx context.Context, t *trial) {
	p := t.fresh(ctx)
	if _, f := p.describe(ctx); f != nil {
		t.cannotRun("Describe fails: %v", f)
	}
	within, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	err := p.plugin.Conn().Invoke(within, "/plugin.GRPCController/Shutdown", &emptypb.Empty{}, &emptypb.Empty{})
	if status.Code(err) == codes.Unimplemented {
		t.fatalf("Shutdown is not served")
	}
	t.wantExit(ctx, p, "told to shut down")
}

func lifeLineEnds(ctx context.Context, t *trial) {
	idle := t.fresh(ctx)
	idle.plugin.CutLifeLine()
	t.wantExit(ctx, idle, "with nothing to do, when stdin ends")

	working := t.fresh(ctx)
	account := t.account()
	if t.run.pool != nil { // in the middle of a list that does not end
		s := t.sandbox(ctx, faultUsers, firstSeed)
		t.must(s.fail(ctx, s.at(2, faultPageSize, fault{Kind: "hang"})))
		account = s.account()
	}
	var wg sync.WaitGroup
	begun := make(chan struct{})
	wg.Go(func() {
		begin := sync.OnceFunc(func() { close(begun) })
		defer begin()
		working.listUntil(ctx, users(), account, &connectorv1.ListOptions{PageSize: faultPageSize}, func(event) bool {
			begin()
			return true
		})
	})
	<-begun
	working.plugin.CutLifeLine()
	t.wantExit(ctx, working, "in the middle of a list, when stdin ends")
	working.close()
	wg.Wait()
}

func sigintIsIgnored(ctx context.Context, t *trial) {
	p := t.fresh(ctx)
	found, err := os.FindProcess(p.plugin.PID())
	t.must(err)
	if err := found.Signal(os.Interrupt); err != nil {
		t.cannotRun("it cannot be sent: %v", err)
	}
	const aMoment = 100 * time.Millisecond
	if waitFor(ctx, p.plugin.Done(), aMoment) {
		t.fatalf("it %v", p.plugin.Exit())
	}
	if _, f := p.describe(ctx); f != nil {
		t.failf("after it, Describe fails: %v", f)
	}
}

func largeRequest(ctx context.Context, t *trial) {
	a := t.account()
	for i := range 80 { // an unknown key, or too many: INVALID_CONFIG, and not a message that is too large
		section(a, "settings")["no_such_key_"+strconv.Itoa(i)] = strings.Repeat("x", 64<<10)
	}
	_, f := t.connector(ctx).authenticate(ctx, a)
	t.wantReason(f, "Authenticate with 5 MiB of settings", connector.InvalidConfig)
}

func sideBySide(ctx context.Context, t *trial) {
	t.knownToAuthenticate()
	one, two := t.fresh(ctx), t.fresh(ctx)
	var wg sync.WaitGroup
	for _, p := range []*process{one, two} {
		for range 2 {
			wg.Go(func() {
				if _, f := p.authenticate(ctx, t.account()); f != nil {
					t.failf("Authenticate in one of two processes: %v", f)
				}
			})
		}
	}
	wg.Wait()
	one.close()
	if _, f := two.authenticate(ctx, t.account()); f != nil {
		t.failf("Authenticate, once the other process is gone: %v", f)
	}
}

// Rounds and bounds of the case about leaks: what grows with every list grows by more than this.
const (
	warmUp, rounds = 5, 30
	moreFiles      = 20       // a pool of connections fills up
	moreMemory     = 24 << 20 // a garbage collector has its own mind
)

func leavesNothing(ctx context.Context, t *trial) {
	p := t.fresh(ctx)
	list := func(n int) {
		for range n {
			for k := range t.lists(ctx) {
				if f := p.list(ctx, k, t.account(), nil).failure; f != nil {
					t.cannotRun("%s fails: %v", k.listCall, f)
				}
				p.listUntil(ctx, k, t.account(), &connectorv1.ListOptions{PageSize: 1}, func(event) bool { return false })
			}
		}
	}
	list(warmUp)
	files, memory := usage(p.plugin.PID())
	list(rounds)
	nowFiles, nowMemory := usage(p.plugin.PID())
	if nowFiles > files+moreFiles {
		t.failf("%d files are open after %d lists, and %d after %d", files, warmUp, nowFiles, warmUp+rounds)
	}
	if nowMemory > memory+moreMemory {
		t.failf("it takes %d MiB after %d lists, and %d MiB after %d", memory>>20, warmUp, nowMemory>>20, warmUp+rounds)
	}
}

// usage is how many files a process has open, and how much memory it takes.
func usage(pid int) (files int, memory int64) {
	open, _ := filepath.Glob(procPath(pid, "fd/*"))
	text, err := os.ReadFile(procPath(pid, "statm"))
	if err != nil {
		return len(open), 0
	}
	if fields := strings.Fields(string(text)); len(fields) > 1 {
		pages, _ := strconv.ParseInt(fields[1], 10, 64)
		memory = pages * int64(os.Getpagesize())
	}
	return len(open), memory
}
