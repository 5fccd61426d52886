package manager

import (
	"path/filepath"
	"regexp"
	"runtime"
	"sync"

	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/trust"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// namePattern is what describe.proto says of connectors' names. It keeps a name from being a path, too.
var namePattern = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// maxName bounds names as describe.proto does.
const maxName = 64

// binary is a connector's program as it was loaded, with what it says of itself. Nil is none.
type binary struct {
	path  string
	image *trust.Image // nil: the file is run as it is

	mu          sync.Mutex
	description *connectorv1.Description // nil: not asked yet, or not to be kept
}

// load looks at a connector's binary. Errors: PLUGIN_UNTRUSTED, and what Load says of a file that cannot be read.
func (m *Manager) load(name string) (*binary, error) {
	if len(name) > maxName || !namePattern.MatchString(name) {
		return nil, untrusted(name, "names have lower-case letters, digits and single hyphens", "%.80q is no name of a connector", name)
	}
	b := &binary{path: m.path(name)}
	if m.cfg.Dev || m.cfg.Attach[name] != "" {
		return b, nil
	}
	lock, err := trust.ReadLock(m.cfg.Lock)
	if err != nil {
		return nil, err
	}
	image, err := trust.Load(b.path)
	if err != nil {
		return nil, err
	}
	if err := lock.Check(name, image); err != nil {
		_ = image.Close()
		return nil, err
	}
	b.image = image
	return b, nil
}

func (m *Manager) path(name string) string {
	file := plugin.BinaryPrefix + name
	if runtime.GOOS == "windows" {
		file += ".exe"
	}
	return filepath.Join(m.cfg.Folder, file)
}

// sum is the checksum of what runs; empty where nobody looked.
func (b *binary) sum() string {
	if b == nil || b.image == nil {
		return ""
	}
	return b.image.SHA256()
}

// about is what the binary says of itself, if it was asked. Without an image the file may be another one by now.
func (b *binary) about() *connectorv1.Description {
	if b == nil || b.image == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.description
}

func (b *binary) learn(d *connectorv1.Description) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.description = d
}

func (b *binary) close() error {
	if b == nil || b.image == nil {
		return nil
	}
	return b.image.Close()
}
