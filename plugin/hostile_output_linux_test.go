package plugin_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/plugin/internal/handshake"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// tenMiB stands for as much in the texts below, which every hostile program holds.
const tenMiB = "<10 MiB>"

// hostileOutput is what is written where nobody has to read it. It is harmless, all of it.
func hostileOutput() []hostileCase {
	var all []hostileCase
	for _, c := range []struct{ name, text string }{
		{"log-not-an-object", "42\n\"text\"\n[1]\nnull\n{\n}{\ntrue\n{}{}\n"},
		{"log-wrong-types", `{"@message":1}` + "\n" +
			`{"@level":[]}` + "\n" +
			`{"@timestamp":{},"@module":[{}],"@message":{"a":[]},"@level":9e99}` + "\n"},
		{"log-nested", `{"a":` + strings.Repeat("[", 4000) + strings.Repeat("]", 4000) + "}\n"},
		{"log-nested-10000", `{"@message":` + strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_001) + "\n"},
		{"log-10-MiB", tenMiB + "\n"},
		{"log-10-MiB-object", `{"@message":"` + tenMiB + `"}` + "\n"},
		{"log-not-UTF-8", "\xff\xfe\x00\n" + `{"@message":"` + "\xc3\x28" + `","` + "\xa0" + `":1}` + "\n"},
		{"log-keys-of-the-host", `{"@message":"m","pid":1,"connector":"other","@stream":"x"}` + "\n"},
		{"log-control-characters", "\x1b[2J\x1b]0;title\a\r\b\x7f\u009b31m\u202e\n" + `{"@message":"\u001b[2J\n\u202e","\u001b":"\u0007"}` + "\n"},
		{"log-empty-lines", strings.Repeat("\n", 100_000) + "\r\n \r\n"},
	} {
		run := func() {
			text := strings.Replace(c.text, tenMiB, strings.Repeat("x", 10<<20), 1)
			for _, f := range []*os.File{os.NewFile(1, "stdout"), os.NewFile(2, "stderr"), os.Stdout, os.Stderr} {
				_, _ = f.WriteString(text) // the latter two by way of go-plugin
				if len(text) > 1<<20 {
					return
				}
			}
		}
		all = append(all, hostileCase{name: c.name, run: getter(run), meet: getting("7"), check: boundedLog})
	}
	return append(all, []hostileCase{
		{
			name: "log-100000-lines-a-second",
			run: getter(func() {
				for i := range 1000 {
					write(2, strings.Repeat(fmt.Sprintf(`{"@level":"info","@message":"%d"}`+"\n", i), 100))
				}
			}),
			meet: getting("7"), check: dropped,
		},
		{
			name: "floods-stdout",
			run:  getter(func() { floodFD(1) }), meet: getting("7"), check: boundedLog,
		},
		{
			name: "floods-stderr",
			run:  getter(func() { floodFD(2) }), meet: getting("7"), check: boundedLog,
		},
		{
			name: "floods-stdout-before-it-is-asked",
			run: func() {
				write(1, strings.Repeat("x", 32<<10)) // in any case before the handshake
				go floodFD(1)
				serveHostile(hostile{})
			},
			meet: launching, reason: "PLUGIN_PROTOCOL", words: []string{"no line ended within 16384 bytes"},
		},
		{
			name: "floods-the-stdio-stream",
			run:  stdioFlood(func() []byte { return []byte(strings.Repeat("line\n", 1000)) }),
			meet: getting("7"), check: boundedLog,
		},
		{
			name: "floods-the-stdio-stream-without-line-breaks",
			run:  stdioFlood(func() []byte { return make([]byte, 1<<20) }),
			meet: getting("7"), check: boundedLog,
		},
		{
			name: "sends-too-much-on-the-stdio-stream",
			run:  stdioFlood(func() []byte { return make([]byte, 64<<20) }),
			meet: getting("7"), check: boundedLog,
		},
		{
			name: "sends-nonsense-on-the-stdio-stream",
			run: func() {
				serveOwn(hostile{}, registerStream("plugin.GRPCStdio", "StreamStdio", func(out grpc.ServerStream) error {
					_ = out.SendMsg(stdio(77, []byte("of no channel")))
					_ = out.SendMsg(&emptypb.Empty{})
					return out.SendMsg(raw(&emptypb.Empty{}, []byte{0xff, 0xff}))
				}), handshake.Line.String)
			},
			meet: getting("7"), check: boundedLog,
		},
		{
			name: "floods-the-broker-stream",
			run: func() {
				serveOwn(hostile{}, registerStream("plugin.GRPCBroker", "StartStream", func(out grpc.ServerStream) error {
					for out.Context().Err() == nil {
						_ = out.SendMsg(stdio(1, []byte("a connection"))) // ConnInfo has the same fields as far as it goes
					}
					return nil
				}), handshake.Line.String)
			},
			meet: getting("7"), check: boundedLog,
		},
	}...)
}

// stdioFlood is a program whose stdio stream never ends.
func stdioFlood(data func() []byte) func() {
	return func() {
		serveOwn(hostile{}, registerStream("plugin.GRPCStdio", "StreamStdio", func(out grpc.ServerStream) error {
			m := stdio(1, data())
			for out.SendMsg(m) == nil {
			}
			return nil
		}), handshake.Line.String)
	}
}

// floodFD writes 16 MiB, half of it in lines.
func floodFD(fd int) {
	for range 8 {
		write(fd, strings.Repeat("x", 1<<20))
		write(fd, strings.Repeat("some words\n", 1<<20/11))
	}
}

// boundedLog: what the host keeps is little, each line is a JSON object, and none is in anybody else's name.
func boundedLog(t *testing.T, e *encounter) {
	if e.p != nil {
		_ = e.p.Close()
	}
	text := e.log.String()
	if n := len(text); n > 1<<20 {
		t.Errorf("the log has %d bytes", n)
	}
	for line := range strings.Lines(text) {
		entry := map[string]any{}
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if name := entry["connector"]; name != "hostile" && !strings.HasPrefix(fmt.Sprint(name), hostilePrefix) {
			t.Errorf("%q is in the name of %v", line, name)
		}
	}
}

// dropped: the log has the first thousand lines and the number of the rest.
func dropped(t *testing.T, e *encounter) {
	boundedLog(t, e)
	if text := e.log.String(); !strings.Contains(text, "logs too much") || strings.Count(text, "\n") > 2000 {
		t.Errorf("the log has %d lines", strings.Count(text, "\n"))
	}
}
