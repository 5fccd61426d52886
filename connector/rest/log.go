package rest

import (
	"context"
	"log/slog"

	"github.com/trellis-iam/trellis/connector"
)

// log writes the line of a request that failed, at a try of its own: what the vendor's support asks for. It is for information:
// a failure that matters is the call's error, too, and one that passes was told as progress. The error's message is without secrets.
func (c *Client) log(ctx context.Context, e *connector.Error, try int) {
	c.options.Log.LogAttrs(ctx, slog.LevelInfo, "a request to the vendor failed",
		slog.String("host", c.options.base.Host), slog.Int("status", e.UpstreamStatus), slog.String("request_id", e.VendorRequestID),
		slog.Int("try", try), slog.String("reason", string(e.Reason)), slog.String("error", e.Message))
}
