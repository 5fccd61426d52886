package manager_test

import (
	"context"
	"os"
	"syscall"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// versed is the sample with the version that stands at the end of its binary.
type versed struct{ connector.Connector }

func (c versed) Describe(ctx context.Context) (*connectorv1.Description, error) {
	d, err := c.Connector.Describe(ctx)
	d.Name, d.Version = "versed", ownVersion()
	return d, err
}

// Authenticate names the version, so that a call tells which binary it was in.
func (versed) Authenticate(context.Context, *connectorv1.Account) (*connectorv1.Authentication, error) {
	return &connectorv1.Authentication{Identity: &connectorv1.Identity{Id: ownVersion()}}, nil
}

// nervous is the sample, and kills itself in a call for the user 666, and in every list of roles after its only page.
type nervous struct{ connector.Connector }

func (c nervous) Describe(ctx context.Context) (*connectorv1.Description, error) {
	d, err := c.Connector.Describe(ctx)
	d.Name = "nervous"
	return d, err
}

func (c nervous) GetUser(ctx context.Context, req connector.GetRequest) (*iamv1.User, error) {
	if req.ID == "666" {
		killSelf()
	}
	return c.Connector.GetUser(ctx, req)
}

func (c nervous) ListRoles(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Role]) (*connectorv1.Receipt, error) {
	_, err := c.Connector.ListRoles(ctx, req, sink)
	if err == nil {
		time.Sleep(200 * time.Millisecond) // until the page is out
		killSelf()
	}
	return nil, err
}

func killSelf() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}
