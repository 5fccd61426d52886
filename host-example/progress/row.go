package progress

import (
	"fmt"
	"strings"
	"time"

	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/host-example/words"
)

// Row is a list that goes on.
type Row struct {
	display *Display
	name    string
	things  string
	began   time.Time

	items, pages, total int64 // total: 0 where it is not known
	what                string
	until               time.Time
}

func newRow(d *Display, name, things string) *Row {
	return &Row{display: d, name: output.Printable(name), things: output.Printable(things), began: time.Now()}
}

// change takes note of something under the display's lock.
func (r *Row) change(f func()) {
	r.display.mu.Lock()
	defer r.display.mu.Unlock()
	f()
}

// Page takes note of a page with so many items. What was being waited for has come.
func (r *Row) Page(items int) {
	r.change(func() {
		r.items += int64(items)
		r.pages++
		r.what, r.until = "", time.Time{}
	})
}

// Total says how many items there will be, as far as anyone knows; 0: nobody does.
func (r *Row) Total(n int64) { r.change(func() { r.total = n }) }

// Waiting says what is being waited for, until the next page; a zero time is one that is not known. The text is made printable.
func (r *Row) Waiting(what string, until time.Time) {
	what = output.Printable(what)
	r.change(func() { r.what, r.until = what, until })
}

// Done takes the row away.
func (r *Row) Done() { r.display.end(r) }

// text is the row as it is drawn: how far it is, what is waited for, and then how fast it goes, so that a narrow terminal shows what
// is worth most.
func (r *Row) text(now time.Time) string {
	took := now.Sub(r.began)
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", r.name, r.counted())
	if r.what != "" {
		fmt.Fprintf(&b, "; %s", r.what)
		if left := r.until.Sub(now); left > 0 {
			fmt.Fprintf(&b, ", %s more", clock(left))
		}
		b.WriteByte(';')
	} else {
		b.WriteByte(',')
	}
	fmt.Fprintf(&b, " %s", words.Plural(r.pages, "pages"))
	rate := float64(r.items) / took.Seconds()
	if rate >= 1 {
		fmt.Fprintf(&b, ", %s/s", words.Thousands(int64(rate)))
	}
	fmt.Fprintf(&b, ", %s", clock(took))
	if more := r.total - r.items; more > 0 && rate > 0 {
		if left := time.Duration(float64(more) / rate * float64(time.Second)); left < maxLeft {
			fmt.Fprintf(&b, ", about %s left", clock(left))
		}
	}
	return b.String()
}

// maxLeft is the longest time left that is worth telling: beyond it, the first pages have only been slow.
const maxLeft = 24 * time.Hour

// counted is how many items there are, of how many.
func (r *Row) counted() string {
	if r.total <= 0 || r.total < r.items { // the vendor's total is no more than a hint
		return words.Plural(r.items, r.things)
	}
	return fmt.Sprintf("%s of %s (%d%%)", words.Thousands(r.items), words.Plural(r.total, r.things), 100*r.items/r.total)
}

// clock shows a time in whole seconds, rounded up: what has 0 s to go is over.
func clock(d time.Duration) string {
	return (d + time.Second - 1).Truncate(time.Second).String()
}
