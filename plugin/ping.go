package plugin

import (
	"context"

	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
)

// Ping asks the process whether it is alive, by gRPC's health service. Any answer is one: a connector that does not have the
// service answers, too. Errors: as of a call.
func (p *Plugin) Ping(ctx context.Context) error {
	ctx, call, err := p.begin(ctx)
	if err != nil {
		return err
	}
	defer call.end()
	defer call.limit(p.cfg.CallTimeout)()
	_, err = grpc_health_v1.NewHealthClient(p.rpc.Load()).Check(ctx, &grpc_health_v1.HealthCheckRequest{Service: goplugin.GRPCServiceName})
	switch status.Code(err) {
	case codes.OK, codes.Unimplemented, codes.NotFound:
		return nil
	}
	return call.fault(err)
}
