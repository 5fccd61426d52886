package secret

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const value = "s3cr3t-value"

func reader(warnings *[]string) Reader {
	return Reader{
		LookupEnv: func(name string) (string, bool) {
			v, ok := map[string]string{"KEY": value, "EMPTY": "", "LONG": strings.Repeat("x", MaxSize+1), "LINE": value + "\n"}[name]
			return v, ok
		},
		Prompt: func(_ context.Context, label string) (string, error) { return "typed for " + label, nil },
		Warn:   func(s string) { *warnings = append(*warnings, s) },
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil { // whatever the umask
			t.Fatal(err)
		}
		return path
	}
	for _, tt := range []struct {
		name, arg, want string
		warned          bool
	}{
		{"environment", "api_key=env:KEY", value, false},
		{"environment, verbatim", "api_key=env:LINE", value + "\n", false},
		{"file", "api_key=file:" + write("plain", value, 0o600), value, false},
		{"file with a line break", "api_key=file:" + write("lf", value+"\n", 0o600), value, false},
		{"file with a line break of Windows", "api_key=file:" + write("crlf", value+"\r\n", 0o600), value, false},
		{"only the last line break goes", "api_key=file:" + write("two", value+"\n\n", 0o600), value + "\n", false},
		{"a carriage return alone stays", "api_key=file:" + write("cr", value+"\r", 0o600), value + "\r", false},
		{"as long as a secret may be", "api_key=file:" + write("max", strings.Repeat("x", MaxSize)+"\r\n", 0o600), strings.Repeat("x", MaxSize), false},
		{"file of the group", "api_key=file:" + write("group", value, 0o640), value, false},
		{"file of all", "api_key=file:" + write("all", value, 0o644), value, true},
		{"prompt", "api_key=prompt", "typed for api_key", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ref, err := Reader{}.Parse(tt.arg)
			if err != nil {
				t.Fatal(err)
			}
			var warnings []string
			got, err := reader(&warnings).Read(t.Context(), ref)
			if err != nil || got != tt.want || ref.Key != "api_key" {
				t.Errorf("%q: %q, %v", ref.Key, got, err)
			}
			if (len(warnings) > 0) != tt.warned {
				t.Errorf("warnings: %q", warnings)
			}
		})
	}
	for _, tt := range []struct{ name, arg, message string }{
		{"not set", "api_key=env:NOPE", "api_key: the environment variable NOPE is not set"},
		{"empty", "api_key=env:EMPTY", "the secret is empty"},
		{"too long", "api_key=env:LONG", "longer than"},
		{"too long a file", "api_key=file:" + write("long", strings.Repeat("x", MaxSize+3), 0o600), "longer than"},
		{"empty file", "api_key=file:" + write("empty", "\n", 0o600), "the secret is empty"},
		{"no file", "api_key=file:" + filepath.Join(dir, "gone"), "no such file"},
		{"a folder", "api_key=file:" + dir, "is a directory"},
	} {
		ref, err := Reader{}.Parse(tt.arg)
		if err != nil {
			t.Fatal(err)
		}
		var warnings []string
		if _, err := reader(&warnings).Read(t.Context(), ref); err == nil || !strings.Contains(err.Error(), tt.message) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// A secret that stands in the argument itself is refused, and not repeated.
func TestPlainSecretsAreRefused(t *testing.T) {
	for _, arg := range []string{
		"api_key=" + value, value, "=" + value, "api_key=" + value + "=", "API_KEY=" + value, "api_key=env:" + value,
		"api_key=https://" + value, "api_key=:" + value, "api_key=ENV:" + value, "api_key=prompt:" + value,
		"api_key=", "api_key=env:", "api_key=file:", "api_key=env", "api_key", "", "a b=env:KEY",
	} {
		ref, err := Reader{}.Parse(arg)
		if err == nil {
			t.Errorf("%q is accepted: %+v", arg, ref)
		} else if strings.Contains(err.Error(), value) {
			t.Errorf("%q is repeated: %v", arg, err)
		}
	}
}

func TestPromptFails(t *testing.T) {
	failed := errors.New("no terminal")
	r := Reader{Prompt: func(context.Context, string) (string, error) { return "", failed }}
	if _, err := r.Read(t.Context(), Ref{Key: "api_key", scheme: prompt}); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
}

// A host's own places are read by their schemes, for those who know them alone.
func TestSchemes(t *testing.T) {
	var asked string
	r := Reader{Schemes: map[string]func(context.Context, string) (string, error){
		"vault": func(_ context.Context, name string) (string, error) { asked = name; return value, nil },
	}}
	ref, err := r.Parse("api_key=vault:a/b:c")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := r.Read(t.Context(), ref); err != nil || got != value || asked != "a/b:c" {
		t.Errorf("%q of %q, %v", got, asked, err)
	}
	if _, err := (Reader{}).Read(t.Context(), ref); err == nil {
		t.Error("a reader that does not know the place reads it")
	}
	for _, arg := range []string{"api_key=vault:", "api_key=vault", "api_key=other:x"} {
		_, err := r.Parse(arg)
		if want := "give api_key=env:NAME, api_key=file:PATH, api_key=vault:NAME or api_key=prompt"; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", arg, err)
		}
	}
}

// A place may be seen from another folder, and a secret may come from a function.
func TestRefs(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "key"), []byte(value+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	there, err := Reader{}.Ref("api_key", "file:key")
	if err != nil {
		t.Fatal(err)
	}
	whole, err := Reader{}.Ref("api_key", "file:"+filepath.Join(dir, "key"))
	if err != nil {
		t.Fatal(err)
	}
	made := From("api_key", func(context.Context) (string, error) { return value, nil })
	for _, ref := range []Ref{there.In(dir), whole.In("elsewhere"), made.In(dir)} {
		if got, err := (Reader{}).Read(t.Context(), ref); err != nil || got != value || ref.Asks() {
			t.Errorf("%+v: %q, %v", ref, got, err)
		}
	}
	if ref, err := (Reader{}).Ref("api_key", "prompt"); err != nil || !ref.Asks() {
		t.Errorf("%+v, %v", ref, err)
	}
	if _, err := (Reader{}).Ref("api_key", value); !errors.Is(err, ErrNoPlace) {
		t.Error(err)
	}
	if _, err := (Reader{}).Ref(value+"!", "env:KEY"); err == nil || strings.Contains(err.Error(), value) {
		t.Error(err)
	}
}
