package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// odd lists users in ways that good connectors seldom do: without resume points, with rejected items, warnings and waits.
type odd struct {
	told
	pages [][]*iamv1.User
	info  *connectorv1.PageInfo
}

func newOdd(pages ...[]*iamv1.User) *odd {
	t := everything()
	t.description.AuthMethods = t.description.AuthMethods[1:] // which needs no key
	t.description.Resources[0].DefaultPageSize, t.description.Resources[0].MaxPageSize = 0, 0
	return &odd{told: t, pages: pages}
}

func (o *odd) ListUsers(_ context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	l, err := connector.Begin(sink, req, connector.Binding{
		Connector: "everything", Resource: "users", Visibility: connectorv1.Visibility_VISIBILITY_FULL,
	})
	if err != nil {
		return nil, err
	}
	for _, users := range o.pages {
		for range 2 {
			if err := l.Progress(&connectorv1.Progress{Message: "waiting for the \x1b[1mrate limit"}); err != nil {
				return nil, err
			}
		}
		if err := l.Page(users, o.info, ""); err != nil {
			return nil, err
		}
		o.info = nil
	}
	return l.Exhausted(), nil
}

func usersOf(from, to int) []*iamv1.User {
	var all []*iamv1.User
	for _, id := range upTo(from, to) {
		all = append(all, &iamv1.User{Id: id})
	}
	return all
}

// A limit is kept even where a list has no point to stop at, and it is said that the rest cannot be had.
func TestLimitWithoutResumePoints(t *testing.T) {
	w := newWorld(t)
	for limit, want := range map[int]string{5: "stopped at the limit", 8: "stopped at the limit", 12: "complete"} {
		w.add("everything", newOdd(usersOf(1, 8), usersOf(9, 12)))
		r := w.run(t.Context(), "users", "everything", "-o", "ndjson", "--limit", strconv.Itoa(limit))
		r.want(t, 0, want)
		if limit < 12 {
			r.want(t, 0, "there is no point to go on from")
		}
		if diff := cmp.Diff(upTo(1, limit), ids(t, r.stdout)); diff != "" {
			t.Errorf("limit %d: %s", limit, diff)
		}
	}
}

// What could not be used is told one by one up to a bound, and counted.
func TestRejectedAndWarned(t *testing.T) {
	o := newOdd([]*iamv1.User{{Id: "1", Source: &iamv1.Source{Warnings: []*iamv1.Warning{{Path: "$.x", Reason: "bad"}}}}})
	o.info = &connectorv1.PageInfo{}
	for i := range maxRejectedShown + 2 {
		o.info.Rejected = append(o.info.Rejected, &connectorv1.RejectedItem{Path: fmt.Sprintf("$.data[%d]\x1b[2J", i), Reason: "no id"})
	}
	w := newWorld(t)
	w.add("everything", o)
	r := w.run(t.Context(), "users", "everything", "-o", "ndjson")
	r.want(t, 0, "12 rejected, 1 with warnings; absence proves nothing: some were rejected without an id", "$.data[9]")
	if n := strings.Count(r.stderr, "an item could not be used"); n != maxRejectedShown || strings.Contains(r.stderr, "\x1b") {
		t.Errorf("%d are told:\n%q", n, r.stderr)
	}
	if !strings.Contains(r.stdout, `"warnings":[{"path":"$.x","reason":"bad"}]`) {
		t.Errorf("stdout: %s", r.stdout)
	}
}

// Waits are shown to those who watch, once each; stderr here is no terminal.
func TestProgress(t *testing.T) {
	w := newWorld(t)
	w.add("everything", newOdd(usersOf(1, 1), usersOf(2, 2)))
	const message = `everything: waiting for the \x1b[1mrate limit`
	for level, want := range map[string]int{"warn": 0, "info": 2} {
		r := w.run(t.Context(), "users", "everything", "--log-level", level)
		r.want(t, 0)
		if n := strings.Count(r.stderr, message); n != want {
			t.Errorf("%s: shown %d times:\n%s", level, n, r.stderr)
		}
	}
}
