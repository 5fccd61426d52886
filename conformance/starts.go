package conformance

import (
	"context"
	"runtime"
)

// starter starts the binary, as a connector and as a sandbox. A start is what costs most: many at the same time would only be late,
// all of them, so that few are under way at once.
type starter struct {
	path  string
	slots chan struct{}
}

func newStarter(path string) *starter {
	return &starter{path: path, slots: make(chan struct{}, 2*runtime.GOMAXPROCS(0))}
}

// turn waits until there may be one start more. over says that it is done.
func (s *starter) turn(ctx context.Context) (over func(), err error) {
	select {
	case s.slots <- struct{}{}:
		return func() { <-s.slots }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// connector starts a process of the connector.
func (s *starter) connector(ctx context.Context) (*process, error) {
	over, err := s.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer over()
	return launch(ctx, s.path)
}

// sandbox starts a stand-in with so many users.
func (s *starter) sandbox(ctx context.Context, users int, seed uint64) (*sandbox, error) {
	over, err := s.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer over()
	return startSandbox(ctx, s.path, users, seed)
}
