package plugin_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"go.uber.org/goleak"
	"google.golang.org/protobuf/proto"
)

// hostileCase is one way to be a bad connector. The tables stand in hostile_*_linux_test.go, by what is done badly.
type hostileCase struct {
	name string
	run  func() // the program: a process of its own
	meet func(t *testing.T, e *encounter)
	set  func(*plugin.Config) // where a timeout must be waited out

	reason connector.Reason // empty: it is harmless
	words  []string         // of the error
	check  func(t *testing.T, e *encounter)
	close  connector.Reason // of Close's error; empty: there is none
}

// encounter is what a host has of a connector that it met.
type encounter struct {
	*world
	p   *plugin.Plugin // nil where it never started
	err error

	user     *iamv1.User
	users    []*iamv1.User
	rejected []*connectorv1.RejectedItem
	receipt  *connectorv1.Receipt
}

const hostilePrefix = "hostile-"

func hostileCases() []hostileCase {
	return slices.Concat(hostileOutput(), hostileStarts(), hostileEnds(), hostileHangs(), hostileAnswers(), hostileErrors(),
		hostileLists(), hostileItems(), hostileNeighbours())
}

// hostileProgram is the program of a case; nil where there is none.
func hostileProgram(name string) func() {
	for _, c := range hostileCases() {
		if c.name == name {
			return c.run
		}
	}
	return nil
}

// maxGrowth bounds what one bad connector may make its host's heap grow by. Two messages of 16 MiB, one being read and one
// being decoded, are what a host may have to hold.
const maxGrowth = 64 << 20

// TestHostileSet: whatever a connector does ends in one typed error that tells all, or is harmless. Meanwhile another
// connector of the same host answers as always, and afterwards nothing is left: no process, file, goroutine or memory.
func TestHostileSet(t *testing.T) {
	binary := hostileBinary(t)
	n := newNeighbour(t)
	n.answers(t)
	cases := hostileCases()
	start := settled()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			before := measure()
			e := c.encounter(t, binary, n)
			n.answers(t)
			after := measure()
			if grown := int64(after.heapSys) - int64(before.heapSys); grown > maxGrowth {
				t.Errorf("the host's heap has grown by %d MiB", grown>>20)
			}
			eventually(t, "its files are closed", func() bool { return measure().files <= before.files })
			if e.p != nil {
				<-e.p.Done()
			}
		})
	}
	if kept := int64(settled().heapAlloc) - int64(start.heapAlloc); kept > maxGrowth/8 {
		t.Errorf("the host keeps %d KiB of them", kept>>10)
	}
	runtime.KeepAlive(cases)
}

// encounter meets the connector while its neighbour works.
func (c hostileCase) encounter(t *testing.T, binary string, n *neighbour) *encounter {
	ignore := goleak.IgnoreCurrent()
	rest := n.keepAnswering(t)
	defer rest()
	e := &encounter{world: newWorld(t, hostilePrefix+c.name, ignore)}
	e.Path = filepath.Join(filepath.Dir(binary), hostilePrefix+c.name)
	if err := os.Link(binary, e.Path); err != nil {
		t.Fatal(err)
	}
	if c.set != nil {
		c.set(&e.Config)
	}
	c.meet(t, e)
	switch {
	case c.reason == "" && e.err != nil:
		t.Errorf("it is not harmless: %v", e.err)
	case c.reason != "":
		wantStory(t, wantReason(t, e.err, c.reason, c.words...), hostilePrefix+c.name, e.p != nil)
	}
	if c.check != nil {
		c.check(t, e)
	}
	if e.p != nil {
		if err := e.p.Close(); c.close != "" {
			wantStory(t, wantReason(t, err, c.close), hostilePrefix+c.name, true)
		} else if err != nil {
			t.Errorf("Close: %v", err)
		}
	}
	wantPlainText(t, "the log", strings.ReplaceAll(e.log.String(), "\n", ""))
	return e
}

// wantStory: an error of the host's making says which connector and binary, which version where that is known, how it
// ended, what it logged last and what to do, in text that may be shown, and fits the contract when it travels on.
func wantStory(t *testing.T, e *connector.Error, binary string, described bool) {
	t.Helper()
	if size := proto.Size(e.GRPCStatus().Proto()); size > connector.MaxStatusSize {
		t.Errorf("its status has %d bytes", size)
	}
	wantPlainText(t, "the error", e.Error()+e.Suggestion+string(e.Reason)+e.Path+e.UpstreamExcerpt)
	if !strings.HasPrefix(string(e.Reason), "PLUGIN_") {
		return // the connector's own
	}
	words := []string{binary, "log"}
	if described {
		words = append(words, "1.2.3")
		if e.Connector != "hostile" {
			t.Errorf("it names the connector %q", e.Connector)
		}
	}
	if e.Reason == connector.PluginCrashed {
		exit := wantExit(t, e)
		if exit.PID == 0 || exit.Path == "" || (exit.Version != "") != described {
			t.Errorf("%+v", exit)
		}
		words = append(words, exit.Error())
	}
	for _, word := range words {
		if !strings.Contains(e.Message, word) {
			t.Errorf("%q does not say %q", e.Message, word)
		}
	}
	if e.Suggestion == "" || e.Connector == "" {
		t.Errorf("it has connector %q and suggestion %q", e.Connector, e.Suggestion)
	}
}

