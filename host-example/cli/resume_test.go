package cli

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// mortal is a connector whose process dies at pages of its lists of users: where dies says so, given how many came in this
// process.
type mortal struct {
	connector.Connector
	w    *world
	dies func(pages int) bool
}

func (m *mortal) ListUsers(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	dead := errors.New("dead")
	pages := 0
	receipt, err := m.Connector.ListUsers(ctx, req, connector.SinkFuncs[*iamv1.User]{
		OnPage: func(p connector.Page[*iamv1.User]) error {
			if m.dies(pages) {
				m.w.kill()
				return dead
			}
			pages++
			return sink.Page(p)
		},
		OnProgress: sink.Progress,
	})
	if errors.Is(err, dead) {
		return nil, connector.Errorf(connector.PluginCrashed, "was killed by signal 9")
	}
	return receipt, err
}

// A list whose connector dies goes on in the next process: everything comes once, and stderr says from where to who watches. Of
// the death itself it says nothing: that is the wall's to say, and once is enough.
func TestListOutlivesItsConnector(t *testing.T) {
	w := newWorld(t)
	deaths := 0
	w.add("mortal", &mortal{sample.New(), w, func(pages int) bool {
		if pages < 2 || deaths == 2 {
			return false
		}
		deaths++
		return true
	}})
	list := []string{"users", "mortal", "-o", "ndjson", "--set", "users=300"}
	r := w.list(t.Context(), append(list, "--log-level", "info")...)
	r.want(t, 0, "300 users from mortal in 6 pages", "complete; absence is evidence",
		"mortal: going on from page 3\n", "mortal: going on from page 5\n")
	if diff := cmp.Diff(upTo(1, 300), ids(t, r.stdout)); diff != "" {
		t.Error(diff)
	}
	deaths = 0
	unwatched := w.list(t.Context(), list...)
	unwatched.want(t, 0, "complete; absence is evidence")
	if deaths != 2 || strings.Contains(unwatched.stderr, "WARN") || strings.Contains(unwatched.stderr, "going on") {
		t.Errorf("%d deaths:\n%s", deaths, unwatched.stderr)
	}
}

// A connector that dies of the same page again and again ends the list, as a partial one.
func TestListOfADyingConnector(t *testing.T) {
	w := newWorld(t)
	w.add("mortal", &mortal{sample.New(), w, func(pages int) bool { return pages == 2 || len(w.launched) > 1 }})
	r := w.list(t.Context(), "users", "mortal", "-o", "ndjson", "--set", "users=300", "--log-level", "info")
	r.want(t, 4, "trellis: mortal: ListUsers: was killed by signal 9", "reason   PLUGIN_CRASHED", "partial: 100 users")
	if n := strings.Count(r.stderr, "going on from page 3"); n != 2 {
		t.Errorf("it went on %d times:\n%s", n, r.stderr)
	}
	w.connectors["mortal"] = named{sample.New(), "mortal"}
	rest := w.list(t.Context(), append([]string{"users", "mortal", "-o", "ndjson", "--set", "users=300"}, r.goOnArgs(t)...)...)
	rest.want(t, 0, "complete from the page token on")
	if diff := cmp.Diff(upTo(1, 300), ids(t, r.stdout+rest.stdout)); diff != "" {
		t.Error(diff)
	}
}
