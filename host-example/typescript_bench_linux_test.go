package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/plugin"
)

// BenchmarkStart is from nothing to the first answer, and the most memory that a process took until then: in Go, and in
// TypeScript on Node.js. The fastest start says most on a machine that has other things to do.
//
//	go test ./host-example -run '^$' -bench Start
func BenchmarkStart(b *testing.B) {
	for _, c := range []struct{ name, folder string }{{"lattica", "plugins"}, {typescriptName, "typescript"}} {
		b.Run(c.name, func(b *testing.B) {
			path := filepath.Join(built, c.folder, "trellis-connector-"+c.name)
			if _, err := os.Stat(path); err != nil {
				path = filepath.Join(typescriptFolder(b), filepath.Base(path))
			}
			var resident int64
			fastest := time.Hour
			for b.Loop() {
				begin := time.Now()
				p, err := plugin.Launch(b.Context(), plugin.Config{Path: path})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := p.Describe(b.Context()); err != nil {
					b.Fatal(err)
				}
				fastest = min(fastest, time.Since(begin))
				b.StopTimer()
				resident = max(resident, peakOf(p.PID()))
				if err := p.Close(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
			b.ReportMetric(float64(fastest)/float64(time.Millisecond), "ms/start")
			b.ReportMetric(float64(resident)/(1<<20), "MiB")
			b.ReportMetric(0, "ns/op")
		})
	}
}