// wantPlainText: neither does a terminal obey it nor does a parser of JSON choke on it.
func wantPlainText(t *testing.T, what, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%s is no UTF-8", what)
	}
	if i := strings.IndexFunc(s, unicode.IsControl); i >= 0 {
		t.Errorf("%s has the control character %q: %q", what, s[i], s[max(0, i-50):i])
	}
}

// How a connector can be met.

// launching only launches.
func launching(t *testing.T, e *encounter) {
	p, err := plugin.Launch(t.Context(), e.Config)
	e.p, e.err = p, err
	if p != nil {
		t.Cleanup(func() { _ = p.Close() }) // whatever fails on the way
	}
}

// launched launches one that starts as it should, and learns its name.
func launched(t *testing.T, e *encounter) bool {
	launching(t, e)
	if e.err != nil {
		return false
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience) // whatever the configuration's timeouts are
	defer cancel()
	_, e.err = e.p.Describe(ctx)
	return e.err == nil
}

// getting asks for one user; what it is asked may be an order.
func getting(id string) func(*testing.T, *encounter) {
	return func(t *testing.T, e *encounter) {
		if launched(t, e) {
			e.user, e.err = e.p.GetUser(t.Context(), get(id))
		}
	}
}

// listingUsers lists users once.
func listingUsers(t *testing.T, e *encounter) {
	if !launched(t, e) {
		return
	}
	e.receipt, e.err = e.p.ListUsers(t.Context(), list(""), connector.SinkFuncs[*iamv1.User]{
		OnPage: func(p connector.Page[*iamv1.User]) error {
			e.users = append(e.users, p.Items...)
			e.rejected = append(e.rejected, p.Info.GetRejected()...)
			return nil
		},
	})
}

// closing closes one that works.
func closing(t *testing.T, e *encounter) {
	if launched(t, e) {
		_, e.err = e.p.GetUser(t.Context(), get("7"))
	}
}

// measured is what a host has of what it must not run out of.
type measured struct {
	files              int
	heapSys, heapAlloc uint64
}

func measure() measured {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	files, _ := os.ReadDir("/proc/self/fd")
	return measured{len(files), m.HeapSys, m.HeapAlloc}
}

// settled is measured without what is garbage, or lies in a pool for whoever comes next: that goes with the second collection.
func settled() measured {
	runtime.GC()
	runtime.GC()
	return measure()
}

// neighbour is a good connector of the same host.
type neighbour struct {
	p       *plugin.Plugin
	account *connectorv1.Account
}

const neighbourUsers = 20

func newNeighbour(t *testing.T) *neighbour {
	t.Helper()
	p, _ := launch(t, "sample")
	return &neighbour{p, &connectorv1.Account{
		Id: "a", Settings: map[string]string{"users": strconv.Itoa(neighbourUsers)}, Credentials: map[string]string{"token": sample.Token},
	}}
}

// ask lists its users.
func (n *neighbour) ask(ctx context.Context) error {
	receipt, err := n.p.ListUsers(ctx, connector.ListRequest{Account: n.account}, users)
	if err == nil && receipt.GetItems() != neighbourUsers {
		err = errors.New("the neighbour has lost users")
	}
	return err
}

func (n *neighbour) answers(t *testing.T) {
	t.Helper()
	if err := n.ask(t.Context()); err != nil {
		t.Fatalf("the neighbour: %v", err)
	}
}

// keepAnswering has the neighbour work until it may rest.
func (n *neighbour) keepAnswering(t *testing.T) (rest func()) {
	done, stop := make(chan error, 1), make(chan struct{})
	go func() {
		for {
			if err := n.ask(t.Context()); err != nil {
				done <- err
				return
			}
			select {
			case <-stop:
				done <- nil
				return
			case <-time.After(10 * time.Millisecond): // a host that is not all its neighbour's
			}
		}
	}()
	return func() {
		close(stop)
		if err := <-done; err != nil {
			t.Errorf("the neighbour, meanwhile: %v", err)
		}
	}
}
