package plugin_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// stillWorks makes sure that a call that went wrong has left the connector as it was.
func stillWorks(t *testing.T, p *plugin.Plugin) {
	t.Helper()
	u, err := p.GetUser(t.Context(), get("7"))
	if err != nil || u.GetId() != "7" {
		t.Errorf("afterwards: %v, %v", u, err)
	}
}

var users = connector.SinkFuncs[*iamv1.User]{}

func TestKilledInACall(t *testing.T) {
	for name, in := range map[string]func(*plugin.Plugin) error{
		"unary": func(p *plugin.Plugin) error { _, err := p.GetUser(t.Context(), get("kill")); return err },
		"list":  func(p *plugin.Plugin) error { _, err := p.ListUsers(t.Context(), list("kill"), users); return err },
	} {
		t.Run(name, func(t *testing.T) {
			p, w := launch(t, "puppet")
			if p.Exit() != nil {
				t.Errorf("it runs, and Exit says %v", p.Exit())
			}
			err := in(p)
			e := wantReason(t, err, connector.PluginCrashed, "puppet 1.2.3", "signal 9", "out of memory", "it logged nothing")
			if e.Connector != "puppet" || e.Operation == "" {
				t.Errorf("%q in %q", e.Connector, e.Operation)
			}
			exit := wantExit(t, err)
			if exit.Signal != syscall.SIGKILL || exit.Killed != "" || exit.PID != p.PID() || exit.Version != "1.2.3" {
				t.Errorf("%+v", exit)
			}
			<-p.Done()
			if p.Exit() != exit {
				t.Errorf("Exit says %v", p.Exit())
			}
			_, again := p.Describe(t.Context()) // Describe is kept; what needs the process says that it is gone
			if again != nil {
				t.Error(again)
			}
			_, again = p.GetUser(t.Context(), get("7"))
			wantReason(t, again, connector.PluginCrashed, "signal 9")
			if !strings.Contains(w.log.String(), `"@level":"warn","@message":"connector ended"`) {
				t.Error("the log does not have its end")
			}
		})
	}
}

func TestExitInACall(t *testing.T) {
	p, _ := launch(t, "puppet")
	_, err := p.GetUser(t.Context(), get("exit 3"))
	wantReason(t, err, connector.PluginCrashed, "exited with status 3", "cannot go on")
	if exit := wantExit(t, err); exit.Code != 3 || exit.Signal != 0 || len(exit.Log) != 1 || exit.Log[0] != "cannot go on" {
		t.Errorf("%+v", exit)
	}
}

// TestPanicOfAGoroutine: what nobody can recover ends the process; its error has the beginning of Go's report.
func TestPanicOfAGoroutine(t *testing.T) {
	p, _ := launch(t, "puppet")
	_, err := p.GetUser(t.Context(), get("die"))
	wantReason(t, err, connector.PluginCrashed, "exited with status 2", "panic: out of luck")
}

// TestPanicInACall: a panic is that call's end and no other's, and its value goes nowhere.
func TestPanicInACall(t *testing.T) {
	p, w := launch(t, "puppet")
	_, err := p.GetUser(t.Context(), get("panic"))
	e := wantReason(t, err, connector.ConnectorBug)
	if e.IncidentID == "" {
		t.Fatal("there is no incident id")
	}
	eventually(t, "the incident is in the log", func() bool { return strings.Contains(w.log.String(), e.IncidentID) })
	if text := w.log.String(); strings.Contains(text, key) || !strings.Contains(text, "puppet.GetUser") || strings.Contains(err.Error(), key) {
		t.Error("the log lacks the stack, or someone has the key")
	}
	stillWorks(t, p)
}

func TestDeadlines(t *testing.T) {
	w := newWorld(t, "puppet")
	w.CallTimeout = 300 * time.Millisecond
	p := w.launch(t)
	for _, id := range []string{"hang", "patient"} {
		_, err := p.GetUser(t.Context(), get(id))
		wantReason(t, err, connector.PluginTimeout, "did not answer within 300ms")

		soon, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		_, err = p.GetUser(soon, get(id))
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) || connector.ReasonOf(err) != "" {
			t.Errorf("%s: the caller's deadline is %v", id, err)
		}
		mine, cancel := context.WithCancel(t.Context())
		time.AfterFunc(100*time.Millisecond, cancel)
		_, err = p.GetUser(mine, get(id))
		cancel()
		if !errors.Is(err, context.Canceled) || connector.ReasonOf(err) != "" {
			t.Errorf("%s: the caller's cancellation is %v", id, err)
		}
	}
	longer, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if _, err := p.GetUser(longer, get("slow 600ms")); err != nil {
		t.Errorf("the caller's own deadline does not replace the default one: %v", err)
	}
	stillWorks(t, p)
}

