package collection

import (
	"context"
	"errors"

	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/mappings"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// ReadWhole reads what an expansion needs to its end: all pages of a list of records T, which add takes one by one. The page
// is good until add returns. doing says what is being read, for people who wait. exchanges are the requests that it took. It reads
// what is paged by cursor or URL; a list that is paged by number is an error, or its first page would be taken for all of it.
func ReadWhole[T any, R mappings.Record[T]](
	ctx context.Context, a API, c *rest.Client, request func(cursor string) rest.Request,
	add func(*mappings.Page[T]) error, doing string, progress func(*connectorv1.Progress) error,
) (exchanges []*connectorv1.Exchange, err error) {
	if a.byNumber() {
		return nil, errByNumber
	}
	var page mappings.Page[T]
	beat := rest.NewBeat(progress)
	err = rest.Pages{
		Client: c, Request: request, Progress: beat.Progress,
		Decode: func(answer *rest.Answer, known func(string)) (rest.Next, error) {
			return decode[T, R](a, c, request(""), &page, answer, false, known)
		},
		Deliver: func(info *connectorv1.PageInfo, _ string) (bool, error) {
			exchanges = append(exchanges, info.GetExchanges()...)
			if err := add(&page); err != nil {
				return true, err
			}
			return false, beat.Work(doing)
		},
	}.Walk(ctx)
	return exchanges, err
}

var errByNumber = errors.New("collection.ReadWhole reads no list that is paged by number")
