package plugin_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// puppet is a connector that does what its requests say: GetUser what stands in the id, ListUsers what stands in the
// setting "do".
type puppet struct{ connector.Unsupported }

// manyOperatorKeys names the keys that the puppet's operator may set.
func manyOperatorKeys(i int) string { return "k" + strconv.Itoa(i) }

func puppetDescription(name string) *connectorv1.Description {
	kind := connectorv1.ResourceKind_RESOURCE_KIND_USER
	var operator []*connectorv1.Field
	for i := range 64 {
		operator = append(operator, &connectorv1.Field{Key: manyOperatorKeys(i), Label: "Key"})
	}
	return &connectorv1.Description{
		Name: name, Title: "Puppet", Version: "1.2.3",
		AuthMethods: []*connectorv1.AuthMethod{{
			Id: "key", Title: "Key",
			Kind: &connectorv1.AuthMethod_Fields{Fields: &connectorv1.FieldsAuth{Fields: []*connectorv1.Field{
				{Key: "api_key", Label: "Key", Secret: true},
			}}},
		}},
		Settings:       []*connectorv1.Field{{Key: "do", Label: "Do"}},
		OperatorFields: operator,
		Resources: []*connectorv1.Resource{{
			Kind: kind, Operations: []connectorv1.Operation{connectorv1.Operation_OPERATION_LIST, connectorv1.Operation_OPERATION_GET},
			DefaultPageSize: 10, MaxPageSize: 100,
		}},
	}
}

func (puppet) Describe(context.Context) (*connectorv1.Description, error) {
	return puppetDescription("puppet"), nil
}

func (puppet) Authenticate(context.Context, *connectorv1.Account) (*connectorv1.Authentication, error) {
	return &connectorv1.Authentication{}, nil
}

func (puppet) GetUser(ctx context.Context, req connector.GetRequest) (*iamv1.User, error) {
	u := &iamv1.User{Id: req.ID}
	what, arg, _ := strings.Cut(req.ID, " ")
	switch what {
	case "error":
		i, _ := strconv.Atoi(arg)
		return nil, wireErrors()[i]
	case "leak":
		k := req.Account.GetCredentials()["api_key"]
		return nil, &connector.Error{Reason: connector.UpstreamRejected, Message: "not with " + k, UpstreamExcerpt: `{"key":"` + k + `"}`, Path: "\x1b[2J"}
	case "exit":
		code, _ := strconv.Atoi(arg)
		fmt.Fprintln(os.Stderr, `{"@level":"error","@message":"cannot go on"}`)
		os.Exit(code)
	case "kill":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		wait()
	case "panic":
		panic("the key is " + req.Account.GetCredentials()["api_key"])
	case "die":
		go func() { panic("out of luck") }()
		wait()
	case "hang":
		wait()
	case "patient":
		<-ctx.Done()
		return nil, ctx.Err()
	case "slow":
		d, _ := time.ParseDuration(arg)
		time.Sleep(d)
	case "large":
		u.Name = strings.Repeat("x", 17<<20)
	case "flood":
		flood(os.NewFile(1, "the real stdout"), 1<<20)
		flood(os.Stdout, 1<<20)
		flood(os.Stderr, 1<<20)
	case "log":
		fmt.Fprintln(os.Stderr, arg)
	case "slog":
		slog.Warn("from slog", "n", 1)
	case "print":
		fmt.Println(arg)
	case "unplug": // close every socket, and stay
		for fd := 3; fd < 64; fd++ {
			_ = syscall.Shutdown(fd, syscall.SHUT_RDWR)
		}
		wait()
	case "child":
		holdPipes(arg == "detached")
	}
	return u, nil
}

func (puppet) ListUsers(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	n := int64(0)
	page := func() error {
		n++
		return sink.Page(connector.Page[*iamv1.User]{Items: []*iamv1.User{{Id: strconv.FormatInt(n, 10)}}})
	}
	if err := page(); err != nil {
		return nil, err
	}
	what, arg, _ := strings.Cut(req.Account.GetSettings()["do"], " ")
	switch what {
	case "silent":
		wait()
	case "kill":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		wait()
	case "progress": // so often, 50 ms apart
		times, _ := strconv.Atoi(arg)
		for range times {
			time.Sleep(50 * time.Millisecond)
			if err := sink.Progress(&connectorv1.Progress{Message: "waiting"}); err != nil {
				return nil, err
			}
		}
	case "forever":
		for ctx.Err() == nil {
			if err := page(); err != nil {
				return nil, err
			}
		}
		return nil, ctx.Err()
	case "large":
		return nil, sink.Page(connector.Page[*iamv1.User]{Items: []*iamv1.User{{Id: "x", Name: strings.Repeat("x", 17<<20)}}})
	}
	return &connectorv1.Receipt{
		End: connectorv1.End_END_EXHAUSTED, Items: n, ListingId: "l", ListingStartedAt: timestamppb.Now(),
	}, nil
}

// wireErrors are errors of the contract, each with other parts set.
func wireErrors() []*connector.Error {
	return []*connector.Error{
		{Reason: connector.NotFound, Message: "no such user"},
		{
			Reason: connector.RateLimited, Message: "page 3: wait: ü", Connector: "puppet", Operation: "GetUser", Path: "$.a[0]",
			Suggestion: "wait", UpstreamStatus: 429, UpstreamExcerpt: "slow\n\tdown", VendorRequestID: "r-1", RetryAfter: 90 * time.Second,
		},
		{Reason: connector.UpstreamRejected, Message: "no", Fault: connectorv1.Fault_FAULT_CONFIG, UpstreamStatus: 422},
		{Reason: connector.ConnectorBug, Message: "oops", IncidentID: "i-1"},
		{Reason: "A_REASON_OF_LATER", Message: "later"},
	}
}

var hostsReason = connector.Errorf(connector.PluginTimeout, "I took too long")
