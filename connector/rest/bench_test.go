package rest

import (
	"net/url"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector"
)

// BenchmarkRedact is what it takes to make text safe to show: the URL of each request; and the beginning of a body, of those
// that are errors.
func BenchmarkRedact(b *testing.B) {
	r := newRedactor([]string{secret})
	u, err := url.Parse("https://api.example.com/v1/users?limit=100&startingAfter=b3BhcXVlIGN1cnNvcg&status=null")
	if err != nil {
		b.Fatal(err)
	}
	body := make([]byte, 2*connector.MaxExcerptSize)
	for i := range body {
		body[i] = 'a' + byte(i%26)
	}
	b.Run("url", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = r.url(u, []string{"limit", "status"})
		}
	})
	b.Run("excerpt", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = r.excerpt(body)
		}
	})
	b.Run("new", func(b *testing.B) { // one for each call
		b.ReportAllocs()
		for b.Loop() {
			_ = newRedactor([]string{secret})
		}
	})
}

// BenchmarkPace is the turn of one request, in a window that always has room, and without a limit.
func BenchmarkPace(b *testing.B) {
	for name, pace := range map[string]Pace{"none": {}, "window": {PerMinute: 240}, "bucket": {PerMinute: 240, Burst: 60}} {
		b.Run(name, func(b *testing.B) {
			p, now := newPacer(), time.Now()
			settings := Settings{Pace: pace}
			b.ReportAllocs()
			for b.Loop() {
				now = now.Add(time.Second)
				t, wait, _ := p.take(now, pace)
				if t == nil {
					b.Fatal(wait)
				}
				p.done(t, &settings, nil, now, now)
			}
		})
	}
}
