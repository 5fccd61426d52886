package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/host-example/words"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// list is how one list went.
type list struct {
	ended   bool
	receipt *connectorv1.Receipt
	err     error

	items, rejected, nameless, warned int64
	// How often which warning, with the path of its field, and which reason of rejection came.
	warnings, rejections map[string]int64
}

// maxKinds bounds how many different warnings and rejections of one list are told apart. Their texts name no values, so that
// there are few; the counts beside them are of all.
const maxKinds = 50

func (l *list) page(items int, info *connectorv1.PageInfo) {
	l.items += int64(items)
	for _, r := range info.GetRejected() {
		l.rejected++
		if r.GetId() == "" {
			l.nameless++
		}
		l.rejections = tally(l.rejections, clip(r.GetReason(), maxText))
	}
}

func (l *list) warn(warnings []*iamv1.Warning) {
	if len(warnings) == 0 {
		return
	}
	l.warned++
	for _, w := range warnings {
		l.warnings = tally(l.warnings, clip(w.GetPath(), maxText)+": "+clip(w.GetReason(), maxText))
	}
}

func tally(counts map[string]int64, text string) map[string]int64 {
	if counts == nil {
		counts = map[string]int64{}
	}
	if _, there := counts[text]; there || len(counts) < maxKinds {
		counts[text]++
	}
	return counts
}

// shownKinds is how many different warnings and rejections of a list are told.
const shownKinds = 5

// mostFrequent tells of the texts that came most often, each behind a semicolon.
func mostFrequent(counts map[string]int64) string {
	texts := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	var b strings.Builder
	for i, text := range texts {
		if i == shownKinds {
			b.WriteString("; and others")
			break
		}
		fmt.Fprintf(&b, "; %s times %s", words.Thousands(counts[text]), text)
	}
	return b.String()
}
