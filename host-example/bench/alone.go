package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattice"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/mappings"
	mapping "github.com/trellis-iam/trellis/mappings/lattice"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/proto"
)

// measureAlone measures two parts by themselves, over the same pages: decoding and mapping, beside encoding/json; and the
// wall, through which pages come that were made before.
func measureAlone(ctx context.Context, b binaries, t *table, runs int) error {
	bodies, err := bodiesOf(ctx, b)
	if err != nil {
		return err
	}
	decoded := &timing{run: func() (time.Duration, error) { return timeEach(bodies, decodeWith(json.Unmarshal)) }}
	mapped := &timing{run: func() (time.Duration, error) { return timeEach(bodies, mapper()) }}
	if err := alternate(runs, mapped, decoded); err != nil {
		return err
	}
	t.ratio("decode and map, beside encoding/json", mapped.median(), decoded.median(), medianOf(mapped.over(decoded)), 0)

	p, err := plugin.Launch(ctx, plugin.Config{Path: b.replay})
	if err != nil {
		return err
	}
	account := &connectorv1.Account{Id: "bench", Credentials: map[string]string{"api_key": latticetest.DefaultAPIKey}}
	sent := &timing{run: func() (time.Duration, error) { return listOnce(ctx, p, account) }}
	if err := errors.Join(alternate(runs, sent), p.Close()); err != nil {
		return err
	}
	t.duration("the wall alone, pages made before", sent.median(), 0, 0)
	return nil
}

// bodiesOf are the pages of a list as the vendor sends them.
func bodiesOf(ctx context.Context, b binaries) (bodies [][]byte, err error) {
	v, err := startStandin(ctx, b, "-users", strconv.Itoa(costUsers))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, v.stop()) }()
	client, err := v.client()
	if err != nil {
		return nil, err
	}
	defer client.CloseIdleConnections()
	return bodies, eachPage(ctx, client, v, func(body []byte) { bodies = append(bodies, body) })
}

func eachPage(ctx context.Context, client *http.Client, v *vendor, take func([]byte)) error {
	for cursor := ""; ; {
		var body json.RawMessage
		if err := bareGet(ctx, client, v.Key, latticePage(v.URL, cursor), &body); err != nil {
			return err
		}
		take(body)
		var page barePage
		if err := json.Unmarshal(body, &page); err != nil || !page.HasMore {
			return err
		}
		cursor = *page.EndingCursor
	}
}

// timeEach times a way to read pages, which answers how many users a page has.
func timeEach(bodies [][]byte, read func([]byte) (int, error)) (time.Duration, error) {
	n := 0
	begin := time.Now()
	for _, body := range bodies {
		users, err := read(body)
		if err != nil {
			return 0, err
		}
		n += users
	}
	took := time.Since(begin)
	if n != costUsers {
		return 0, fmt.Errorf("%w: %d of %d", errCount, n, costUsers)
	}
	return took, nil
}

func decodeWith(unmarshal func([]byte, any) error) func([]byte) (int, error) {
	return func(body []byte) (int, error) {
		var page barePage
		err := unmarshal(body, &page)
		return len(page.Data), err
	}
}

func mapper() func([]byte) (int, error) {
	var page mappings.Page[mapping.UserRecord] // its memory is used again, as a list does
	return func(body []byte) (int, error) {
		if err := mappings.DecodePage(mapping.Pages, &page, body, false, nil); err != nil {
			return 0, err
		}
		users, _ := mappings.Map(&page.Data, "$.data", mapping.User)
		return len(users), nil
	}
}

// replay is Lattice's connector without Lattice: it lists what it read of a stand-in when it was first asked.
type replay struct {
	connector.Connector
	record func() (recording, error)
}

type recording struct {
	pages   []connector.Page[*iamv1.User]
	receipt *connectorv1.Receipt
}

func newReplay() replay {
	return replay{lattice.New(), sync.OnceValues(record)}
}

// record reads the stand-in, in this process.
func record() (r recording, err error) {
	s, err := latticetest.NewServer(latticetest.Config{Users: costUsers})
	if err != nil {
		return r, err
	}
	defer s.Close()
	c := lattice.New()
	defer func() { err = errors.Join(err, c.Close()) }()
	account := &connectorv1.Account{
		Id: "recorded", Credentials: map[string]string{"api_key": s.APIKey},
		Operator: map[string]string{
			connector.OperatorBaseURL: s.URL, connector.OperatorCAPEM: s.CAPEM(), connector.OperatorRequestsPerMinute: "0",
		},
	}
	r.receipt, err = c.ListUsers(context.Background(), connector.ListRequest{Account: account},
		connector.SinkFuncs[*iamv1.User]{OnPage: func(p connector.Page[*iamv1.User]) error {
			r.pages = append(r.pages, p)
			return nil
		}})
	return r, err
}

// ListUsers hands out the recorded pages. They belong to the receiver then, which encodes them and changes nothing.
func (r replay) ListUsers(_ context.Context, _ connector.ListRequest, sink connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	recorded, err := r.record()
	if err != nil {
		return nil, err
	}
	for _, p := range recorded.pages {
		if err := sink.Page(p); err != nil {
			return nil, err
		}
	}
	return proto.CloneOf(recorded.receipt), nil
}
