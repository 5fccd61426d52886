package plugin_test

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/internal/handshake"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/grpc"
)

// soon is waited out where a timeout is what must come.
const soon = 300 * time.Millisecond

func startSoon(c *plugin.Config) { c.StartTimeout = soon }

// hostileStarts is what is done instead of, or besides, the handshake.
func hostileStarts() []hostileCase {
	prints := func(text string) func() { return func() { write(1, text); wait() } }
	var all []hostileCase
	for _, c := range []struct{ name, text, says string }{
		{"prints-before-the-handshake", "Loading \x1b[31mmodules...\n",
			`no handshake; it printed: Loading \x1b[31mmodules...`},
		{"prints-bytes", "\x00\xff\x1b|||||\n", "no handshake"},
		{"prints-nothing-in-a-line", "\n1|1|unix|/x|grpc|AAAA\n", "no handshake"},
		{"prints-half-a-handshake", "1|1|unix|/x\n", "no handshake"},
		{"prints-no-number", "1|one|unix|/x|grpc|AAAA\n", "version is no number"},
		{"prints-net-rpc", "1|1|unix|/x|netrpc|AAAA\n", "another protocol than gRPC"},
		{"prints-no-certificate", "1|1|unix|/x|grpc|\n", "no certificate"},
		{"prints-a-bad-certificate", "1|1|unix|/x|grpc|AAAA\n", "certificate cannot be read"},
		{"prints-a-long-certificate", "1|1|unix|/x|grpc|" + strings.Repeat("A", 64<<10) + "\n",
			"no line ended within 16384 bytes"},
		{"speaks-core-2", "2|1|unix|/x|grpc|AAAA\n",
			"it speaks go-plugin's protocol 2, and this host speaks 1: upgrade the host"},
		{"speaks-core-0", "0|1|unix|/x|grpc|AAAA\n",
			"it speaks go-plugin's protocol 0, and this host speaks 1: upgrade the connector"},
		{"speaks-contract-2", "1|2|unix|/x|grpc|AAAA\n",
			"it speaks contract version 2, and this host speaks 1: upgrade the host"},
		{"speaks-contract-0", "1|0|unix|/x|grpc|AAAA\n",
			"it speaks contract version 0, and this host speaks 1: upgrade the connector"},
	} {
		all = append(all, hostileCase{
			name: c.name, run: prints(c.text), meet: launching, reason: connector.PluginProtocol, words: []string{c.says},
		})
	}
	return append(all, []hostileCase{
		{
			name: "gives-no-handshake", run: wait, meet: launching, set: startSoon,
			reason: connector.PluginTimeout, words: []string{"did not start within 300ms"},
		},
		{
			name: "gives-no-end-of-its-handshake", run: prints("1|1|unix|"), meet: launching, set: startSoon,
			reason: connector.PluginTimeout, words: []string{"did not start within 300ms"},
		},
		{
			name: "gives-its-handshake-late", run: func() { time.Sleep(10 * soon); serveHostile(hostile{}) }, meet: launching, set: startSoon,
			reason: connector.PluginTimeout, words: []string{"did not start within 300ms"},
		},
		{
			name: "closes-stdout", run: func() { _ = syscall.Close(1); wait() }, meet: launching,
			reason: connector.PluginProtocol, words: []string{"closed stdout without a handshake"},
		},
		{
			name: "names-a-foreign-address", run: func() { announce("/var/run/docker.sock"); wait() }, meet: launching,
			reason: connector.PluginProtocol, words: []string{"listens elsewhere"},
		},
		{
			name: "listens-nowhere", run: func() { announce(socketPath()); wait() }, meet: launching,
			reason: connector.PluginProtocol, words: []string{"cannot be connected to"},
		},
		{
			name: "accepts-and-says-nothing", run: func() { l := listen(); announce(l.Addr().String()); wait() }, meet: launching, set: startSoon,
			reason: connector.PluginTimeout, words: []string{"did not start within 300ms"},
		},
		{
			name: "has-another-certificate", run: func() { serveAs(listen()) }, meet: launching,
			reason: connector.PluginProtocol, words: []string{"cannot be connected to", "certificate"},
		},
		{
			name: "speaks-of-another-life-in-its-handshake", // more fields belong to later versions
			run: func() {
				serveOwn(hostile{}, func(*grpc.Server) {}, func(l handshake.Line) string { return l.String() + "|true|more|\x1b[2J" })
			},
			meet: getting("7"),
		},
		{
			name: "describes-what-it-may-not",
			run: func() {
				serveHostile(hostile{describe: func(d *connectorv1.Description) {
					d.Name, d.Version = "\x1b[2Jhostile", strings.Repeat("\x1b[2J", 1<<10)
				}})
			},
			meet: func(t *testing.T, e *encounter) {
				if launching(t, e); e.err == nil {
					_, e.err = e.p.GetUser(t.Context(), get("7"))
					_ = e.p.Close()
					e.p = nil // it never said who it is
				}
			},
			reason: connector.PluginProtocol, words: []string{"description: name: must match"},
		},
	}...)
}

