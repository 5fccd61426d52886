package connect

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
)

// ring is a keyring in memory.
type ring struct {
	entries map[string]string
	broken  error // of all calls
	full    error // of Set alone
}

func (r *ring) Get(_ context.Context, name string) (string, error) {
	if r.broken != nil {
		return "", r.broken
	}
	value, ok := r.entries[name]
	if !ok {
		return "", fmt.Errorf("%w: there is none", keyring.ErrNotFound)
	}
	return value, nil
}

func (r *ring) Set(_ context.Context, name, value string) error {
	if r.full == nil {
		r.entries[name] = value
	}
	return r.full
}

func (r *ring) Delete(_ context.Context, name string) error {
	delete(r.entries, name)
	return nil
}

func places(dir string, r *ring) []Place {
	return []Place{
		Keyring{r.Get, r.Set, r.Delete},
		Variable{Connector: "lattice-scim", LookupEnv: func(name string) (string, bool) {
			v, ok := map[string]string{"LATTICE_SCIM_API_KEY": goodKey, "OTHER": badKey}[name]
			return v, ok
		}},
		File{dir},
		Program{func(_ context.Context, argv []string) (string, error) {
			if argv[0] == "fails" {
				return "", errors.New("the program failed")
			}
			return argv[len(argv)-1], nil
		}},
	}
}

var apiKey = Secret{Account: "acme", Key: "api_key", Label: "API key", Value: goodKey}

func TestChoosePlaces(t *testing.T) {
	for _, tt := range []struct {
		name    string
		answers map[string][]string
		ring    ring
		ref     string
		command []string
		refused string
		file    string // that is made, in the folder
		kept    string // name in the keyring
	}{
		{
			name: "keyring", answers: map[string][]string{"place.api_key": {""}, "keyring.api_key": {""}},
			ref: "keyring:acme.api_key", kept: "acme.api_key",
		},
		{
			name:    "keyring that has one of that name",
			answers: map[string][]string{"place.api_key": {"keyring", ""}, "keyring.api_key": {"taken", "free"}},
			ring:    ring{entries: map[string]string{"taken": "x"}}, refused: "keeps it: choose another", ref: "keyring:free", kept: "free",
		},
		{
			name: "no keyring", answers: map[string][]string{"place.api_key": {"keyring", ""}, "env.api_key": {""}},
			ring: ring{broken: errors.New("no desktop")}, refused: "a number from 1 to 3", ref: "env:LATTICE_SCIM_API_KEY",
		},
		{
			name: "a variable with another secret, one that is not set, and the right one",
			answers: map[string][]string{
				"place.api_key": {"env", "env", "env"}, "env.api_key": {"OTHER", "NONE", "LATTICE_SCIM_API_KEY"},
			},
			refused: "holds something else; no such variable", ref: "env:LATTICE_SCIM_API_KEY",
		},
		{
			name: "file, as proposed", answers: map[string][]string{"place.api_key": {"file"}, "file.api_key": {""}},
			ref: "file:secrets/acme.api_key", file: "secrets/acme.api_key",
		},
		{
			name: "file that is there", answers: map[string][]string{"place.api_key": {"file", "file"}, "file.api_key": {"there", "new"}},
			refused: "is there already", ref: "file:new", file: "new",
		},
		{
			name: "program", answers: map[string][]string{"place.api_key": {"command"}, "command.api_key": {"pass show " + goodKey}},
			command: []string{"pass", "show", goodKey},
		},
		{
			name: "programs that fail, that are none, that print something else",
			answers: map[string][]string{
				"place.api_key":   {"command", "command", "command", "command"},
				"command.api_key": {"fails", "[1]", "pass other", `["pass", "an item", "` + goodKey + `"]`},
			},
			refused: "the program failed; no array; pass printed something else", command: []string{"pass", "an item", goodKey},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "there"), []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
			if tt.ring.entries == nil {
				tt.ring.entries = map[string]string{}
			}
			before := len(tt.ring.entries)
			p := &script{answers: tt.answers}
			kept, err := ChoosePlaces(t.Context(), p, places(dir, &tt.ring), []Secret{apiKey})
			if err != nil || len(kept) != 1 {
				t.Fatalf("%v, %v, refused %q", kept, err, p.refused)
			}
			if k := kept[0]; k.Where.Place != tt.ref || !slices.Equal(k.Where.Command, tt.command) {
				t.Errorf("%+v", k.Where)
			}
			for i, why := range strings.Split(tt.refused, "; ") {
				if tt.refused != "" && (i >= len(p.refused) || !strings.Contains(p.refused[i], why)) {
					t.Errorf("refused %q, want %q", p.refused, why)
				}
			}
			if left, _ := os.ReadDir(dir); len(left) != 1 || len(tt.ring.entries) != before {
				t.Fatalf("something is written already: %v, %v", left, tt.ring.entries)
			}
			undo, err := Put(kept)
			if err != nil {
				t.Fatal(err)
			}
			if tt.file != "" {
				wantSecretFile(t, filepath.Join(dir, tt.file))
			}
			if tt.kept != "" && tt.ring.entries[tt.kept] != goodKey {
				t.Errorf("%v", tt.ring.entries)
			}
			if err := undo(); err != nil {
				t.Error(err)
			}
			if _, err := os.Stat(filepath.Join(dir, tt.file)); tt.file != "" && err == nil || len(tt.ring.entries) != before {
				t.Errorf("what was put is still there: %v", tt.ring.entries)
			}
		})
	}
}

