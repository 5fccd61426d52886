package rest

import (
	"time"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// tellEvery is how long work is done without a word. Together with progressEvery, which is when a request that is waited
// for says so, it stays below the silence that is allowed.
const tellEvery = progressEvery / 2

// Beat keeps a list alive while it makes many requests and hands nothing on. Each of them may be answered before it is
// worth a word, and all together take minutes.
type Beat struct {
	progress func(*connectorv1.Progress) error
	told     time.Time
}

// NewBeat makes a beat of a list's progress. What went before it may have been silent, so that it speaks after the first
// request.
func NewBeat(progress func(*connectorv1.Progress) error) *Beat { return &Beat{progress: progress} }

// Progress takes a sign of life of a request's.
func (b *Beat) Progress(p *connectorv1.Progress) error {
	b.told = time.Now()
	return b.progress(p)
}

// Work is called after each request, with what is being done: it says so when nothing was said for a while.
func (b *Beat) Work(doing string) error {
	if time.Since(b.told) < tellEvery {
		return nil
	}
	return b.Progress(&connectorv1.Progress{Activity: connectorv1.Activity_ACTIVITY_WAITING_FOR_UPSTREAM, Message: doing})
}
