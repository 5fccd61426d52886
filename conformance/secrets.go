package conformance

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// wantNoOutput notes credentials in what a process has written. It ends the process, so that everything has come.
func (t *trial) wantNoOutput(p *process, accounts ...*connectorv1.Account) {
	p.close()
	for _, a := range accounts {
		for where, text := range map[string]string{"stdout": p.stdout.String(), "stderr": p.stderr.String()} {
			for line := range strings.Lines(text) {
				if name, found := findSecret(line, a.GetCredentials()); found {
					t.failf("%s is on %s: %s", name, where, strings.TrimSpace(clip(line, 300)))
				}
			}
		}
	}
}

func secretsOutput(ctx context.Context, t *trial) {
	p := t.fresh(ctx)
	for _, call := range t.accountCalls() {
		_ = call.do(ctx, p, t.account()) // how it ends is for other cases
	}
	for k := range t.kinds(opList) {
		_ = p.list(ctx, k, t.account(), &connectorv1.ListOptions{Raw: true})
	}
	accounts := []*connectorv1.Account{t.account()}
	for _, one := range t.provoke(ctx, p) {
		accounts = append(accounts, one.account)
	}
	t.wantNoOutput(p, accounts...)
}

func secretsAnswers(ctx context.Context, t *trial) {
	secrets := t.account().GetCredentials()
	look := func(what string, m proto.Message) {
		if name, found := findSecret(textOf(m), secrets); found {
			t.failf("%s: %s is in %s", what, name, clip(textOf(m), 300))
		}
	}
	a, _ := t.connector(ctx).authenticate(ctx, t.account())
	look("Authenticate", a)
	for k := range t.kinds(opList) {
		s := t.list(ctx, k, &connectorv1.ListOptions{PageSize: t.pageSize(ctx, k)})
		for _, e := range s.events {
			switch {
			case e.page != nil:
				look(k.name+", a page", e.page.info)
			case e.progress != nil:
				look(k.name+", a progress", e.progress)
			case e.receipt != nil:
				look(k.name+", the receipt", e.receipt)
			}
		}
		for _, one := range s.items() {
			look(k.name+", an item", one)
		}
	}
}

// awkward is what makes a key one of characters that are written differently wherever they are escaped.
const awkward = `"k<e>y&1+2/3=4%41\5?6-Zq`

// awkwardAccount is an account at a stand-in whose key is hard to recognize where it is escaped, if connector and stand-in take
// such a one.
func (t *trial) awkwardAccount(ctx context.Context, s *sandbox) *connectorv1.Account {
	good, hard := s.account(), s.account()
	for name, key := range good.GetCredentials() {
		hard.Credentials[name] = key + awkward
		if s.configure(ctx, map[string]any{"api_key": key + awkward}) != nil {
			return good
		}
		if _, f := t.connector(ctx).authenticate(ctx, hard); f == nil {
			return hard
		}
		t.must(s.configure(ctx, map[string]any{"api_key": key}))
		break
	}
	return good
}

func secretsEcho(ctx context.Context, t *trial) {
	s := t.sandbox(ctx, 30, firstSeed)
	a := t.awkwardAccount(ctx, s)
	p := t.fresh(ctx)
	for name, secret := range a.GetCredentials() {
		for _, f := range echoes(secret) {
			t.must(s.fail(ctx, f))
			for _, call := range t.accountCalls() {
				failed := call.do(ctx, p, a)
				if failed == nil {
					continue
				}
				text := failed.message + textOf(failed.details())
				if _, found := findSecret(text, a.GetCredentials()); found {
					t.failf("%s, where %s and sends it back: %s is in the error: %s", call.name, faultName(f), name, clip(text, 400))
				}
			}
		}
	}
	t.wantNoOutput(p, a)
}

func secretsProcess(ctx context.Context, t *trial) {
	p := t.fresh(ctx)
	for _, call := range t.accountCalls() {
		_ = call.do(ctx, p, t.account())
	}
	for _, pid := range processTree(p.plugin.PID()) {
		for _, file := range []string{"cmdline", "environ"} {
			text, err := os.ReadFile(procPath(pid, file))
			if err != nil {
				continue // it has ended
			}
			if name, found := findSecret(string(text), t.account().GetCredentials()); found {
				t.failf("%s is in /proc/%d/%s", name, pid, file)
			}
		}
	}
}

func procPath(pid int, file string) string { return filepath.Join("/proc", strconv.Itoa(pid), file) }

// processTree are a process and what it has started.
func processTree(pid int) []int {
	all := []int{pid}
	tasks, err := filepath.Glob(procPath(pid, "task/*/children"))
	if err != nil {
		return all
	}
	for _, file := range tasks {
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		for field := range strings.FieldsSeq(string(text)) {
			if child, err := strconv.Atoi(field); err == nil {
				all = append(all, processTree(child)...)
			}
		}
	}
	return all
}

func secretsFiles(ctx context.Context, t *trial) {
	p := t.fresh(ctx)
	for k := range t.kinds(opList) {
		_ = p.list(ctx, k, t.account(), nil)
	}
	for _, pid := range processTree(p.plugin.PID()) {
		files, err := filepath.Glob(procPath(pid, "fd/*"))
		t.must(err)
		for _, fd := range files {
			to, err := os.Readlink(fd)
			if err != nil || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "/dev/") || strings.HasPrefix(to, "/proc/") || strings.HasPrefix(to, "/memfd:") {
				continue
			}
			if link, err := os.Lstat(fd); err == nil && link.Mode().Perm()&0o200 != 0 {
				t.failf("the process has %s open for writing", to)
			}
		}
	}
}

func secretsRightKey(ctx context.Context, t *trial) {
	mine, theirs := t.sandbox(ctx, 30, firstSeed), t.sandbox(ctx, 30, secondSeed)
	accounts := []*connectorv1.Account{mine.account(), t.rotate(ctx, theirs)} // two sandboxes have the same key else
	p := t.connector(ctx)
	for range 2 {
		for _, a := range accounts {
			for _, call := range t.accountCalls() {
				_ = call.do(ctx, p, a)
			}
		}
	}
	for _, s := range []*sandbox{mine, theirs} {
		seen, err := s.seen(ctx)
		t.must(err)
		if len(seen.Wrong) > 0 {
			t.failf("%d requests came with another credential", len(seen.Wrong))
		}
	}
}
