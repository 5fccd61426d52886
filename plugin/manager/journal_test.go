package manager

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// script is a list as a vendor could have it: pages with and without tokens, and items that are no good.
type script []scriptedPage

type scriptedPage struct {
	ids      []string
	rejected []string // ids, some of them empty
	token    string   // where the next page is; empty: no resume point
}

func newScript(r *rand.Rand) script {
	var s script
	n, id := r.IntN(12), 0
	for i := range n {
		p := scriptedPage{}
		for range r.IntN(5) {
			p.ids = append(p.ids, strconv.Itoa(id))
			id++
		}
		for range r.IntN(8) / 5 {
			p.rejected = append(p.rejected, []string{"", "bad"}[r.IntN(2)])
		}
		if i < n-1 && r.IntN(3) > 0 {
			p.token = "page-" + strconv.Itoa(i+1)
		}
		s = append(s, p)
	}
	return s
}

// list plays the script from a token on; fail is asked before each message.
func (s script) list(fail func() error) func(context.Context, connector.ListRequest, connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	return func(_ context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
		from := 0
		if t := req.Options.GetPageToken(); t != "" {
			if _, err := fmt.Sscanf(t, "page-%d", &from); err != nil {
				return nil, err
			}
		}
		r := &connectorv1.Receipt{
			End: connectorv1.End_END_EXHAUSTED, ListingId: "l", ListingStartedAt: timestamppb.Now(), Visibility: connectorv1.Visibility_VISIBILITY_FULL,
		}
		points := int32(0)
		for _, p := range s[from:] {
			if err := fail(); err != nil {
				return nil, err
			}
			page := connector.Page[*iamv1.User]{Info: &connectorv1.PageInfo{NextPageToken: p.token}}
			for _, id := range p.ids {
				page.Items = append(page.Items, &iamv1.User{Id: id})
			}
			for i, id := range p.rejected {
				page.Info.Rejected = append(page.Info.Rejected, &connectorv1.RejectedItem{Index: int32(i), Id: id, Path: "$", Reason: "no good"})
			}
			r.Items += int64(len(p.ids))
			r.Rejected += int64(len(p.rejected))
			if err := sink.Page(page); err != nil {
				return nil, err
			}
			if p.token != "" {
				if points++; points == req.Options.GetPageLimit() {
					r.End, r.NextPageToken = connectorv1.End_END_PAGE_LIMIT, p.token
					return r, fail()
				}
			}
		}
		return r, fail()
	}
}

// harvest is all that a receiver got.
type harvest struct {
	ids      []string
	rejected []string
	tokens   []string
	receipt  *connectorv1.Receipt
}

func gather(c connector.Connector, o *connectorv1.ListOptions) (h harvest, err error) {
	req := all("a")
	req.Options = o
	h.receipt, err = c.ListUsers(context.Background(), req, connector.SinkFuncs[*iamv1.User]{
		OnPage: func(p connector.Page[*iamv1.User]) error {
			for _, u := range p.Items {
				h.ids = append(h.ids, u.GetId())
			}
			for _, r := range p.Info.GetRejected() {
				h.rejected = append(h.rejected, r.GetId())
			}
			if t := p.Info.GetNextPageToken(); t != "" {
				h.tokens = append(h.tokens, t)
			}
			return nil
		},
	})
	return h, err
}

// TestNothingIsLostAndNothingComesTwice: lists of all shapes, whose processes die at all points, give exactly what they give
// when nothing happens.
func TestNothingIsLostAndNothingComesTwice(t *testing.T) {
	crashes := 0
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 1))
		s := newScript(r)
		o := &connectorv1.ListOptions{PageLimit: int32(r.IntN(4))}
		want, err := gather(steady{list: s.list(func() error { return nil })}, o)
		if err != nil {
			t.Fatal(err)
		}
		f := &farm{}
		f.connector = func(p *fake) connector.Connector {
			return steady{list: s.list(func() error {
				if r.IntN(3) > 0 {
					return nil
				}
				crashes++
				p.die()
				return errCrash
			})}
		}
		m := f.manage(t, Config{Restarts: 1 << 20, Backoff: 1, BackoffLimit: 1, Resumes: 1 << 20})
		got, err := gather(m.Connector("steady"), o)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		want.receipt.ListingStartedAt = got.receipt.ListingStartedAt // each process says when it began
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(harvest{}), protocmp.Transform()); diff != "" {
			t.Fatalf("seed %d, limit %d:\n%+v\n%s", seed, o.GetPageLimit(), s, diff)
		}
	}
	if crashes < 500 {
		t.Errorf("only %d crashes", crashes)
	}
}

// TestWhatCannotBeRemembered: a list without tokens that is too long to remember ends with the crash, and not with a gap or
// with everything twice.
func TestWhatCannotBeRemembered(t *testing.T) {
	var s script
	for i := range 100 {
		p := scriptedPage{}
		for j := range 100 {
			p.ids = append(p.ids, fmt.Sprintf("%0500d", i*100+j))
		}
		s = append(s, p)
	}
	f, left := &farm{}, 90
	f.connector = func(p *fake) connector.Connector {
		return steady{list: s.list(func() error {
			if left--; left > 0 {
				return nil
			}
			p.die()
			return errCrash
		})}
	}
	h, err := gather(f.manage(t, Config{}).Connector("steady"), nil)
	wantReason(t, err, connector.PluginCrashed)
	if len(h.ids) != 89*100 || f.started() != 1 {
		t.Errorf("%d items came of %d processes", len(h.ids), f.started())
	}
}

// TestTheRequestIsLeftAlone: what a caller asked for is not changed by going on.
func TestTheRequestIsLeftAlone(t *testing.T) {
	s := script{{ids: []string{"1"}, token: "page-1"}, {ids: []string{"2"}}}
	f, calls := &farm{}, 0
	f.connector = func(p *fake) connector.Connector {
		return steady{list: s.list(func() error {
			if calls++; calls == 2 {
				p.die()
				return errCrash
			}
			return nil
		})}
	}
	o := &connectorv1.ListOptions{PageSize: 5}
	if _, err := gather(f.manage(t, Config{}).Connector("steady"), o); err != nil {
		t.Fatal(err)
	}
	if o.GetPageToken() != "" || o.GetPageSize() != 5 || f.started() != 2 {
		t.Errorf("the options are %v now, after %d processes", o, f.started())
	}
}
