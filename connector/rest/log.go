package rest

import (
	"context"
	"log/slog"

	"github.com/trellis-iam/trellis/connector"
)

// log writes the line of a request that failed, at a try of its own: what the vendor's support asks for. The error's message
// is without secrets.
func (c *Client) log(ctx context.Context, e *connector.Error, try int) {
	level := slog.LevelWarn
	if e.Reason == connector.NotFound { // an answer like any other
		level = slog.LevelInfo
	}
	c.options.Log.LogAttrs(ctx, level, "a request to the vendor failed",
		slog.String("host", c.options.base.Host), slog.Int("status", e.UpstreamStatus), slog.String("request_id", e.VendorRequestID),
		slog.Int("try", try), slog.String("reason", string(e.Reason)), slog.String("error", e.Message))
}
