package plugin

import (
	"context"
	"net"
	"testing"

	"google.golang.org/grpc"
)

// TestDebuggingEndsBeforeItBegins: an interrupt that comes before the first host can attach ends the connector in good order.
func TestDebuggingEndsBeforeItBegins(t *testing.T) {
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	s := grpc.NewServer()
	s.Stop() // as serveUntil's goroutine may have done by then
	if err := serveUntil(ended, s, l); err != nil {
		t.Error(err)
	}
}
