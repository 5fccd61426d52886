package plugin_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
)

// TestTheWallIsInvisible: a connector answers through the wall exactly what it answers in process.
func TestTheWallIsInvisible(t *testing.T) {
	p, _ := launch(t, "sample")
	direct := connector.Checked(sample.New())
	orchard := &connectorv1.Account{
		Id: "a", Settings: map[string]string{"users": "120"}, Credentials: map[string]string{"token": sample.Token},
	}
	request := connector.ListRequest{Account: orchard, Options: &connectorv1.ListOptions{Raw: true, PageSize: 50}}
	one := func(id string) connector.GetRequest { return connector.GetRequest{Account: orchard, ID: id} }
	ctx := t.Context()

	compare(t, "Describe", call(ctx, direct.Describe), call(ctx, p.Describe))
	compare(t, "Authenticate", call1(ctx, direct.Authenticate, orchard), call1(ctx, p.Authenticate, orchard))
	compare(t, "ListUsers", listing(ctx, direct.ListUsers, request), listing(ctx, p.ListUsers, request))
	compare(t, "ListRoles", listing(ctx, direct.ListRoles, request), listing(ctx, p.ListRoles, request))
	compare(t, "ListGroups", listing(ctx, direct.ListGroups, request), listing(ctx, p.ListGroups, request))
	for _, id := range []string{"1", "3", "nobody", ""} {
		compare(t, "GetUser", call1(ctx, direct.GetUser, one(id)), call1(ctx, p.GetUser, one(id)))
		compare(t, "GetRole", call1(ctx, direct.GetRole, one(id)), call1(ctx, p.GetRole, one(id)))
		compare(t, "GetGroup", call1(ctx, direct.GetGroup, one(id)), call1(ctx, p.GetGroup, one(id)))
	}
	rejected := &connectorv1.Account{Id: "a", Credentials: map[string]string{"token": "sample-"}}
	compare(t, "Authenticate", call1(ctx, direct.Authenticate, rejected), call1(ctx, p.Authenticate, rejected))
}

// answer is all that a call gave.
type answer struct {
	Messages []proto.Message
	Err      string
	Reason   connector.Reason
}

func answered(err error, messages ...proto.Message) answer {
	a := answer{Reason: connector.ReasonOf(err)}
	if err != nil {
		a.Err = err.Error()
		return a
	}
	a.Messages = messages
	return a
}

func call[M proto.Message](ctx context.Context, f func(context.Context) (M, error)) answer {
	m, err := f(ctx)
	return answered(err, m)
}

func call1[R any, M proto.Message](ctx context.Context, f func(context.Context, R) (M, error), r R) answer {
	m, err := f(ctx, r)
	return answered(err, m)
}

func listing[T connector.Item](
	ctx context.Context, f func(context.Context, connector.ListRequest, connector.Sink[T]) (*connectorv1.Receipt, error), r connector.ListRequest,
) answer {
	var all []proto.Message
	receipt, err := f(ctx, r, connector.SinkFuncs[T]{OnPage: func(p connector.Page[T]) error {
		for _, item := range p.Items {
			all = append(all, item)
		}
		p.Info.NextPageToken = "" // holds when the listing began
		all = append(all, p.Info)
		return nil
	}})
	if receipt != nil {
		receipt.ListingId, receipt.ListingStartedAt = "", nil
	}
	return answered(err, append(all, receipt)...)
}

func compare(t *testing.T, what string, direct, walled answer) {
	t.Helper()
	if d := cmp.Diff(direct, walled, protocmp.Transform()); d != "" {
		t.Errorf("%s (-in process +through the wall):\n%s", what, d)
	}
}

func TestErrorsComeThroughWhole(t *testing.T) {
	p, _ := launch(t, "puppet")
	for i, want := range wireErrors() {
		_, err := p.GetUser(t.Context(), get("error "+strconv.Itoa(i)))
		got, ok := errors.AsType[*connector.Error](err)
		if !ok {
			t.Fatal(err)
		}
		want.Connector, want.Operation = "puppet", "GetUser"
		if d := cmp.Diff(want, got, cmp.FilterPath(func(p cmp.Path) bool {
			return p.String() == "code" || p.String() == "Err"
		}, cmp.Ignore()), cmp.AllowUnexported(connector.Error{})); d != "" {
			t.Errorf("error %d (-sent +arrived):\n%s", i, d)
		}
	}
}

// TestStockPluginsFit: a connector that is served by go-plugin's own AutoMTLS, as other languages do, works as well.
func TestStockPluginsFit(t *testing.T) {
	p, _ := launch(t, "stock")
	u, err := p.GetUser(t.Context(), get("7"))
	if err != nil || u.GetId() != "7" {
		t.Errorf("%v, %v", u, err)
	}
	_, err = p.ListRoles(t.Context(), list(""), connector.SinkFuncs[*iamv1.Role]{})
	wantReason(t, err, connector.ReasonUnsupported)
	_, err = p.Authenticate(t.Context(), account(""))
	wantReason(t, err, connector.ReasonUnsupported, "stock", "Authenticate") // an RPC that it does not have
}

// TestForeignConnectorsFit: what the contract says is all that a connector needs.
func TestForeignConnectorsFit(t *testing.T) {
	p, _ := launch(t, "foreign")
	u, err := p.GetUser(t.Context(), get("7"))
	if err != nil || u.GetId() != "7" {
		t.Errorf("%v, %v", u, err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if exit := p.Exit(); exit.Killed != "" || exit.Code != 0 {
		t.Errorf("it had a life line, and %v", exit)
	}
}

func TestNothingIsInherited(t *testing.T) {
	t.Setenv("TRELLIS_TEST_SECRET", "s3cret")
	t.Setenv("HTTPS_PROXY", "http://user:s3cret@proxy")
	p, w := launch(t, "sample")

	environ, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(p.PID()), "environ"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for v := range strings.SplitSeq(strings.TrimSuffix(string(environ), "\x00"), "\x00") {
		if name, _, _ := strings.Cut(v, "="); name != raceEnv {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	want := []string{"PLUGIN_CLIENT_CERT", "PLUGIN_PROTOCOL_VERSIONS", "PLUGIN_UNIX_SOCKET_DIR", "TRELLIS_CONNECTOR"}
	if !slices.Equal(names, want) {
		t.Errorf("the environment has %v, want %v", names, want)
	}
	if strings.Contains(string(environ), "PRIVATE KEY") || strings.Contains(string(environ), "s3cret") {
		t.Error("the environment has a secret")
	}
	args, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(p.PID()), "cmdline"))
	if err != nil || string(args) != w.Path+"\x00" {
		t.Errorf("arguments: %q, %v", args, err)
	}
}

// TestNoSocketStays: once launched, nobody can find the connector's socket.
func TestNoSocketStays(t *testing.T) {
	_, w := launch(t, "sample")
	if left := filesBelow(t, w.RunDir); len(left) > 0 {
		t.Errorf("there is %v", left)
	}
}

func TestManyCallsAtOnce(t *testing.T) {
	p, _ := launch(t, "puppet")
	done := make(chan error)
	const calls = 50
	for i := range calls {
		go func() {
			if i%2 == 0 {
				_, err := p.ListUsers(t.Context(), list(""), connector.SinkFuncs[*iamv1.User]{})
				done <- err
				return
			}
			u, err := p.GetUser(t.Context(), get(strconv.Itoa(i)))
			if err == nil && u.GetId() != strconv.Itoa(i) {
				err = errors.New("another user: " + u.GetId())
			}
			done <- err
		}()
	}
	for range calls {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
