package plugin

import (
	"log/slog"
	"os"

	"github.com/trellis-iam/trellis/plugin/internal/handshake"
)

// NewLog makes a log for a connector to be given, on stderr: in JSON where a host reads it, which then knows levels and values
// apart, and in text where a person does.
func NewLog() *slog.Logger {
	if os.Getenv(handshake.CookieKey) == handshake.CookieValue {
		return slog.New(slog.NewJSONHandler(os.Stderr, nil))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
}
