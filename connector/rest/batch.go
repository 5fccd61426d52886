package rest

import (
	"context"
	"fmt"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Batch reads what takes a request for each of many things, such as something of each user of a page: a few at once, within
// the pace, and in the order of the things. All functions are called by the goroutine of [Batch.Run], one at a time.
type Batch struct {
	Client *Client
	// Things is how many there are.
	Things int
	// Request is the request for a thing.
	Request func(thing int) Request
	// Decode reads an answer, whose body is good until it returns. An error without a reason means that the answer makes no
	// sense: it is asked for once more.
	Decode func(thing int, body []byte) error
	// Failed takes what became of a thing's request instead of an answer: nil passes over it, an error ends the batch.
	Failed func(thing int, err error) error
	// Doing says what is being done, for people who wait: "reading the custom attributes of users".
	Doing string
	// Progress takes a sign of life; its errors are returned as they are.
	Progress func(*connectorv1.Progress) error
}

// atOnce is how many requests of a batch are under way at the same time: with answers that take up to a second, as many as
// a pace of 240 a minute lets through.
const atOnce = 4

// Run reads all things. exchanges are the requests that it took.
func (b Batch) Run(ctx context.Context) (exchanges []*connectorv1.Exchange, err error) {
	flights := make([]*Flight, 0, b.Things)
	defer func() {
		for _, f := range flights {
			f.Stop()
		}
	}()
	beat := NewBeat(b.Progress)
	for thing := range b.Things {
		for len(flights) < min(thing+atOnce, b.Things) {
			flights = append(flights, b.Client.Start(ctx, b.Request(len(flights))))
		}
		made, err := b.read(ctx, thing, flights[thing], beat.Progress)
		exchanges = append(exchanges, made...)
		if err != nil {
			return exchanges, err
		}
		if err := beat.Work(fmt.Sprintf("%s: %d of %d", b.Doing, thing+1, b.Things)); err != nil {
			return exchanges, err
		}
	}
	return exchanges, nil
}

// read reads one thing, whose request is under way.
func (b Batch) read(
	ctx context.Context, thing int, f *Flight, tell func(*connectorv1.Progress) error,
) (exchanges []*connectorv1.Exchange, err error) {
	for again := false; ; again = true {
		if again {
			f = b.Client.Start(ctx, b.Request(thing))
		}
		var told error
		answer, err := f.Wait(func(p *connectorv1.Progress) error {
			told = tell(p)
			return told
		})
		exchanges = append(exchanges, f.Exchanges()...)
		switch {
		case told != nil:
			return exchanges, told
		case err != nil && connector.ReasonOf(err) == "": // the caller's own end
			return exchanges, err
		case err != nil:
			return exchanges, b.Failed(thing, err)
		}
		err = b.Client.malformed(ctx, answer, b.Decode(thing, answer.Body), len(exchanges))
		answer.Release()
		switch {
		case err == nil:
			return exchanges, nil
		case again || !isMalformed(err):
			return exchanges, b.Failed(thing, err)
		}
	}
}
