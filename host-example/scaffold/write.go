package scaffold

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/trellis-iam/trellis/plugin/exit"
)

//go:embed all:template
var files embed.FS

const (
	root      = "template"
	extension = ".tmpl"
)

// Files are those of the connector, by their paths below its folder.
func (p Plan) Files() (map[string]string, error) {
	mod, sum, err := p.Trellis.module(p.Module)
	if err != nil {
		return nil, err
	}
	all := map[string]string{"go.mod": mod}
	if sum != "" {
		all["go.sum"] = sum
	}
	err = fs.WalkDir(files, root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := p.render(name)
		all[p.target(name)] = text
		return err
	})
	return all, err
}

// target is where a template's file goes. The folders pkg and pkgtest, and the file gitignore, get their names.
func (p Plan) target(name string) string {
	name = strings.TrimSuffix(strings.TrimPrefix(name, root+"/"), extension)
	if name == "gitignore" {
		return ".gitignore"
	}
	if rest, ok := strings.CutPrefix(name, "pkg"); ok {
		return p.Package() + rest
	}
	return name
}

func (p Plan) render(name string) (string, error) {
	t, err := template.New(path.Base(name)).Option("missingkey=error").ParseFS(files, name)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return "", err
	}
	if !strings.HasSuffix(name, ".go"+extension) {
		return b.String(), nil
	}
	source, err := format.Source(b.Bytes()) // columns depend on what was chosen
	return string(source), err
}

// Write writes the connector into its folder, which it makes where there is none.
func (p Plan) Write() error {
	all, err := p.Files()
	if err != nil {
		return err
	}
	if err := p.makeRoom(); err != nil {
		return err
	}
	for name, text := range all {
		file := filepath.Join(p.Dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil { //nolint:gosec // a project's folder, for all to read
			return err
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil { //nolint:gosec // and its files
			return err
		}
	}
	return nil
}

// makeRoom makes the folder, or sees that nothing is in it.
func (p Plan) makeRoom() error {
	entries, err := os.ReadDir(p.Dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return os.MkdirAll(p.Dir, 0o755) //nolint:gosec // a project's folder, for all to read
	case err != nil:
		return fmt.Errorf("%w; choose another folder with --dir", err)
	case len(entries) > 0:
		return exit.Usagef("%s is not empty: nothing was written; choose another folder with --dir", p.Dir)
	}
	return nil
}
