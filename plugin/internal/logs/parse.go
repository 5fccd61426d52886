package logs

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/go-hclog"
)

// maxPairs bounds the keys of one entry, and maxKey their length: a line has room for thousands that nobody reads.
const (
	maxPairs = 32
	maxKey   = 64
)

// entry is a line that was understood. All texts are escaped.
type entry struct {
	level   hclog.Level
	message string
	pairs   []pair
}

type pair struct{ key, value string }

// String is the entry in one line, for the report of a crash.
func (e entry) String() string {
	var b strings.Builder
	b.WriteString(e.message)
	for _, p := range e.pairs {
		if p.key != "timestamp" {
			b.WriteString(" " + p.key + "=" + p.value)
		}
	}
	return b.String()
}

// The keys under which loggers write the same things: hclog's first, then those of slog, zap, pino and Python's.
var (
	messageKeys = []string{"@message", "msg", "message"}
	levelKeys   = []string{"@level", "level", "levelname"}
	timeKeys    = []string{"@timestamp", "time", "timestamp", "ts"}
)

// parse understands a line as far as it can be understood. It takes any bytes.
func parse(line []byte) entry {
	if trimmed := bytes.TrimSpace(line); len(trimmed) > 0 && trimmed[0] == '{' {
		var object map[string]json.RawMessage
		if json.Unmarshal(trimmed, &object) == nil {
			return parseObject(object)
		}
	}
	return parseText(string(line))
}

func parseObject(object map[string]json.RawMessage) entry {
	take := func(keys []string) json.RawMessage {
		for _, k := range keys {
			if v, ok := object[k]; ok {
				delete(object, k)
				return v
			}
		}
		return nil
	}
	e := entry{message: show(take(messageKeys)), level: jsonLevel(take(levelKeys))}
	if at := take(timeKeys); at != nil {
		e.pairs = append(e.pairs, pair{"timestamp", show(at)})
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if len(e.pairs) == maxPairs {
			break
		}
		e.pairs = append(e.pairs, pair{safeKey(key), show(object[key])})
	}
	return e
}

// show is the text of a JSON value: what a string holds, and anything else as it is written.
func show(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) == nil {
		return Escape(s)
	}
	return Escape(string(v))
}

// safeKey keeps a connector from writing in the host's name: keys that the host's own fields have are marked.
func safeKey(key string) string {
	key = Clip(Escape(strings.TrimLeft(key, "@")), maxKey)
	switch key {
	case "stream", "connector", "pid", "timestamp", "":
		return "its_" + key
	}
	return key
}

func jsonLevel(v json.RawMessage) hclog.Level {
	var number float64
	if json.Unmarshal(v, &number) == nil && v[0] != 'n' { // null is no number
		return numberLevel(number)
	}
	var name string
	if json.Unmarshal(v, &name) != nil {
		return hclog.Debug
	}
	return cmp.Or(wordLevel(name), hclog.Debug)
}

// numberLevel reads pino's and bunyan's numbers: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal.
func numberLevel(n float64) hclog.Level {
	switch {
	case n < 20:
		return hclog.Trace
	case n < 30:
		return hclog.Debug
	case n < 40:
		return hclog.Info
	case n < 50:
		return hclog.Warn
	}
	return hclog.Error
}

var words = map[string]hclog.Level{
	"TRACE": hclog.Trace, "DEBUG": hclog.Debug, "INFO": hclog.Info, "NOTICE": hclog.Info,
	"WARN": hclog.Warn, "WARNING": hclog.Warn,
	"ERROR": hclog.Error, "ERR": hclog.Error, "FATAL": hclog.Error, "PANIC": hclog.Error, "CRITICAL": hclog.Error,
}

// wordLevel reads a level's name, also as slog writes those in between ("INFO+2"); NoLevel when it is none.
func wordLevel(name string) hclog.Level {
	name, _, _ = strings.Cut(strings.ToUpper(name), "+")
	name, _, _ = strings.Cut(name, "-")
	return words[name]
}

// parseText reads a line that is no object. A level at its beginning counts, after the date that Go's log and slog write;
// without one it is of no more weight than a debug message.
func parseText(line string) entry {
	e := entry{level: hclog.Debug, message: Escape(strings.TrimRight(line, " \t"))}
	rest := strings.TrimLeft(line, " ")
	if f := strings.SplitN(rest, " ", 3); len(f) == 3 && isDate(f[0]) && isTime(f[1]) {
		rest = f[2]
	}
	word, after, _ := strings.Cut(rest, " ")
	level := wordLevel(strings.Trim(word, "[]:"))
	if level == hclog.NoLevel || word != strings.ToUpper(word) { // "Error" begins many a sentence
		return e
	}
	return entry{level: level, message: Escape(strings.TrimSpace(after))}
}

func isDate(s string) bool { return shape(s) == "0000/00/00" }
func isTime(s string) bool { return strings.HasPrefix(shape(s), "00:00:00") }

// shape is the text with its digits as zeros.
func shape(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0'
		}
		return r
	}, s[:min(len(s), 16)])
}
