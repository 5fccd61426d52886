package plugin_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// frozen builds a program on the frozen copy of v1's generated code. It is a program of its own: two copies of one contract
// cannot be linked together.
func frozen(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "frozen-"+name)
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", path, "./"+name)
	cmd.Dir = contractV1
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return path
}

// TestConnectorsOfTheFirstContract: a connector that was built with v1's first generated code, and nothing of Trellis, works
// under today's host.
func TestConnectorsOfTheFirstContract(t *testing.T) {
	w := newWorld(t, "sample")
	w.Path = frozen(t, "plugin")
	p := w.launch(t)
	ctx := t.Context()
	with := func(token string) *connectorv1.Account {
		return &connectorv1.Account{Id: "a", Credentials: map[string]string{"token": token}}
	}
	good := with("frozen-token")

	if d, err := p.Describe(ctx); err != nil || d.GetName() != "frozen" || d.GetVersion() != "1.0.0" {
		t.Errorf("Describe: %v, %v", d, err)
	}
	if a, err := p.Authenticate(ctx, good); err != nil || a.GetWorkspace().GetName() != "Frozen Inc." {
		t.Errorf("Authenticate: %v, %v", a, err)
	}
	if u, err := p.GetUser(ctx, connector.GetRequest{Account: good, ID: "3"}); err != nil || u.GetName() != "User 3" ||
		u.GetStatus() != iamv1.UserStatus_USER_STATUS_ENABLED {
		t.Errorf("GetUser: %v, %v", u, err)
	}
	for _, c := range []struct {
		token, from string
		ids, tokens []string
	}{
		{"", "", []string{"1", "2", "3", "4", "5"}, []string{"after-2", "after-4", ""}},
		{"", "after-4", []string{"5"}, []string{""}},
	} {
		got := frozenList(ctx, t, p, good, c.from)
		if !slices.Equal(got.ids, c.ids) || !slices.Equal(got.tokens, c.tokens) || got.progress != len(c.tokens) ||
			got.receipt.GetItems() != int64(len(c.ids)) || got.receipt.GetVisibility() != connectorv1.Visibility_VISIBILITY_FULL {
			t.Errorf("from %q: %+v", c.from, got)
		}
	}
	get := func(id string) error {
		_, err := p.GetUser(ctx, connector.GetRequest{Account: good, ID: id})
		return err
	}
	authenticate := func(token string) error {
		_, err := p.Authenticate(ctx, with(token))
		return err
	}
	for _, c := range []struct {
		err    error
		reason connector.Reason
		retry  time.Duration
	}{
		{get("9"), connector.NotFound, 0},
		{authenticate("wrong"), connector.CredentialsRejected, 0},
		{authenticate("slow-down"), connector.RateLimited, 90 * time.Second},
	} {
		e := wantReason(t, c.err, c.reason)
		if e.RetryAfter != c.retry || e.Suggestion != "thaw it" || e.UpstreamStatus != 418 || e.Connector != "frozen" {
			t.Errorf("%+v", e)
		}
	}
	_, err := p.ListRoles(ctx, connector.ListRequest{Account: good}, connector.SinkFuncs[*iamv1.Role]{}) // a call that it does not have
	wantReason(t, err, connector.ReasonUnsupported, "frozen", "ListRoles")
	_, err = p.GetRole(ctx, connector.GetRequest{Account: good, ID: "1"})
	wantReason(t, err, connector.ReasonUnsupported, "frozen", "GetRole")
}

// listed is what came of a list.
type listed struct {
	ids, tokens []string
	progress    int
	receipt     *connectorv1.Receipt
}

func frozenList(ctx context.Context, t *testing.T, p *plugin.Plugin, a *connectorv1.Account, from string) listed {
	t.Helper()
	var got listed
	receipt, err := p.ListUsers(ctx, connector.ListRequest{Account: a, Options: &connectorv1.ListOptions{PageToken: from}},
		connector.SinkFuncs[*iamv1.User]{
			OnPage: func(page connector.Page[*iamv1.User]) error {
				for _, u := range page.Items {
					got.ids = append(got.ids, u.GetId())
				}
				got.tokens = append(got.tokens, page.Info.GetNextPageToken())
				return nil
			},
			OnProgress: func(*connectorv1.Progress) error { got.progress++; return nil },
		})
	if err != nil {
		t.Error(err)
	}
	got.receipt = receipt
	return got
}

