package plugin_test

import (
	"bytes"
	"context"
	"errors"
	"os/signal"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/internal/handshake"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/anypb"
)

// hostileHangs is who does not answer, or does not go.
func hostileHangs() []hostileCase {
	callSoon := func(c *plugin.Config) { c.CallTimeout = soon }
	silent := func(c *plugin.Config) { c.SilenceTimeout = soon }
	stopSoon := func(c *plugin.Config) { c.StopTimeout = soon }
	return []hostileCase{
		{
			name: "hangs-in-a-call", run: getter(wait), meet: getting("7"), set: callSoon,
			reason: connector.PluginTimeout, words: []string{"did not answer within 300ms"},
		},
		{
			name: "freezes-in-a-call", run: getter(func() { end(syscall.SIGSTOP) }), meet: getting("7"),
			set:    func(c *plugin.Config) { c.CallTimeout, c.StopTimeout = soon, soon },
			reason: connector.PluginTimeout, words: []string{"did not answer within 300ms"}, close: connector.PluginTimeout,
		},
		{
			name: "is-silent-from-the-start", run: lister(func(usersStream) error { wait(); return nil }), meet: listingUsers, set: silent,
			reason: connector.PluginTimeout, words: []string{"gave no sign of life for 300ms"},
		},
		{
			name: "is-silent-mid-stream",
			run:  lister(func(out usersStream) error { _ = out.Send(page("t", "1")); wait(); return nil }), meet: listingUsers, set: silent,
			reason: connector.PluginTimeout, words: []string{"gave no sign of life for 300ms"}, check: oneUser,
		},
		{ // what is called hung, because the one call that it takes is another
			name: "takes-no-more-calls", set: func(c *plugin.Config) { c.SilenceTimeout, c.StopTimeout = soon, soon },
			run: func() {
				serveHostile(hostile{get: func(string) (*userAnswer, error) { write(2, "taken\n"); wait(); return nil, nil }},
					grpc.MaxConcurrentStreams(2)) // the other one is stdio's
			},
			meet: func(t *testing.T, e *encounter) {
				if !launched(t, e) {
					return
				}
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				done := make(chan struct{})
				go func() { defer close(done); _, _ = e.p.GetUser(ctx, get("7")) }()
				eventually(t, "the call is taken", func() bool { return strings.Contains(e.log.String(), "taken") })
				_, e.err = e.p.ListUsers(t.Context(), list(""), users)
				if ctx.Err() != nil {
					t.Error("the list had to wait for the other call to end")
				}
				cancel()
				<-done
			},
			reason: connector.PluginTimeout, words: []string{"gave no sign of life for 300ms"}, close: connector.PluginTimeout,
		},
		{
			name: "hangs-in-shutdown", run: func() { serveHostile(hostile{}); wait() }, meet: closing, set: stopSoon,
			close: connector.PluginTimeout,
		},
		{
			name: "ignores-SIGTERM", set: stopSoon,
			run: func() { signal.Ignore(syscall.SIGTERM, syscall.SIGINT); serveHostile(hostile{}); wait() },
			meet: func(t *testing.T, e *encounter) {
				if launched(t, e) {
					_ = syscall.Kill(e.p.PID(), syscall.SIGTERM)
					_, e.err = e.p.GetUser(t.Context(), get("7"))
				}
			},
			close: connector.PluginTimeout,
		},
	}
}

// hostileAnswers is what one call can be answered with.
func hostileAnswers() []hostileCase {
	protocol := func(name, words string, answer func() *userAnswer) hostileCase {
		return hostileCase{
			name: name, meet: getting("7"), reason: connector.PluginProtocol, words: []string{words, "GetUser"},
			run: func() {
				serveOwn(hostile{get: func(string) (*userAnswer, error) { return answer(), nil }},
					func(*grpc.Server) {}, handshake.Line.String)
			},
			check: stillAnswers,
		}
	}
	user := func(field byte, content []byte) *userAnswer {
		r := userOf("7")
		r.User = raw(r.User, append([]byte{field<<3 | 2, byte(len(content))}, content...))
		return r
	}
	return []hostileCase{
		protocol("answers-256-MiB", "16 MiB", func() *userAnswer { return userOf("bulk") }),
		protocol("answers-nothing", "neither an item nor an error", func() *userAnswer { return &userAnswer{} }),
		protocol("answers-another-id", "another id than was asked for", func() *userAnswer { return userOf("8") }),
		protocol("answers-no-id", "no id", func() *userAnswer { return userOf("") }),
		protocol("answers-what-is-not-UTF-8", "invalid UTF-8", func() *userAnswer { return user(2, []byte("\xff\xfe")) }),
		protocol("answers-what-is-no-message", "unmarshal", func() *userAnswer {
			return raw(&userAnswer{}, []byte{0xff, 0xff, 0xff})
		}),
		protocol("answers-what-grows", "more memory than any message", func() *userAnswer {
			return raw(userOf("7"), inField(1, inField(18, bytes.Repeat([]byte{1<<3 | 2, 0}, 7<<20)))) // roles of nothing
		}),
	}
}

// stillAnswers: the call after a bad answer is answered as ever.
func stillAnswers(t *testing.T, e *encounter) {
	t.Helper()
	_, err := e.p.Authenticate(t.Context(), account(""))
	if connector.ReasonOf(err) != connector.ReasonUnsupported { // the hostile have no Authenticate
		t.Errorf("the next call: %v", err)
	}
}

