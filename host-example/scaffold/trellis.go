package scaffold

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/trellis-iam/trellis/plugin/exit"
)

// Trellis is what a connector's module requires: a release, or a clone of the repository.
type Trellis struct {
	// Version is a release: "v1.2.3".
	Version string
	// Clone is the folder of a clone, absolute; empty: it is a release.
	Clone string
}

const ourModule = "github.com/trellis-iam/trellis"

var (
	release   = regexp.MustCompile(`^v[0-9]+\.[0-9]+\.[0-9]+(-(alpha|beta|rc)[0-9.]*)?$`)
	firstLine = regexp.MustCompile(`(?m)^module ` + regexp.QuoteMeta(ourModule) + `$`)
)

// FindTrellis finds it: the clone that is given; else the one that the program lies in, as in bin/; else the program's own version,
// where that is a release.
func FindTrellis(given, executable, version string) (Trellis, error) {
	if given != "" {
		dir, err := filepath.Abs(given)
		if err != nil || !isClone(dir) {
			return Trellis{}, exit.Usagef("--trellis: %s is no clone of Trellis: its go.mod does not say module %s", given, ourModule)
		}
		return Trellis{Clone: dir}, nil
	}
	if at, err := filepath.EvalSymlinks(executable); err == nil {
		for dir := filepath.Dir(at); ; dir = filepath.Dir(dir) {
			if isClone(dir) {
				return Trellis{Clone: dir}, nil
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	if release.MatchString(version) {
		return Trellis{Version: version}, nil
	}
	return Trellis{}, exit.Usagef("this trellis is no release, and lies in no clone of Trellis: say where one is with --trellis DIR")
}

func isClone(dir string) bool {
	text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	return err == nil && firstLine.Match(text)
}

// module makes the text of go.mod and go.sum. A clone's own requirements are taken over with their sums, so that nothing has to be
// looked up, with or without a network; `go mod tidy` leaves those that are needed.
func (t Trellis) module(path string) (mod, sum string, err error) {
	if t.Clone == "" {
		return fmt.Sprintf("module %s\n\ngo 1.26.0\n\nrequire %s %s\n", path, ourModule, t.Version), "", nil
	}
	ours, err := os.ReadFile(filepath.Join(t.Clone, "go.mod"))
	if err != nil {
		return "", "", err
	}
	sums, err := os.ReadFile(filepath.Join(t.Clone, "go.sum"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", "", err
	}
	mod = firstLine.ReplaceAllLiteralString(string(ours), "module "+path)
	mod = strings.TrimRight(mod, "\n") + fmt.Sprintf("\n\nrequire %[1]s v0.0.0\n\nreplace %[1]s => %[2]s\n", ourModule, quotedPath(t.Clone))
	return mod, string(sums), nil
}

// quotedPath is a path as go.mod takes it.
func quotedPath(path string) string {
	if strings.ContainsAny(path, " \t\"'`()[]{},") {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(path) + `"`
	}
	return path
}
