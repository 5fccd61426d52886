package logs

import "time"

// A connector that logs a line for each request to its vendor makes some 20 a second. The burst lets a stack dump of all
// goroutines through.
const (
	perSecond = 100
	burst     = 1000
)

// bucket is a token bucket.
type bucket struct {
	tokens float64
	last   time.Time
}

func newBucket(now time.Time) bucket { return bucket{tokens: burst, last: now} }

func (b *bucket) take(now time.Time) bool {
	b.tokens = min(burst, b.tokens+now.Sub(b.last).Seconds()*perSecond)
	b.last = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}