func TestTheWatchdogOfLists(t *testing.T) {
	w := newWorld(t, "puppet")
	w.SilenceTimeout = 400 * time.Millisecond
	w.CallTimeout = time.Millisecond // none of a list's business
	p := w.launch(t)
	warm, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if _, err := p.Describe(warm); err != nil {
		t.Fatal(err)
	}
	pages := 0
	_, err := p.ListUsers(t.Context(), list("silent"), connector.SinkFuncs[*iamv1.User]{
		OnPage: func(connector.Page[*iamv1.User]) error { pages++; return nil },
	})
	wantReason(t, err, connector.PluginTimeout, "no sign of life for 400ms")
	if pages != 1 {
		t.Errorf("%d pages came", pages)
	}
	// Twice the timeout, with signs of life; and a sink that takes its time is nobody's silence.
	_, err = p.ListUsers(t.Context(), list("progress 16"), connector.SinkFuncs[*iamv1.User]{
		OnPage: func(connector.Page[*iamv1.User]) error { time.Sleep(2 * w.SilenceTimeout); return nil },
	})
	if err != nil {
		t.Error(err)
	}
}

func TestTheSinkHasEnough(t *testing.T) {
	p, _ := launch(t, "puppet")
	enough := errors.New("enough")
	_, err := p.ListUsers(t.Context(), list("forever"), connector.SinkFuncs[*iamv1.User]{
		OnPage: func(page connector.Page[*iamv1.User]) error {
			if page.Items[0].GetId() == "100" {
				return enough
			}
			return nil
		},
	})
	if !errors.Is(err, enough) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = p.ListUsers(ctx, list("forever"), connector.SinkFuncs[*iamv1.User]{
		OnPage: func(connector.Page[*iamv1.User]) error { cancel(); return nil },
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	stillWorks(t, p)
}

// TestTooMuch: 17 MiB are refused on the side that sends them, and, where that side does not care, on the side that gets
// them.
func TestTooMuch(t *testing.T) {
	p, _ := launch(t, "puppet")
	_, err := p.GetUser(t.Context(), get("large"))
	wantReason(t, err, connector.ConnectorBug, "a message of 178")
	_, err = p.ListUsers(t.Context(), list("large"), users)
	wantReason(t, err, connector.PluginProtocol, "trying to send message larger than max")
	stillWorks(t, p)
}

func TestTooMuchOfACarelessOne(t *testing.T) {
	p, _ := launch(t, "stock")
	_, err := p.GetUser(t.Context(), get("large"))
	wantReason(t, err, connector.PluginProtocol, "16 MiB")
	_, err = p.ListUsers(t.Context(), list("large"), users)
	wantReason(t, err, connector.PluginProtocol, "16 MiB")
	stillWorks(t, p)
}

// TestTooMuchOfTheHost: values that fit, each by itself, can be more than a message together.
func TestTooMuchOfTheHost(t *testing.T) {
	p, _ := launch(t, "puppet")
	r := get("7")
	r.Account.Operator = map[string]string{}
	for i := range 64 {
		r.Account.Operator[manyOperatorKeys(i)] = strings.Repeat("x", 256<<10)
	}
	_, err := p.GetUser(t.Context(), r)
	wantReason(t, err, connector.InvalidConfig, "at most 16777216 fit")
	_, err = p.ListUsers(t.Context(), connector.ListRequest{Account: r.Account}, users)
	wantReason(t, err, connector.InvalidConfig, "at most 16777216 fit")
	stillWorks(t, p)
}

func TestAnswersThatBreakTheContract(t *testing.T) {
	p, _ := launch(t, "stock")
	for id, words := range map[string][]string{
		"plain error":     {"Unknown", `some\x1b[31m text`},
		"a host's reason": {"answered PLUGIN_TIMEOUT, which only hosts may"},
		"cancelled":       {"Canceled", "I do not want to"},
		"too late":        {"DeadlineExceeded", "it took too long"},
		"large error":     {"stock 1.2.3"},
	} {
		_, err := p.GetUser(t.Context(), get(id))
		wantReason(t, err, connector.PluginProtocol, words...)
		stillWorks(t, p)
	}
	_, err := p.ListUsers(t.Context(), list("no receipt"), users)
	wantReason(t, err, connector.PluginProtocol, "without a receipt")
}

// TestErrorsAreSafeToShow: nor do a call's secrets come back in its error, or control characters.
func TestErrorsAreSafeToShow(t *testing.T) {
	p, _ := launch(t, "puppet")
	_, err := p.GetUser(t.Context(), get("leak"))
	e := wantReason(t, err, connector.UpstreamRejected, "not with REDACTED")
	if strings.Contains(e.UpstreamExcerpt, key) || strings.Contains(e.Path, "\x1b") {
		t.Errorf("%+v", e)
	}
}

// TestTheDeadlineMayPassThereFirst: a connector's clock runs a little ahead of its host's, and the deadline is the caller's
// all the same.
func TestTheDeadlineMayPassThereFirst(t *testing.T) {
	p, _ := launch(t, "stock")
	stillWorks(t, p)
	soon, cancel := context.WithTimeout(t.Context(), 90*time.Millisecond)
	defer cancel()
	_, err := p.GetUser(soon, get("too late"))
	if !errors.Is(err, context.DeadlineExceeded) || connector.ReasonOf(err) != "" {
		t.Error(err)
	}
}

// TestNoBroker: a connector cannot offer its host connections, each of which would cost the host a goroutine.
func TestNoBroker(t *testing.T) {
	p, _ := launch(t, "stock")
	if _, err := p.GetUser(t.Context(), get("broker")); err != nil {
		t.Error(err)
	}
}

// TestUnplugged: a process that closes its connection cannot be reached any more, and is not kept.
func TestUnplugged(t *testing.T) {
	p, _ := launch(t, "puppet")
	_, err := p.GetUser(t.Context(), get("unplug"))
	wantReason(t, err, connector.PluginProtocol, "closed its connection")
	<-p.Done()
	_, err = p.GetUser(t.Context(), get("7"))
	wantReason(t, err, connector.PluginCrashed, "killed by this host: it closed its connection")
}

// TestFloods: a MiB without a line break, on every way out of a process, blocks nobody.
func TestFloods(t *testing.T) {
	for _, name := range []string{"puppet", "stock"} {
		t.Run(name, func(t *testing.T) {
			p, w := launch(t, name)
			for range 3 {
				if _, err := p.GetUser(t.Context(), get("flood")); err != nil {
					t.Fatal(err)
				}
			}
			stillWorks(t, p)
			if err := p.Close(); err != nil {
				t.Error(err)
			}
			if n := len(w.log.String()); n > 20*9<<10 {
				t.Errorf("the log has %d bytes", n)
			}
		})
	}
}

// TestStdoutOfStockPlugins: what go-plugin sends of it through the connection is logged as well.
func TestStdoutOfStockPlugins(t *testing.T) {
	p, w := launch(t, "stock")
	if _, err := p.GetUser(t.Context(), get("print")); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is in the log", func() bool {
		return strings.Contains(w.log.String(), `"@message":"printed words"`) && strings.Contains(w.log.String(), `"stream":"stdout"`)
	})
}