// hostileErrors is what a call can fail with.
func hostileErrors() []hostileCase {
	fails := func(name string, reason connector.Reason, err error, words ...string) hostileCase {
		return hostileCase{
			name: name, meet: getting("7"), reason: reason, words: words,
			run: answerer(func(string) (*userAnswer, error) { return nil, err }),
			check: func(t *testing.T, e *encounter) {
				if x, ok := errors.AsType[*connector.Error](e.err); !ok || x.Connector != "hostile" || len(x.Error()) > 3<<10 {
					t.Errorf("%d bytes: %.200v", len(e.err.Error()), e.err)
				}
			},
		}
	}
	reason := func(name connector.Reason, text string) error {
		return (&connector.Error{Reason: name, Message: text}).GRPCStatus().Err()
	}
	garbled := status.FromProto(&spb.Status{Code: int32(codes.Internal), Message: "m", Details: []*anypb.Any{
		{TypeUrl: "type.googleapis.com/google.rpc.ErrorInfo", Value: []byte{0xff}}, {TypeUrl: "x\x1b"},
	}}).Err()
	long, _ := status.New(codes.Internal, strings.Repeat("\x1b", 6<<10)).WithDetails(
		&errdetails.ErrorInfo{Domain: connector.ErrorDomain, Reason: "UPSTREAM_REJECTED"},
		&connectorv1.ErrorDetail{Connector: "other", Path: strings.Repeat("p", 10<<10), VendorRequestId: strings.Repeat("\x1b", 10<<10)},
	)
	endless, _ := status.New(codes.Internal, strings.Repeat("x", 1<<20)).WithDetails(
		&errdetails.ErrorInfo{Domain: connector.ErrorDomain, Reason: "NOT_FOUND"},
	)
	return []hostileCase{
		fails("fails-without-a-reason", connector.PluginProtocol, errors.New("some\x1b[31m text"), "Unknown", `some\x1b[31m text`),
		fails("fails-at-length", connector.PluginProtocol, status.Error(codes.Internal, strings.Repeat("x", 12<<10)), "Internal"),
		fails("fails-as-only-hosts-may", connector.PluginProtocol, reason("PLUGIN_TIMEOUT", "I took too long"), "which only hosts may"),
		fails("fails-with-a-reason-that-is-none", connector.PluginProtocol, reason("\x1b[2J", "m"), "a reason that is none", `\x1b[2J`),
		fails("fails-with-a-reason-of-later", "A_REASON_OF_LATER", reason("A_REASON_OF_LATER", "m\x1b"), `m\x1b`),
		fails("fails-in-another-name", connector.NotFound, (&connector.Error{
			Reason: connector.NotFound, Message: "m", Connector: "other", Operation: "\x1b[2J",
		}).GRPCStatus().Err(), "hostile"),
		fails("fails-at-length-with-a-reason", connector.UpstreamRejected, long.Err()),
		fails("fails-at-more-length-than-headers-have", connector.PluginProtocol, endless.Err()),
		fails("fails-with-garbled-details", connector.PluginProtocol, garbled, "Internal"),
		fails("fails-as-if-it-had-been-cancelled", connector.PluginProtocol, status.Error(codes.Canceled, "no"), "Canceled"),
		fails("fails-as-if-out-of-time", connector.PluginProtocol, status.Error(codes.DeadlineExceeded, "no"), "DeadlineExceeded"),
		fails("fails-with-a-code-that-is-none", connector.PluginProtocol, status.Error(codes.Code(4711), "no"), "no"),
	}
}

// hostileNeighbours is what a process can do to the machine that it shares with its host.
func hostileNeighbours() []hostileCase {
	return []hostileCase{
		{name: "opens-10000-files", run: getter(func() { fill(10_000) }), meet: getting("7")},
		{name: "has-a-child-that-holds-its-pipes", run: getter(func() { holdPipes(false) }), meet: getting("7")},
		{name: "has-a-child-that-left-and-holds-its-pipes", run: getter(func() { holdPipes(true) }), meet: getting("7"), check: killChild},
		{ // gRPC's GOAWAY: the connection stays for the calls that run, and takes no more
			name: "takes-its-leave", reason: connector.PluginProtocol, words: []string{"closed its connection to the host"},
			run: func() {
				server := make(chan *grpc.Server, 1)
				leave := func(id string) (*userAnswer, error) {
					s := <-server
					go s.GracefulStop() // waits for the stdio stream, which does not end
					return userOf(id), nil
				}
				serveOwn(hostile{get: leave}, func(s *grpc.Server) {
					server <- s
					registerStream("plugin.GRPCStdio", "StreamStdio", func(grpc.ServerStream) error { wait(); return nil })(s)
				}, handshake.Line.String)
			},
			meet: func(t *testing.T, e *encounter) {
				if !launched(t, e) {
					return
				}
				_, e.err = e.p.GetUser(t.Context(), get("7"))
				eventually(t, "its leave arrives", func() bool {
					ctx, cancel := context.WithTimeout(t.Context(), patience)
					defer cancel()
					if e.err == nil {
						_, e.err = e.p.Authenticate(ctx, account(""))
					}
					if connector.ReasonOf(e.err) == connector.ReasonUnsupported {
						e.err = nil
					}
					return e.err != nil
				})
				<-e.p.Done() // nobody could reach it any more
			},
		},
	}
}

// killChild ends what is outside the promise.
func killChild(t *testing.T, e *encounter) {
	child := regexp.MustCompile(`child (\d+)`)
	eventually(t, "the child's id is in the log", func() bool { return child.MatchString(e.log.String()) })
	pid, _ := strconv.Atoi(child.FindStringSubmatch(e.log.String())[1])
	_ = e.p.Close()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Errorf("the child: %v", err)
	}
}

// oneUser: what came before the end came through.
func oneUser(t *testing.T, e *encounter) {
	if len(e.users) != 1 || e.users[0].GetId() != "1" {
		t.Errorf("came: %v", e.users)
	}
}
