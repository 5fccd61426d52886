package conformance

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// sandbox is a stand-in of the vendor, made by the connector's own binary, which docs/sandbox.md specifies. Whoever has one has
// it alone.
type sandbox struct {
	about   sandboxLine
	control *control
	// spent: the connector may remember its limits, for the address and the credential, longer than a case lasts.
	spent bool
	kinds map[string]string // of faults that it can have; nil: nobody has asked yet

	cmd    *exec.Cmd
	stdin  io.Closer
	stderr *tape
	ended  chan struct{} // closed when the process is gone
}

// sandboxLine is what `<binary> sandbox --json` prints on a line: how to reach it.
type sandboxLine struct {
	CAPEM      string `json:"ca_pem"`
	ControlURL string `json:"control_url"`
	ControlKey string `json:"control_key"`
	// Account is what leads there.
	Account struct {
		AuthMethodID string            `json:"auth_method_id"`
		Settings     map[string]string `json:"settings"`
		Operator     map[string]string `json:"operator"`
		Credentials  map[string]string `json:"credentials"`
	} `json:"account"`
	// Headers show the account's credentials in a request. None: the one credential is a bearer token.
	Headers map[string]string `json:"headers"`
	// Users is how users are listed there.
	Users struct {
		Path string `json:"path"`
		// Page are parameters of the requests for one page, where pages are asked for by number and in no order: "{number}"
		// counts pages from 1, "{first}" items from 1, and "{offset}" from 0. None: the n-th request is for the n-th page.
		Page map[string]string `json:"page"`
	} `json:"users"`
}

const (
	sandboxStart = 20 * time.Second // an interpreter takes a second
	sandboxEnd   = 5 * time.Second
	maxLine      = 256 << 10
)

// startSandbox starts a stand-in with so many users.
func startSandbox(ctx context.Context, path string, users int, seed uint64) (*sandbox, error) {
	s := &sandbox{stderr: &tape{}, ended: make(chan struct{})}
	args := []string{"sandbox", "--json", "--users", strconv.Itoa(users), "--seed", strconv.FormatUint(seed, 10)}
	s.cmd = exec.CommandContext(context.WithoutCancel(ctx), path, args...) // it outlives the case that starts it
	s.cmd.Env = withoutCookie(os.Environ())
	s.cmd.Stderr, s.cmd.WaitDelay = s.stderr, time.Second
	stdin, err := s.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	s.stdin = stdin
	line := make(chan []byte, 1)
	go func() { // ends with the process
		defer close(s.ended)
		r := bufio.NewReaderSize(stdout, maxLine)
		text, _ := r.ReadSlice('\n') // what is no line is no JSON either
		line <- append([]byte(nil), text...)
		_, _ = io.Copy(io.Discard, r)
		_ = s.cmd.Wait()
	}()
	timer := time.NewTimer(sandboxStart)
	defer timer.Stop()
	select {
	case text := <-line:
		err = s.understand(text)
	case <-timer.C:
		err = fmt.Errorf("it printed no line within %v", sandboxStart)
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	if err != nil {
		s.close()
		return nil, fmt.Errorf("%w%s", err, quoted(s.stderr.String()))
	}
	return s, nil
}

// withoutCookie is an environment in which a connector's binary is run by hand.
func withoutCookie(env []string) (by []string) {
	for _, pair := range env {
		if !strings.HasPrefix(pair, "TRELLIS_CONNECTOR=") {
			by = append(by, pair)
		}
	}
	return by
}

// quoted is what a process wrote, at the end of an error about it.
func quoted(stderr string) string {
	if stderr = strings.TrimSpace(stderr); stderr == "" {
		return ""
	}
	return fmt.Sprintf("; it wrote %q", clip(stderr, 300))
}

func (s *sandbox) understand(line []byte) error {
	if len(strings.TrimSpace(string(line))) == 0 {
		return errors.New("it printed nothing that could be read")
	}
	if err := json.Unmarshal(line, &s.about); err != nil {
		return fmt.Errorf("what it printed is no line of JSON: %w", err)
	}
	if len(s.about.Account.Credentials) == 0 && len(s.about.Account.Settings) == 0 && len(s.about.Account.Operator) == 0 {
		return errors.New("its line has no `account`")
	}
	var err error
	s.control, err = newControl(s.about.ControlURL, s.about.ControlKey, s.about.CAPEM)
	return err
}

// account is the one that leads to the stand-in, without the connector's own pacing: the vendor is here, and patient.
func (s *sandbox) account() *connectorv1.Account {
	a := &connectorv1.Account{
		Id: accountID, AuthMethodId: s.about.Account.AuthMethodID, Settings: s.about.Account.Settings,
		Operator: s.about.Account.Operator, Credentials: s.about.Account.Credentials,
	}
	a = proto.CloneOf(a)
	if a.Operator == nil {
		a.Operator = map[string]string{}
	}
	a.Operator[connector.OperatorRequestsPerMinute] = "0"
	return a
}

// accountID is the host's name for accounts that the kit makes.
const accountID = "conformance"

// close ends the process, as docs/sandbox.md says, or by force.
func (s *sandbox) close() {
	if s.control != nil {
		s.control.close()
	}
	_ = s.stdin.Close()
	timer := time.NewTimer(sandboxEnd)
	defer timer.Stop()
	select {
	case <-s.ended:
	case <-timer.C:
		_ = s.cmd.Process.Kill()
		<-s.ended
	}
}

// pool has the stand-ins that nobody uses now.
type pool struct {
	starts *starter
	mu     sync.Mutex
	idle   []*sandbox
	broken []string // how stand-ins failed in the middle of cases
}

// note keeps how a stand-in failed: what it was needed for could not run, and the run is not whole.
func (p *pool) note(err error) {
	text := "a sandbox failed: " + err.Error()
	p.mu.Lock()
	defer p.mu.Unlock()
	if !slices.Contains(p.broken, text) && len(p.broken) < maxSeen {
		p.broken = append(p.broken, text)
	}
}

// problems are how stand-ins failed.
func (p *pool) problems() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.broken)
}

// lease is a stand-in with so many users, as new.
func (p *pool) lease(ctx context.Context, users int, seed uint64) (*sandbox, error) {
	p.mu.Lock()
	var s *sandbox
	if n := len(p.idle); n > 0 {
		s, p.idle = p.idle[n-1], p.idle[:n-1]
	}
	p.mu.Unlock()
	if s == nil {
		return p.starts.sandbox(ctx, users, seed)
	}
	if err := s.renew(ctx, users, seed); err != nil { // what it was last used for was too much for it
		s.close()
		return p.starts.sandbox(ctx, users, seed)
	}
	return s, nil
}

// giveBack takes a stand-in that is not needed any more.
func (p *pool) giveBack(s *sandbox) {
	if s.spent {
		s.close()
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = append(p.idle, s)
}

func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.idle {
		s.close()
	}
	p.idle = nil
}
