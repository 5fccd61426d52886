// Package folder finds connectors: binaries named trellis-connector-<name> in one folder. It only looks; nothing is run.
package folder

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"github.com/trellis-iam/trellis/plugin"
	"github.com/trellis-iam/trellis/plugin/exit"
)

// namePattern is what describe.proto says of connectors' names. It keeps a name from being a path, too.
var namePattern = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// Entry is one connector's binary.
type Entry struct {
	Name string // "lattice"
	Path string // absolute
}

// List finds the connectors of a folder, by name. Files that cannot be run by anyone are among them: that is for the one
// who starts them to say.
func List(dir string) ([]Entry, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, &NotFoundError{Dir: dir, Err: err}
	}
	var entries []Entry
	for _, f := range files {
		if name, ok := connectorName(f.Name()); ok && isFile(dir, f) {
			entries = append(entries, Entry{Name: name, Path: filepath.Join(dir, f.Name())})
		}
	}
	return entries, nil
}

// Find finds one connector. Where there is none, the error is a [*NotFoundError].
func Find(dir, name string) (Entry, error) {
	entries, err := List(dir)
	if err != nil {
		if e, ok := err.(*NotFoundError); ok { //nolint:errorlint // made above
			e.Name = name
		}
		return Entry{}, err
	}
	missing := &NotFoundError{Name: name}
	for _, e := range entries {
		if e.Name == name {
			return e, nil
		}
		missing.There = append(missing.There, e.Name)
	}
	missing.Dir, _ = filepath.Abs(dir) // it worked for List
	return Entry{}, missing
}

func connectorName(file string) (string, bool) {
	if runtime.GOOS == "windows" {
		var ok bool
		if file, ok = strings.CutSuffix(file, ".exe"); !ok {
			return "", false
		}
	}
	name, ok := strings.CutPrefix(file, plugin.BinaryPrefix)
	return name, ok && namePattern.MatchString(name)
}

// isFile follows links; what cannot be followed counts, so that its start says why.
func isFile(dir string, f fs.DirEntry) bool {
	if f.Type()&fs.ModeSymlink == 0 {
		return f.Type().IsRegular()
	}
	info, err := os.Stat(filepath.Join(dir, f.Name()))
	return err != nil || info.Mode().IsRegular()
}

// NotFoundError says what was looked for, where, and what is there.
type NotFoundError struct {
	Name  string // the connector; "" when the folder itself was wanted
	Dir   string
	There []string // the connectors in it
	Err   error    // why the folder cannot be read; nil when it can
}

// Error is the whole of it in a sentence.
func (e *NotFoundError) Error() string {
	if e.Err != nil {
		what := "no connectors"
		if e.Name != "" {
			what = "no connector " + fmt.Sprintf("%.64q", e.Name)
		}
		return fmt.Sprintf("%s: the folder %s cannot be read: %v", what, e.Dir, cause(e.Err))
	}
	there := "there is none at all"
	if len(e.There) > 0 {
		there = "there is " + strings.Join(e.There, ", ")
	}
	return fmt.Sprintf("no connector %.64q in %s; %s", e.Name, e.Dir, there)
}

// Unwrap returns why the folder cannot be read.
func (e *NotFoundError) Unwrap() error { return e.Err }

// Is makes it an error of usage: another name or another folder would do.
func (e *NotFoundError) Is(target error) bool { return target == exit.ErrUsage }

// Suggestion is what to do about it.
func (e *NotFoundError) Suggestion() string {
	if near := Nearest(e.Name, e.There); near != "" {
		return fmt.Sprintf("did you mean %s?", near)
	}
	return fmt.Sprintf("put the binary %s<name> there, or name another folder with --plugins or TRELLIS_PLUGINS", plugin.BinaryPrefix)
}

// cause is a path error without its path, which the sentence around it has.
func cause(err error) error {
	if e, ok := err.(*fs.PathError); ok { //nolint:errorlint // only when it is the outermost
		return e.Err
	}
	return err
}