// TestLogs: what kills a host that lets go-plugin parse it, secrets, and ordinary lines.
func TestLogs(t *testing.T) {
	p, w := launch(t, "puppet")
	for _, line := range []string{
		`log {"@message":1}`,
		`log {"@level":"warn","@message":"slow","ms":3}`,
		"log the key is " + key,
		"log \x1b[31mred\xff",
		"slog",
		"print plain words",
	} {
		if _, err := p.GetUser(t.Context(), get(line)); err != nil && !strings.Contains(line, "\xff") {
			t.Fatal(err)
		}
	}
	var entries []map[string]any
	eventually(t, "the last line is in the log", func() bool { return strings.Contains(w.log.String(), "plain words") })
	for line := range strings.Lines(w.log.String()) {
		entry := map[string]any{}
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if entry["connector"] != "puppet" || entry["pid"] != float64(p.PID()) {
			t.Errorf("%q does not say whose it is", line)
		}
		entries = append(entries, entry)
	}
	find := func(message string) map[string]any {
		for _, e := range entries {
			if e["@message"] == message {
				return e
			}
		}
		t.Errorf("there is no %q", message)
		return nil
	}
	find("1")
	if e := find("slow"); e["@level"] != "warn" || e["ms"] != "3" || e["stream"] != "stderr" {
		t.Errorf("%v", e)
	}
	find("the key is REDACTED")
	if e := find("from slog n=1"); e["@level"] != "warn" {
		t.Errorf("%v", e)
	}
	find("plain words")
	if strings.Contains(w.log.String(), key) {
		t.Error("the log has the key")
	}
}