func wantSecretFile(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil || string(text) != goodKey+"\n" {
		t.Errorf("%q, %v", text, err)
	}
	for of, mode := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		info, err := os.Stat(of)
		if err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm() != mode && of == path {
			t.Errorf("%s has mode %v", of, info.Mode())
		}
	}
}

// What cannot be put there takes the rest of it away again.
func TestPutFails(t *testing.T) {
	dir := t.TempDir()
	full := errors.New("the keyring is full")
	r := &ring{entries: map[string]string{}, full: full}
	p := &script{answers: map[string][]string{
		"place.api_key": {"file"}, "file.api_key": {""}, "place.other": {"keyring"}, "keyring.other": {""},
	}}
	other := apiKey
	other.Key = "other"
	kept, err := ChoosePlaces(t.Context(), p, places(dir, r), []Secret{apiKey, other})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Put(kept); !errors.Is(err, full) {
		t.Error(err)
	}
	if exists(filepath.Join(dir, "secrets", "acme.api_key")) {
		t.Error("the file is left behind")
	}
	// A file that came there meanwhile stays as it is.
	path := filepath.Join(dir, "secrets", "acme.api_key")
	if err := os.WriteFile(path, []byte("other"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Put(kept[:1]); !errors.Is(err, os.ErrExist) {
		t.Error(err)
	}
	if text, _ := os.ReadFile(path); string(text) != "other" {
		t.Errorf("it holds %q", text)
	}
	if q := (File{dir}).Question(apiKey); q.Default != path+"-2" {
		t.Errorf("proposed is %s", q.Default)
	}
}

// Two secrets of one form cannot have the same place: the later one would take the earlier one's.
func TestPutOneNameTwice(t *testing.T) {
	r := &ring{entries: map[string]string{}}
	p := &script{answers: map[string][]string{
		"place.api_key": {"keyring"}, "keyring.api_key": {"acme"}, "place.other": {"keyring"}, "keyring.other": {"acme"},
	}}
	other := apiKey
	other.Key, other.Value = "other", "another-secret"
	kept, err := ChoosePlaces(t.Context(), p, places(t.TempDir(), r), []Secret{apiKey, other})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Put(kept); err == nil || !strings.Contains(err.Error(), "choose another") {
		t.Error(err)
	}
	if len(r.entries) != 0 {
		t.Errorf("%d secrets are left behind", len(r.entries))
	}
}
