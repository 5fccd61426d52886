package plugin

import (
	"context"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/internal/wire"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// maxHeaders bounds headers and trailers, which hold an error's status: 4 KiB by the contract, a third more in base64, and
// up to three times as much in the percent-encoded message beside it.
const maxHeaders = 64 << 10

// window is how much of a list may be under way to who does not read it: some ten pages. A window of a known size saves what finding
// one out takes, a ping and its answer for each page, and frames that say how it grows; one that is found out grows to 16 MiB, which is
// hundreds of pages that a vendor is asked for though nobody takes them.
const window = 256 << 10

// dialOptions come after go-plugin's own, and so count.
func (p *Plugin) dialOptions() []grpc.DialOption {
	return []grpc.DialOption{
		grpc.WithContextDialer(p.link.dial),
		grpc.WithStreamInterceptor(p.intercept),
		grpc.WithDefaultCallOptions(
			grpc.MaxCallRecvMsgSize(connector.MaxMessageSize),
			grpc.MaxCallSendMsgSize(connector.MaxMessageSize),
			grpc.ForceCodecV2(wire.Codec()),
		),
		grpc.WithMaxHeaderListSize(maxHeaders),
		grpc.WithStaticStreamWindowSize(window),
		grpc.WithStaticConnWindowSize(window),
		// An idle channel would be closed and dialled again, and there is nothing left to dial.
		grpc.WithIdleTimeout(0),
	}
}

// intercept keeps the process from asking the host for connections: nothing here uses go-plugin's broker, and each of its
// messages would cost the host a goroutine. It also tells us the connection, which go-plugin forgets to close when it
// fails.
func (p *Plugin) intercept(
	ctx context.Context, desc *grpc.StreamDesc, cc *grpc.ClientConn, method string, open grpc.Streamer, opts ...grpc.CallOption,
) (grpc.ClientStream, error) {
	p.rpc.CompareAndSwap(nil, cc)
	if strings.HasPrefix(method, "/plugin.GRPCBroker/") {
		return nil, status.Error(codes.Unimplemented, "this host has no broker")
	}
	return open(ctx, desc, cc, method, opts...)
}
