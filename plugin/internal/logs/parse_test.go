package logs

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/go-hclog"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name, line string
		want       entry
	}{
		{
			"hclog", `{"@level":"warn","@message":"slow","@timestamp":"2026-01-02T03:04:05.000000Z","ms":12,"who":"x"}`,
			entry{hclog.Warn, "slow", []pair{{"timestamp", "2026-01-02T03:04:05.000000Z"}, {"ms", "12"}, {"who", "x"}}},
		},
		{"slog JSON", `{"time":"t","level":"INFO","msg":"hi","n":1}`, entry{hclog.Info, "hi", []pair{{"timestamp", "t"}, {"n", "1"}}}},
		{"slog level in between", `{"level":"ERROR+2","msg":"x"}`, entry{hclog.Error, "x", nil}},
		{"pino", `{"level":40,"time":1700000000000,"msg":"x"}`, entry{hclog.Warn, "x", []pair{{"timestamp", "1700000000000"}}}},
		{"python", `{"levelname":"CRITICAL","message":"x"}`, entry{hclog.Error, "x", nil}},
		{"a number for a message", `{"@message":1}`, entry{hclog.Debug, "1", nil}},
		{"everything of the wrong type", `{"@message":{"a":1},"@level":[1],"@timestamp":7}`, entry{hclog.Debug, `{"a":1}`, []pair{{"timestamp", "7"}}}},
		{"nulls", `{"@message":null,"@level":null}`, entry{hclog.Debug, "", nil}},
		{"unknown level", `{"@level":"shout","@message":"x"}`, entry{hclog.Debug, "x", nil}},
		{"in the host's name", `{"@message":"x","pid":1,"connector":"y","@module":"m"}`, entry{hclog.Debug, "x", []pair{{"module", "m"}, {"its_connector", "y"}, {"its_pid", "1"}}}},
		{"nested", `{"@message":"x","o":{"k":["v",2]}}`, entry{hclog.Debug, "x", []pair{{"o", `{"k":["v",2]}`}}}},
		{"escapes", `{"@message":"a\nb\u001b[31m"}`, entry{hclog.Debug, `a\nb\x1b[31m`, nil}},
		{"an array", `[1,2]`, entry{hclog.Debug, "[1,2]", nil}},
		{"a broken object", `{"@message":`, entry{hclog.Debug, `{"@message":`, nil}},
		{"two objects", `{"a":1}{"b":2}`, entry{hclog.Debug, `{"a":1}{"b":2}`, nil}},
		{"log", "2026/11/21 07:22:10 hello", entry{hclog.Debug, "2026/11/21 07:22:10 hello", nil}},
		{"slog text", "2026/11/21 07:22:10 WARN it is slow ms=12", entry{hclog.Warn, "it is slow ms=12", nil}},
		{"bracketed", "[ERROR] broken", entry{hclog.Error, "broken", nil}},
		{"with a colon", "WARNING: broken", entry{hclog.Warn, "broken", nil}},
		{"a sentence", "Error is human", entry{hclog.Debug, "Error is human", nil}},
		{"terminal", "a\x1b]0;title\x07b\r", entry{hclog.Debug, `a\x1b]0;title\ab\r`, nil}},
		{"no UTF-8", "a\xffb", entry{hclog.Debug, `a\xffb`, nil}},
		{"bidi", "a\u202eb\u2028c", entry{hclog.Debug, `a\u202eb\u2028c`, nil}},
		{"honest text", "naïve 名前 ✓", entry{hclog.Debug, "naïve 名前 ✓", nil}},
		{"nothing", "", entry{hclog.Debug, "", nil}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := parse([]byte(c.line))
			if d := cmp.Diff(c.want.pairs, got.pairs, cmp.AllowUnexported(pair{}), cmp.Transformer("set", func(p []pair) map[string]string {
				m := map[string]string{}
				for _, p := range p {
					m[p.key] = p.value
				}
				return m
			})); d != "" {
				t.Error(d)
			}
			if got.level != c.want.level || got.message != c.want.message {
				t.Errorf("%v %q, want %v %q", got.level, got.message, c.want.level, c.want.message)
			}
		})
	}
}

func TestLevels(t *testing.T) {
	for n, want := range map[float64]hclog.Level{
		-1e9: hclog.Trace, 10: hclog.Trace, 20: hclog.Debug, 30: hclog.Info, 35: hclog.Info, 40: hclog.Warn, 50: hclog.Error, 60: hclog.Error, 1e300: hclog.Error,
	} {
		if got := numberLevel(n); got != want {
			t.Errorf("%v is %v", n, got)
		}
	}
	for word, want := range map[string]hclog.Level{"": hclog.NoLevel, "-": hclog.NoLevel, "warning": hclog.Warn, "DEBUG-4": hclog.Debug} {
		if got := wordLevel(word); got != want {
			t.Errorf("%q is %v", word, got)
		}
	}
}

func TestParseKeepsFewKeys(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"@message":"x"`)
	for i := range 1000 {
		b.WriteString(`,"` + strings.Repeat("k", i%200) + `":1`)
	}
	b.WriteString("}")
	e := parse([]byte(b.String()))
	if len(e.pairs) > maxPairs {
		t.Errorf("%d pairs", len(e.pairs))
	}
	for _, p := range e.pairs {
		if len(p.key) > maxKey {
			t.Errorf("a key of %d bytes", len(p.key))
		}
	}
}

// FuzzLogLine: whatever a process writes, the parser takes it, and what comes out is harmless to show.
func FuzzLogLine(f *testing.F) {
	for _, seed := range []string{
		`{"@message":1}`, `{"@level":[],"@message":{},"@timestamp":null}`, `{"a":"\ud800"}`, `{"level":1e999}`, "{\"\xff\":1}",
		"[WARN] x", "2026/11/21 07:22:10 INFO x", "\x1b[2J", strings.Repeat("[", 100), `{"a":{"a":{"a":{}}}}`, "null", "  {}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		e := parse(line)
		texts := []string{e.message, e.String()}
		for _, p := range e.pairs {
			texts = append(texts, p.key, p.value)
		}
		for _, s := range texts {
			if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' }) {
				t.Errorf("%q comes out as %q", line, s)
			}
		}
		if e.level < hclog.Trace || e.level > hclog.Error {
			t.Errorf("%q has level %v", line, e.level)
		}
	})
}
