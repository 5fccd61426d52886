package byhand

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// broken is a connector whose lists are not whole.
type broken struct {
	connector.Connector
	leak bool
}

func (b broken) Describe(ctx context.Context) (*connectorv1.Description, error) {
	if b.Connector == nil {
		return nil, errors.New("not \x1b[2J today")
	}
	return b.Connector.Describe(ctx)
}

func (b broken) ListUsers(
	_ context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User],
) (*connectorv1.Receipt, error) {
	token := req.Account.GetCredentials()["token"]
	user := &iamv1.User{Id: "1", Name: "\x1b[2J", Source: &iamv1.Source{
		Warnings: []*iamv1.Warning{{Path: "$.email", Reason: "no address"}},
	}}
	if b.leak {
		user.Name = "has " + token
	}
	if err := sink.Progress(&connectorv1.Progress{Message: "waiting"}); err != nil {
		return nil, err
	}
	err := sink.Page(connector.Page[*iamv1.User]{Items: []*iamv1.User{user, {Id: ""}}, Info: &connectorv1.PageInfo{
		NextPageToken: "abc", Rejected: []*connectorv1.RejectedItem{{Id: "2", Path: "$[1]", Reason: "too \x1b[31mlong"}},
	}})
	if err != nil {
		return nil, err
	}
	if err := sink.Page(connector.Page[*iamv1.User]{Items: []*iamv1.User{{Id: "3"}}}); err != nil {
		return nil, err
	}
	e := connector.Errorf(connector.UpstreamUnavailable, "the vendor said no to %s", token)
	e.UpstreamStatus, e.UpstreamExcerpt = 503, `{"token":"`+token+`"}`
	return nil, e
}

// TestPartial: what came stays, and what is wrong with it is said, as well as how to go on.
func TestPartial(t *testing.T) {
	r := run(t, broken{Connector: sample.New()}, "users", "--secret", "token=env:TOKEN").want(t, 4,
		"waiting\n", "warning: user 1: $.email: no address", `rejected user 2: $[1]: too \x1b[31mlong`, "rejected user without an id: ",
		"UPSTREAM_UNAVAILABLE: for the application's vendor", "HTTP 503")
	if len(r.ids(t)) != 2 {
		t.Error(r.stdout)
	}
	const want = "partial, without a receipt: 2 users in 2 pages, 2 rejected, 1 with warnings; " +
		"to go on (the last 1 come again), add --page-token abc"
	if r.lastLine() != want {
		t.Errorf("%s\nwant %s", r.lastLine(), want)
	}
	if strings.Contains(r.stdout+r.stderr, "\x1b") {
		t.Errorf("it acts on terminals: %s%s", r.stdout, r.stderr)
	}
}

// TestSecretsAreTakenOut: a connector that repeats its credentials does not get them onto the screen, or into a file.
func TestSecretsAreTakenOut(t *testing.T) {
	r := run(t, broken{Connector: sample.New(), leak: true}, "users", "--secret", "token=env:TOKEN").want(t, 4, "the vendor said no to REDACTED")
	if strings.Contains(r.stdout+r.stderr, sample.Token) || !strings.Contains(r.stdout, `"has REDACTED"`) {
		t.Errorf("%s%s", r.stdout, r.stderr)
	}
}

func TestNoDescription(t *testing.T) {
	r := run(t, broken{}, "describe").want(t, 1, "cannot say what it is", "CONNECTOR_BUG")
	if strings.Contains(r.stderr, "\x1b") {
		t.Error(r.stderr)
	}
}

// full is a disk without room, or a pipe without a reader.
type full struct{ err error }

func (f full) Write([]byte) (int, error) { return 0, f.err }

func TestOutputFails(t *testing.T) {
	for err, words := range map[error]string{
		syscall.EPIPE: "the reader of the output went away", syscall.ENOSPC: "the output cannot be written: ",
	} {
		var stderr bytes.Buffer
		status := Run(t.Context(), sample.New(), env(full{err}, &stderr, "users", "--secret", "token=env:TOKEN"))
		if status != 1 || !strings.Contains(stderr.String(), words) {
			t.Errorf("status %d: %s", status, stderr.String())
		}
	}
}

// TestTheEndIsTheCallers: a command that is ended says by what.
func TestTheEndIsTheCallers(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	var stderr bytes.Buffer
	e := env(writerFunc(func() { cancel(errors.New("someone pressed a key")) }), &stderr,
		"users", "--secret", "token=env:TOKEN", "--set", "users=100", "--page-size", "10")
	if status := Run(ctx, sample.New(), e); status != 4 || !strings.Contains(stderr.String(), "someone pressed a key") {
		t.Errorf("status %d: %s", status, stderr.String())
	}
}

type writerFunc func()

func (f writerFunc) Write(p []byte) (int, error) {
	f()
	return len(p), nil
}