// TestHostsOfTheFirstContract: a host that was built with v1's first generated code, and nothing of Trellis, can use today's
// connectors; and where it asks for a version that they do not speak, someone says in one sentence who is behind.
func TestHostsOfTheFirstContract(t *testing.T) {
	host, path := frozen(t, "host"), program(t, "sample")
	run := func(version string) (stdout, stderr string, err error) {
		cmd := exec.Command(host, version, path, sample.Token)
		cmd.Env = append(os.Environ(), "TMPDIR="+shortDir(t))
		lifeLine, err := cmd.StdinPipe() // go-plugin's hosts lend their plugins their own
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = lifeLine.Close() }()
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		err = cmd.Run()
		return out.String(), errs.String(), err
	}
	stdout, stderr, err := run("1")
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	var got struct {
		Name, Workspace string
		Users           []string
		Receipt, NoUser string
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatalf("%q: %v", stdout, err)
	}
	if got.Name != "sample" || got.Workspace == "" || len(got.Users) == 0 || !strings.HasPrefix(got.Receipt, "END_EXHAUSTED") ||
		got.NoUser != "NOT_FOUND FAULT_CONFIG" {
		t.Errorf("%+v", got)
	}
	for version, says := range map[string]string{
		"2": `the host speaks contract version \"2\", and this connector speaks 1: upgrade the connector`,
		"0": `the host speaks contract version \"0\", and this connector speaks 1: upgrade the host`,
	} {
		_, stderr, err := run(version)
		if err == nil || strings.Count(strings.ReplaceAll(stderr, `\"`, `"`), strings.ReplaceAll(says, `\"`, `"`)) != 1 {
			t.Errorf("version %s: %v\n%s", version, err, stderr)
		}
	}
	if left := processesOf(t, path); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// TestConnectorsOfALaterContract: what a later version of the contract adds is tolerated: fields in every message, numbers of
// enums, kinds of messages in a list, reasons, fields of the handshake; and calls that are not there.
func TestConnectorsOfALaterContract(t *testing.T) {
	w := newWorld(t, "of-later")
	w.SilenceTimeout = time.Second
	p := w.launch(t)
	ctx := t.Context()
	warm, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if d, err := p.Describe(warm); err != nil || d.GetName() != "hostile" {
		t.Fatalf("Describe: %v, %v", d, err)
	}
	if a, err := p.Authenticate(ctx, account("")); err != nil || a.GetWorkspace().GetName() != "w" {
		t.Errorf("Authenticate: %v, %v", a, err)
	}
	u, err := p.GetUser(ctx, get("7"))
	if err != nil || u.GetId() != "7" || u.GetStatus() != iamv1.UserStatus_USER_STATUS_UNMAPPED {
		t.Errorf("GetUser: %v, %v", u, err)
	}
	_, err = p.GetUser(ctx, get("later"))
	e := wantReason(t, err, "A_REASON_OF_LATER")
	if e.Code() != laterCode {
		t.Errorf("the code to act on is %v", e.Code())
	}
	var ids []string
	r, err := p.ListUsers(ctx, list(""), connector.SinkFuncs[*iamv1.User]{OnPage: func(page connector.Page[*iamv1.User]) error {
		for _, u := range page.Items {
			ids = append(ids, u.GetId())
			if u.GetStatus() != iamv1.UserStatus_USER_STATUS_UNMAPPED {
				t.Errorf("%v", u)
			}
		}
		return nil
	}})
	if d := cmp.Diff([]string{"1", "2"}, ids); err != nil || d != "" || r.GetItems() != 2 {
		t.Errorf("ListUsers: %v, %v\n%s", r, err, d)
	}
	if r.GetVisibility() != connectorv1.Visibility_VISIBILITY_UNKNOWN {
		t.Errorf("a visibility that nobody knows proves something: %v", r.GetVisibility())
	}
	_, err = p.ListGroups(ctx, list(""), connector.SinkFuncs[*iamv1.Group]{})
	wantReason(t, err, connector.ReasonUnsupported)
	if errors.Is(err, connector.PluginProtocol) {
		t.Error("what is not there is no fault")
	}
}
