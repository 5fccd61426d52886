package logs

import (
	"testing"

	"github.com/hashicorp/go-hclog"
)

// BenchmarkLine is a connector's line on its way to the host's log: put together, parsed, redacted.
func BenchmarkLine(b *testing.B) {
	redact := &Redactor{}
	redact.Add(secret)
	for name, line := range map[string]string{
		"json": `{"@level":"warn","@message":"asked again","@timestamp":"2026-01-02T03:04:05Z","status":503,"attempt":2}` + "\n",
		"text": "2026/01/02 03:04:05 WARN asked again status=503 attempt=2\n",
	} {
		b.Run(name, func(b *testing.B) {
			l := New(hclog.NewNullLogger(), redact)
			s := l.Stream("stderr")
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Write([]byte(line)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
