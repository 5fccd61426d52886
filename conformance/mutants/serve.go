package mutants

import (
	"os"
	"path/filepath"
	"strings"

	"google.golang.org/grpc"

	"github.com/trellis-iam/trellis/conformance/mutants/harbor"
	"github.com/trellis-iam/trellis/conformance/mutants/harbor/harbortest"
	"github.com/trellis-iam/trellis/plugin"
)

// Good is the name of the one that nothing is wrong with.
const Good = "good"

// namePrefix is that of the connectors; their binaries have [plugin.BinaryPrefix] before it.
const namePrefix = "mutant-"

// Binary is the name of a mutant's binary.
func Binary(id string) string { return plugin.BinaryPrefix + namePrefix + id }

// Serve makes the process the mutant that its binary is named after, and then never returns. With another name it does
// nothing.
func Serve() {
	id, ok := strings.CutPrefix(strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe"), Binary(""))
	if !ok {
		return
	}
	w, ok := find(id)
	if !ok {
		_, _ = os.Stderr.WriteString("no such mutant: " + id + "\n")
		os.Exit(2)
	}
	if w.process != nil {
		w.process()
	}
	plugin.Serve(harbor.New(namePrefix+id, w.options...), plugin.WithSandbox(harbortest.Main),
		plugin.WithServer(grpc.UnaryInterceptor(w.unary), grpc.StreamInterceptor(w.stream)))
}

func find(id string) (*wrong, bool) {
	if id == Good {
		return &wrong{}, true
	}
	for _, m := range All() {
		if m.ID == id {
			return &m.how, true
		}
	}
	return nil, false
}
