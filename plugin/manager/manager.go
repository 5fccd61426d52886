// Package manager holds many connectors for a host.
package manager

import (
	"context"

	"github.com/trellis-iam/trellis/connector"
)

// Manager runs connectors.
type Manager struct{}

// New makes a manager. Nothing is started yet.
func New(cfg Config) (*Manager, error) { return &Manager{}, nil }

// Connector is the connector of that name: its process is started by its first call.
func (m *Manager) Connector(name string) connector.Connector { return nil }

// Start starts connectors before their first call, at the same time.
func (m *Manager) Start(ctx context.Context, names ...string) error { return nil }

// Replace has new calls of a connector go to the binary that is in the folder now.
func (m *Manager) Replace(ctx context.Context, name string) error { return nil }

// Status is what every connector that was ever called is doing.
func (m *Manager) Status() []Status { return nil }

// Close ends all.
func (m *Manager) Close() error { return nil }
