package manager

import (
	"maps"
	"strconv"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// maxReplay bounds what is remembered of pages that came after the last token, in bytes of ids: some 100,000 of them. Only
// lists of a vendor without cursors ever have that many.
const maxReplay = 4 << 20

// replay is what came since the last page token, and comes again when a list goes on from there.
type replay struct {
	again    bool // the list goes on from the token: what came after it comes again
	size     int
	lost     bool            // more came than is remembered
	token    string          // of the last page, if it had one that is no point to go on from
	ids      map[string]bool // of items
	rejected map[string]int  // items that were rejected, by all that is known of them
	expected map[string]int  // those of them that are still to come again
}

// rewind says that the list goes on from the token.
func (r *replay) rewind() { r.again, r.expected = true, maps.Clone(r.rejected) }

// note remembers a page that the receiver is given.
func note[T connector.Item](r *replay, p connector.Page[T]) {
	if r.ids == nil {
		r.ids, r.rejected = map[string]bool{}, map[string]int{}
	}
	for _, item := range p.Items {
		r.ids[item.GetId()] = true
		r.size += len(item.GetId())
	}
	for _, item := range p.Info.GetRejected() {
		key := rejectionKey(item)
		r.rejected[key]++
		r.size += len(key)
	}
	if r.size > maxReplay {
		*r = replay{lost: true}
	}
}

// drop takes out of a page what the receiver has.
func drop[T connector.Item](r *replay, p connector.Page[T]) connector.Page[T] {
	if !r.again {
		return p
	}
	kept := p.Items[:0]
	for _, item := range p.Items {
		if !r.ids[item.GetId()] {
			kept = append(kept, item)
		}
	}
	clear(p.Items[len(kept):])
	p.Items = kept
	if p.Info == nil {
		return p
	}
	rejected := p.Info.Rejected[:0]
	for _, item := range p.Info.GetRejected() {
		if key := rejectionKey(item); r.expected[key] > 0 {
			r.expected[key]--
			continue
		}
		rejected = append(rejected, item)
	}
	p.Info.Rejected = rejected
	return p
}

// rejectionKey tells rejected items apart, which may have no id.
func rejectionKey(r *connectorv1.RejectedItem) string {
	return strconv.Itoa(int(r.GetIndex())) + "\x00" + r.GetId() + "\x00" + r.GetPath() + "\x00" + r.GetReason()
}
