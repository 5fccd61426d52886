package connector

import (
	"crypto/rand"
	"encoding/hex"
	"time"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// Listing is the author's side of one list stream. It reads the request's token, writes the pages' tokens, splits pages
// that are too large for a message, counts, and makes the receipt, so that a connector cannot get them wrong:
//
//	l, err := connector.Begin(sink, req, binding)
//	for cursor, more := l.Cursor(), true; more; {
//		items, next, err := fetch(ctx, cursor)   // the connector's own
//		if err := l.Page(items, info, next); err != nil { return nil, err }
//		if l.Full() { return l.PageLimit(), nil }
//		cursor, more = next, next != ""
//	}
//	return l.Exhausted(), nil
//
// A Listing is used by one goroutine at a time.
type Listing[T Item] struct {
	sink    Sink[T]
	digest  [32]byte
	version uint32
	limit   int32

	at    position
	pages int32
	token string // of the last page
	count struct{ items, rejected, warned int64 }
}

// Begin starts a stream: a new listing where the request has no token, else the one that its token names. Errors:
// BAD_PAGE_TOKEN, PAGE_TOKEN_EXPIRED.
func Begin[T Item](sink Sink[T], req ListRequest, b Binding) (*Listing[T], error) {
	l := &Listing[T]{sink: sink, digest: b.digest(req), version: b.CursorVersion, limit: req.Options.GetPageLimit()}
	if token := req.Options.GetPageToken(); token != "" {
		at, err := parseToken(token, l.digest, l.version)
		if err != nil {
			return nil, err
		}
		l.at = at
		l.at.visibility = least(at.visibility, b.Visibility)
		return l, nil
	}
	l.at.visibility = least(connectorv1.Visibility_VISIBILITY_FULL, b.Visibility)
	rand.Read(l.at.listing[:]) // never fails: crypto/rand ends the process rather
	l.at.started = time.Now().UTC()
	return l, nil
}

// Cursor is where the stream starts: the cursor of the request's token, and "" for the first page.
func (l *Listing[T]) Cursor() string { return l.at.cursor }

// Page hands one page of the vendor to the sink. next is the vendor's cursor after it; "" says that the list cannot be
// gone on with from here (the last page, or a vendor without cursors). A cursor too long for a token makes no resume
// point either. info may be nil; its token is set here. Items and info belong to the receiver afterwards.
func (l *Listing[T]) Page(items []T, info *connectorv1.PageInfo, next string) error {
	token := ""
	if next != "" && len(next) <= maxCursor {
		at := l.at
		at.cursor = next
		token = at.token(l.digest, l.version)
	}
	if info == nil {
		info = &connectorv1.PageInfo{}
	}
	info.NextPageToken = token

	last := 0
	size := proto.Size(info)
	for i, item := range items {
		fitSource(item.GetSource())
		n := proto.Size(item) + itemOverhead
		if n > MessageSize {
			shrink(item)
			n = proto.Size(item) + itemOverhead
		}
		if size += n; size > MessageSize && i > last {
			if err := l.send(items[last:i:i], nil); err != nil {
				return err
			}
			last, size = i, proto.Size(info)+n
		}
	}
	if err := l.send(items[last:], info); err != nil {
		return err
	}
	l.pages++
	l.token = token
	return nil
}

// itemOverhead bounds what an item costs in its page besides its own bytes: a tag and a length.
const itemOverhead = 8

func (l *Listing[T]) send(items []T, info *connectorv1.PageInfo) error {
	warned := int64(0)
	for _, item := range items {
		if len(item.GetSource().GetWarnings()) > 0 {
			warned++
		}
	}
	n, rejected := int64(len(items)), int64(len(info.GetRejected())) // the page is the receiver's once sent
	if err := l.sink.Page(Page[T]{Items: items, Info: info}); err != nil {
		return err
	}
	l.count.items += n
	l.count.rejected += rejected
	l.count.warned += warned
	return nil
}

// Progress hands a sign of life to the sink.
func (l *Listing[T]) Progress(p *connectorv1.Progress) error { return l.sink.Progress(p) }

// Sees lowers what the credentials are known to see, from here on: this stream's receipt, and all later ones of the
// listing, say no more than that.
func (l *Listing[T]) Sees(v connectorv1.Visibility) { l.at.visibility = least(l.at.visibility, v) }

// least is the lesser of two visibilities: PARTIAL before UNKNOWN before FULL.
func least(a, b connectorv1.Visibility) connectorv1.Visibility {
	switch {
	case a == connectorv1.Visibility_VISIBILITY_PARTIAL || b == connectorv1.Visibility_VISIBILITY_PARTIAL:
		return connectorv1.Visibility_VISIBILITY_PARTIAL
	case a == connectorv1.Visibility_VISIBILITY_FULL && b == connectorv1.Visibility_VISIBILITY_FULL:
		return connectorv1.Visibility_VISIBILITY_FULL
	}
	return connectorv1.Visibility_VISIBILITY_UNKNOWN
}

// Drift notes that the vendor's data was seen to move: this stream's receipt, and all later ones of the listing, say so.
func (l *Listing[T]) Drift() { l.at.drift = true }

// Full reports whether the request's page limit is reached at a page that can be gone on from; then PageLimit ends the
// stream.
func (l *Listing[T]) Full() bool { return l.limit > 0 && l.pages >= l.limit && l.token != "" }

// Exhausted is the receipt of a stream that reached the end of the list.
func (l *Listing[T]) Exhausted() *connectorv1.Receipt {
	return l.receipt(connectorv1.End_END_EXHAUSTED, "")
}

// PageLimit is the receipt of a stream that Full ended.
func (l *Listing[T]) PageLimit() *connectorv1.Receipt {
	return l.receipt(connectorv1.End_END_PAGE_LIMIT, l.token)
}

func (l *Listing[T]) receipt(end connectorv1.End, next string) *connectorv1.Receipt {
	return &connectorv1.Receipt{
		End: end, NextPageToken: next, Visibility: l.at.visibility, DriftObserved: l.at.drift,
		Items: l.count.items, Rejected: l.count.rejected, Warned: l.count.warned,
		ListingId: hex.EncodeToString(l.at.listing[:]), ListingStartedAt: timestamppb.New(l.at.started),
	}
}
