package conformance

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// begin readies a run against a connector's sandbox, as Check does.
func begin(t *testing.T, path string) *run {
	t.Helper()
	r := &run{target: Target{Path: path, Sandbox: true}}
	end, problem := r.start(t.Context(), nil)
	t.Cleanup(end)
	if problem != nil {
		t.Fatal(problem)
	}
	return r
}

// A case that ends while it waits for a list that all cases share takes nothing from the others.
func TestSharedListOutlivesACase(t *testing.T) {
	r := begin(t, build(t, "lattica"))
	const each = 300 * time.Millisecond
	if err := r.standing[0].fail(t.Context(), fault{Path: r.standing[0].about.Users.Path, Kind: "delay", For: resttest.Duration(each)}); err != nil {
		t.Fatal(err)
	}
	enough := errors.New("the case is over")
	first, cancel := context.WithTimeoutCause(t.Context(), each/3, enough)
	defer cancel()
	if s, err := r.once(first, users(), "", nil); s != nil || !errors.Is(err, enough) {
		t.Errorf("%v, %v", s, err)
	}
	s, err := r.once(t.Context(), users(), "", nil)
	if err != nil || s.failure != nil || len(s.items()) != standingUsers {
		t.Errorf("%v, %v, %d users", err, s.failure, len(s.items()))
	}
}
