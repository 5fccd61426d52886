package main

import (
	"encoding/base64"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// vault is where a script may have secrets in files.
const vault = "vault"

// keepSecret is the command secret NAME VALUE: the variable NAME and the file vault/NAME have it, and nothing else may.
func keepSecret(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: secret NAME VALUE")
	}
	storyOf(ts).keep(ts, args[0], args[1])
}

// keep puts a secret where programs find it.
func (s *story) keep(ts *testscript.TestScript, name, value string) {
	s.secrets[name] = value
	ts.Setenv(name, value)
	dir := filepath.Join(s.work, vault)
	ts.Check(os.MkdirAll(dir, 0o700))
	ts.Check(os.WriteFile(filepath.Join(dir, name), []byte(value+"\n"), 0o600))
}

// leak says which secret a text has, as it is or encoded; "" where it has none.
func (s *story) leak(where, text string) string {
	for name, value := range s.secrets {
		for _, form := range []string{value, url.QueryEscape(value), base64.StdEncoding.EncodeToString([]byte(value))} {
			if strings.Contains(text, form) {
				return fmt.Sprintf("%s has the secret %s", where, name)
			}
		}
	}
	return ""
}

// leakInFiles is leak for all that a script and its programs have written.
func (s *story) leakInFiles() string {
	leak := ""
	_ = filepath.WalkDir(s.work, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && path == filepath.Join(s.work, vault) {
			return fs.SkipDir
		}
		if err != nil || !entry.Type().IsRegular() || strings.HasPrefix(entry.Name(), "trellis-connector-") {
			return nil //nolint:nilerr // what nobody may read has no secret for anyone
		}
		text, err := os.ReadFile(path)
		if found := s.leak(path, string(text)); err == nil && found != "" {
			leak = found
			return fs.SkipAll
		}
		return nil
	})
	return leak
}
