package collection

import (
	"context"
	"maps"
	"net/http"
	"net/url"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/mappings"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// cursors delivers a leg whose pages lead from one to the next, by a cursor or by a URL.
func (l *Lister[T, R, M]) cursors(ctx context.Context, g Leg[M]) error {
	if _, err := url.ParseQuery(g.From); l.of.Links && err != nil {
		return foreignToken()
	}
	request := func(cursor string) rest.Request {
		request := l.of.Request(l.of.Path, l.size, cursor)
		maps.Copy(request.Query, g.Query)
		return request
	}
	return rest.Pages{
		Client: l.Session.Client, Cursor: g.From, First: l.Pages + 1, Limit: l.limit(), Request: request, Progress: l.Listing.Progress,
		Decode: func(answer *rest.Answer, known func(string)) (rest.Next, error) {
			return decode[T, R](l.of.API, l.Session.Client, request(""), &l.page, answer, l.options.GetRaw(), known)
		},
		Deliver: func(info *connectorv1.PageInfo, next string) (bool, error) {
			cursor := g.Then
			if next != "" {
				cursor = g.mark(next)
			}
			l.Answered++
			err := l.deliver(ctx, g, info, cursor)
			return err != nil || l.Listing.Full(), err
		},
	}.Walk(ctx)
}

// decode reads a page of a list that goes on by cursors or URLs. first is the request for its first page.
func decode[T any, R mappings.Record[T]](
	a API, c *rest.Client, first rest.Request, page *mappings.Page[T], answer *rest.Answer, raw bool, known func(string),
) (rest.Next, error) {
	if !a.Links {
		err := mappings.DecodePage[T, R](a.Shape, page, answer.Body, raw, known)
		return rest.Next{Items: len(page.Data.Elements), More: page.More, Cursor: page.Cursor}, err
	}
	if err := mappings.DecodePage[T, R](a.Shape, page, answer.Body, raw, nil); err != nil {
		return rest.Next{}, err
	}
	link := page.Cursor
	var err error
	if a.Shape.Cursor == "" {
		if link, err = rest.NextLink(answer.Header); err != nil {
			return rest.Next{}, err
		}
	}
	next := rest.Next{Items: len(page.Data.Elements), More: link != "" || page.More}
	if link != "" {
		next.Cursor, err = c.NextQuery(first, link)
	}
	return next, err
}

// numbers delivers a leg whose pages are asked for by numbers: those of items, or of pages.
func (l *Lister[T, R, M]) numbers(ctx context.Context, g Leg[M]) error {
	from, ok := rest.ParsePlace(g.From)
	if !ok || (from.Size > 0) != (l.of.Page != "" && g.From != "") {
		return foreignToken()
	}
	size := int(l.size)
	if from.Size > 0 {
		size = from.Size
	}
	var ids []string
	return rest.Indexed{
		Client: l.Session.Client, Start: from.Next, Total: from.Total, Before: from.Mark, Size: size, Whole: l.of.Page != "",
		First: l.Pages + 1, Limit: l.limit(), Progress: l.Listing.Progress,
		Request: func(start, count int) rest.Request {
			request := l.of.numbered(l.of.Path, start, count)
			maps.Copy(request.Query, g.Query)
			return request
		},
		Decode: func(answer *rest.Answer) (rest.Span, error) {
			if l.of.isNothing(answer) {
				l.page.Data.Elements = l.page.Data.Elements[:0]
				return rest.Span{Total: rest.Untold}, nil
			}
			if err := mappings.DecodePage[T, R](l.of.Shape, &l.page, answer.Body, l.options.GetRaw(), nil); err != nil {
				return rest.Span{}, err
			}
			ids = mappings.AppendIDs[T, R](ids[:0], &l.page.Data)
			says := l.of.Shape.More != ""
			return rest.Span{IDs: ids, Total: l.page.Total, More: says && l.page.More, Last: says && !l.page.More}, nil
		},
		Deliver: func(info *connectorv1.PageInfo, at rest.Place) (bool, error) {
			if at.Moved {
				l.Listing.Drift()
			}
			if at.Repeats {
				l.page.Data.Elements = l.page.Data.Elements[:0]
			}
			cursor := ""
			switch {
			case at.Next == 0:
				cursor = g.Then
			case !at.Unsure:
				cursor = g.mark(at.Cursor())
			}
			l.Answered++
			err := l.deliver(ctx, g, info, cursor)
			return err != nil || l.Listing.Full(), err
		},
	}.Walk(ctx)
}

// isNothing reports whether an answer is an empty page by its status, as some give past the end of what is asked for by number. Of
// a list that says itself where it goes on, it would be no end.
func (a API) isNothing(answer *rest.Answer) bool {
	return a.byNumber() && answer.Status == http.StatusNoContent
}

func foreignToken() error {
	return connector.Errorf(connector.BadPageToken, "the page token's cursor is none of this list's")
}