// hostileEnds is how a process can be gone, and when.
func hostileEnds() []hostileCase {
	var all []hostileCase
	for _, code := range []int{0, 1, 3} {
		says := []string{fmt.Sprintf("exited with status %d", code), lastWords}
		for _, c := range []hostileCase{
			{name: "at-once", run: func() { exit(code) }, meet: launching},
			{name: "mid-handshake", run: func() { write(1, "1|1|unix|"); exit(code) }, meet: launching},
			{name: "once-announced", run: func() { announce(socketPath()); exit(code) }, meet: launching},
			{name: "in-a-call", run: getter(func() { exit(code) }), meet: getting("7")},
			{name: "mid-stream", run: lister(func(out usersStream) error {
				_ = out.Send(page("t", "1"))
				pause()
				exit(code)
				return nil
			}), meet: listingUsers},
		} {
			c.name = fmt.Sprintf("exits-%d-%s", code, c.name)
			c.reason, c.words = connector.PluginCrashed, says
			all = append(all, c)
		}
	}
	panics := func() { panic("out of luck") }
	oom := []string{"was killed by signal 9, which this host did not send: probably the machine ran out of memory"}
	return append(all, []hostileCase{
		{
			name: "panics-at-once", run: panics, meet: launching,
			reason: connector.PluginCrashed, words: []string{"exited with status 2 before its handshake", "panic: out of luck"},
		},
		{
			name: "panics-in-a-call", run: getter(panics), meet: getting("7"),
			reason: connector.PluginCrashed, words: []string{"exited with status 2", "panic: out of luck"},
		},
		{
			name: "panics-in-a-goroutine", run: getter(func() { go panics(); wait() }), meet: getting("7"),
			reason: connector.PluginCrashed, words: []string{"exited with status 2", "panic: out of luck"},
		},
		{
			name: "panics-mid-stream",
			run:  lister(func(out usersStream) error { _ = out.Send(page("t", "1")); panic("out of luck") }), meet: listingUsers,
			reason: connector.PluginCrashed, words: []string{"exited with status 2", "panic: out of luck"},
		},
		{ // where plugin.Serve holds it, it costs the one call
			name: "panics-in-a-call-under-Serve", run: func() { plugin.Serve(puppet{}) }, meet: getting("panic"),
			reason: connector.ConnectorBug, words: []string{"the connector panicked"},
			check: func(t *testing.T, e *encounter) { stillWorks(t, e.p) },
		},
		{
			name: "is-killed-at-once", run: func() { end(syscall.SIGKILL) }, meet: launching,
			reason: connector.PluginCrashed, words: oom,
		},
		{
			name: "is-killed-in-a-call", run: getter(func() { end(syscall.SIGKILL) }), meet: getting("7"),
			reason: connector.PluginCrashed, words: oom,
		},
		{
			name: "is-killed-mid-stream",
			run:  lister(func(out usersStream) error { _ = out.Send(page("t", "1")); end(syscall.SIGKILL); return nil }), meet: listingUsers,
			reason: connector.PluginCrashed, words: oom,
		},
		{
			name: "is-terminated-in-a-call", run: getter(func() { end(syscall.SIGTERM) }), meet: getting("7"),
			reason: connector.PluginCrashed, words: []string{"was ended by signal 15 (terminated)"},
		},
		{
			name: "closes-its-connection", run: getter(unplug), meet: getting("7"),
			reason: connector.PluginProtocol, words: []string{"closed its connection to the host"},
		},
	}...)
}

// unplug closes every socket, and stays.
func unplug() {
	for fd := 3; fd < 64; fd++ {
		_ = syscall.Shutdown(fd, syscall.SHUT_RDWR)
	}
	wait()
}
