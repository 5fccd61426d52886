package manager

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"golang.org/x/sync/semaphore"
)

// Manager runs connectors: one process for each, started by its first call. It is for many goroutines to use at the same
// time.
type Manager struct {
	cfg    Config
	starts *semaphore.Weighted
	meters *meters

	open   context.Context // done once Close is called
	shut   context.CancelFunc
	over   chan struct{} // closed once Close has ended the processes
	owned  owned         // goroutines that Close waits for
	closed sync.Once
	result error // of Close

	mu      sync.Mutex
	keepers map[string]*keeper
}

// New makes a manager. Nothing is started, loaded or looked at yet; errors are of the configuration.
func New(cfg Config) (*Manager, error) {
	cfg, err := cfg.complete()
	if err != nil {
		return nil, err
	}
	m := &Manager{cfg: cfg, starts: semaphore.NewWeighted(int64(cfg.Starts)), keepers: map[string]*keeper{}, over: make(chan struct{})}
	m.open, m.shut = context.WithCancel(context.Background())
	if m.meters, err = newMeters(cfg.Meter, m); err != nil {
		m.shut()
		return nil, err
	}
	return m, nil
}

// Connector is the connector of that name, whether there is one or not: its calls say so. It is good until Close, and any
// number of accounts may use it at the same time.
//
// Calls wait for their turn (see Config.Calls) and for the process to be there. A call whose process dies goes on in the
// next one: a list from its last page token, so that its sink sees neither a gap nor, while the vendor's data stands still,
// anything twice. Errors are those of plugin.Plugin, and PLUGIN_UNTRUSTED.
//
// Describe does not need a process once the binary has been asked: the answer belongs to its checksum.
func (m *Manager) Connector(name string) connector.Connector { return managed{m.keeper(name)} }

func (m *Manager) keeper(name string) *keeper {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.keepers[name]
	if k == nil {
		k = newKeeper(m, name)
		m.keepers[name] = k
	}
	return k
}

// Start starts connectors before their first call, at the same time, and waits until they answer. The error is that of
// every one that did not.
func (m *Manager) Start(ctx context.Context, names ...string) error {
	errs := make([]error, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Go(func() {
			l, err := m.keeper(name).acquire(ctx)
			if err == nil {
				l.release()
			}
			errs[i] = err
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// Load looks at a connector's binary, unless it was looked at before, and starts nothing: it is for who wants to know that a
// connector is there and trusted before the secret of an account is asked for. What it loads is what runs from then on.
func (m *Manager) Load(ctx context.Context, name string) error { return m.keeper(name).load(ctx) }

// Replace looks at a connector's binary again: where it is another one that is trusted and starts, it takes all calls from
// then on. Calls that run end in the old process; a list that does not within Config.ReplaceTimeout goes on in the new one.
// After an error everything is as it was.
func (m *Manager) Replace(ctx context.Context, name string) error { return m.keeper(name).replace(ctx) }

// Status is how each connector is that was ever used, by name.
func (m *Manager) Status() []Status {
	m.mu.Lock()
	keepers := make([]*keeper, 0, len(m.keepers))
	for _, k := range m.keepers {
		keepers = append(keepers, k)
	}
	m.mu.Unlock()
	all := make([]Status, len(keepers))
	for i, k := range keepers {
		all[i] = k.status()
	}
	slices.SortFunc(all, func(a, b Status) int { return strings.Compare(a.Connector, b.Connector) })
	return all
}

// Close ends all processes at the same time, as plugin.Plugin's Close does: calls that run get Config.Plugin.DrainTimeout to
// end. It may be called again, and gives the same answer: the errors of processes that did not end well. Calls fail with
// plugin.ErrClosed from now on.
func (m *Manager) Close() error {
	m.closed.Do(func() {
		m.shut() // ends starts and waits
		m.mu.Lock()
		keepers := make([]*keeper, 0, len(m.keepers))
		for _, k := range m.keepers {
			keepers = append(keepers, k)
		}
		m.mu.Unlock()
		errs := make([]error, 2*len(keepers))
		var wg sync.WaitGroup
		for i, k := range keepers {
			wg.Go(func() { errs[i] = k.close() })
		}
		wg.Wait()
		close(m.over)
		m.owned.wait()
		m.meters.close()
		for i, k := range keepers {
			errs[len(keepers)+i] = k.binary.close()
		}
		m.result = errors.Join(errs...)
	})
	return m.result
}

// errClosed is what calls fail with after Close.
func errClosed(name string) error {
	e := connector.Errorf(connector.PluginCrashed, "%w", plugin.ErrClosed)
	e.Connector, e.Fault, e.Suggestion = name, connectorv1.Fault_FAULT_HOST, "make another manager"
	return e
}

// untrusted makes the error of a binary that must not run.
func untrusted(name, suggestion, format string, args ...any) error {
	e := connector.Errorf(connector.PluginUntrusted, format, args...)
	e.Connector, e.Suggestion = name, suggestion
	return e
}

// tell passes on what happened.
func (m *Manager) tell(e Event) {
	e.Time = time.Now()
	m.meters.event(e)
	m.cfg.OnEvent(e)
}

// owned are the goroutines of a manager.
type owned struct {
	mu   sync.Mutex
	over bool
	wg   sync.WaitGroup
}

// run runs f in a goroutine that wait waits for. Once wait was called it does nothing and returns false.
func (o *owned) run(f func()) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.over {
		return false
	}
	o.wg.Go(f)
	return true
}

func (o *owned) wait() {
	o.mu.Lock()
	o.over = true
	o.mu.Unlock()
	o.wg.Wait()
}
