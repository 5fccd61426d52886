package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/connector/sample"
)

// answer is what a person types at a prompt.
type answer struct{ prompt, typed string }

// answers types each answer when the program asks for it: when its prompt is the last thing on the screen, and new there. By
// then, the terminal does not echo any more where that is for a secret.
func (s *terminal) answers(t *testing.T, all ...answer) {
	t.Helper()
	if err := s.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	buf, seen := make([]byte, 4096), s.screen.Len()
	for _, a := range all {
		for !strings.HasSuffix(s.screen.String()[seen:], a.prompt) {
			n, err := s.Read(buf)
			s.screen.Write(buf[:n])
			if err != nil {
				t.Fatalf("%v; it does not ask %q; the screen shows:\n%s", err, a.prompt, s.screen.String())
			}
		}
		seen = s.screen.Len()
		if strings.Contains(a.prompt, "(not shown)") {
			s.types(t, a.typed)
		} else if _, err := s.WriteString(a.typed); err != nil {
			t.Fatal(err)
		}
	}
}

const wrongKey = "a-key-that-lattice-never-made"

// latticeAnswers link an account of Lattice with a wrong key first, and keep the right one in a file.
func latticeAnswers(key, dir string) []answer {
	return []answer{
		{"Region [us]: ", "7\n"},
		{"Region [us]: ", "2\n"},
		{"API key (not shown): ", "short\n"},
		{"API key (not shown): ", wrongKey + "\n"},
		{"What now [correct]: ", "\n"},
		{"API key (not shown): ", key + "\n"},
		{"Name of the account [lattice]: ", "acme\n"},
		{"]: ", "file\n"}, // which place comes first depends on the machine
		{"File to make [" + filepath.Join(dir, "secrets", "acme.api_key") + "]: ", "\n"},
	}
}

// accountsIn makes an accounts file of a test's own the one that is used.
func accountsIn(t *testing.T) (dir, file string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "config")
	file = filepath.Join(dir, "accounts.yaml")
	t.Setenv("TRELLIS_ACCOUNTS", file)
	return dir, file
}

// A person links an account, with mistakes on the way. The secret is in its own file and nowhere else.
func TestConnect(t *testing.T) {
	for _, kind := range []string{"xterm-256color", "dumb"} {
		t.Run(kind, func(t *testing.T) {
			t.Setenv("TERM", kind)
			dir, file := accountsIn(t)
			server, account := standIn(t, latticetest.Config{Users: 5})
			r, screen := onTerminal(t, 100, slices.Concat([]string{"connect"}, account[:5])...)
			screen.answers(t, latticeAnswers(server.APIKey, dir)...)
			screen.see(t, "")
			r.ended = true
			shown := screen.screen.String()
			if err := r.Wait(); err != nil {
				t.Fatalf("%v; the screen shows:\n%s", err, shown)
			}
			trellis(t, "users", "--account", "acme").want(t, 0, "5 users")
			for _, s := range []string{
				"1. Once for a company", "“API Keys”", "https://developers.lattice.com", "Super admin", "Assumed", "emea: Europe",
				"has 5 bytes; at least 16 are needed", "CREDENTIALS_REJECTED", "user0@example.com", "KEY_DIES_WITH_OWNER", "partial",
				"acme is linked", "trellis users --account acme",
			} {
				if !strings.Contains(shown, s) {
					t.Errorf("the screen does not show %q:\n%s", s, shown)
				}
			}
			if kind == "dumb" && strings.Contains(shown, "\x1b") {
				t.Errorf("a dumb terminal gets escape sequences: %q", shown)
			}
			text := document(t, file)
			for _, s := range []string{server.APIKey, wrongKey} {
				if strings.Contains(shown+text, s) {
					t.Errorf("a secret is shown or written:\n%s\n%s", shown, text)
				}
			}
			for _, s := range []string{"connector: lattice", "region: emea", "api_key: file:secrets/acme.api_key", "ca_file: /"} {
				if !strings.Contains(text, s) {
					t.Errorf("the accounts file lacks %q:\n%s", s, text)
				}
			}
			secret := filepath.Join(dir, "secrets", "acme.api_key")
			if document(t, secret) != server.APIKey+"\n" {
				t.Error("the file does not hold the key")
			}
			for path, mode := range map[string]os.FileMode{secret: 0o600, file: 0o600, dir: 0o700, filepath.Dir(secret): 0o700} {
				if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
					t.Errorf("%s: %v, %v", path, info.Mode(), err)
				}
			}
		})
	}
}

// A vendor whose certificate nobody here has signed is trusted by a file of certificates that a person names, when they are told why.
func TestConnectUntrusted(t *testing.T) {
	dir, file := accountsIn(t)
	server, account := standIn(t, latticetest.Config{Users: 5})
	ca, _ := strings.CutPrefix(account[4], "ca_file=")
	r, screen := onTerminal(t, 100, slices.Concat([]string{"connect"}, account[:3])...)
	screen.answers(t,
		answer{"Region [us]: ", "\n"},
		answer{"API key (not shown): ", server.APIKey + "\n"},
		answer{"What now [correct]: ", "\n"},
		answer{"File of certificates to trust (optional): ", "/none.pem\n"},
		answer{"File of certificates to trust (optional): ", ca + "\n"},
		answer{"Name of the account [lattice]: ", "acme\n"},
		answer{"]: ", "file\n"},
		answer{"File to make [" + filepath.Join(dir, "secrets", "acme.api_key") + "]: ", "\n"},
	)
	screen.see(t, "")
	r.ended = true
	shown := screen.screen.String()
	if err := r.Wait(); err != nil {
		t.Fatalf("%v; the screen shows:\n%s", err, shown)
	}
	for _, s := range []string{
		"certificate signed by unknown authority", "UPSTREAM_UNTRUSTED", "Behind a proxy that opens TLS", "1. correct: File of certificates to trust",
		"read the credentials", "That will not do: open /none.pem: ", "user0@example.com", "acme is linked",
	} {
		if !strings.Contains(strings.Join(strings.Fields(shown), " "), s) {
			t.Errorf("the screen does not show %q:\n%s", s, shown)
		}
	}
	if text := document(t, file); !strings.Contains(text, "ca_file: "+ca) || strings.Contains(text, "ca_pem") || strings.Contains(text, "CERTIFICATE") {
		t.Errorf("the accounts file is\n%s", text)
	}
	trellis(t, "users", "--account", "acme").want(t, 0, "5 users")
}

// Ctrl-C, and the end of input, at each question: nothing is written, and the terminal is as it was.
func TestConnectIsLeft(t *testing.T) {
	server, account := standIn(t, latticetest.Config{Users: 5})
	for i := range latticeAnswers("", "") {
		for key, status := range map[string]int{"\x03": 1, "\x04": 1} {
			dir, _ := accountsIn(t)
			r, screen := onTerminal(t, 100, slices.Concat([]string{"connect"}, account[:5])...)
			left := latticeAnswers(server.APIKey, dir)[:i+1]
			left[i].typed = key
			screen.answers(t, left...)
			screen.see(t, "")
			r.ended = true
			if got := statusOf(t, r.Wait()); got != status {
				t.Errorf("question %d, %q: exit status %d; the screen shows:\n%s", i, key, got, screen.screen.String())
			}
			if _, err := os.Stat(dir); err == nil {
				t.Errorf("question %d, %q: something is written", i, key)
			}
			if key == "\x03" && !strings.Contains(screen.screen.String(), "no account was linked, and nothing was written") {
				t.Errorf("question %d: nobody says what was written:\n%s", i, screen.screen.String())
			}
			if strings.Contains(screen.screen.String(), server.APIKey) {
				t.Errorf("question %d, %q: the key is shown", i, key)
			}
		}
	}
}

// The second line of what was pasted as a secret is no answer, and not shown.
func TestConnectPastedLines(t *testing.T) {
	accountsIn(t)
	server, account := standIn(t, latticetest.Config{Users: 5})
	r, screen := onTerminal(t, 100, slices.Concat([]string{"connect"}, account[:5])...)
	screen.answers(t, answer{"Region [us]: ", "\n"}, answer{"API key (not shown): ", server.APIKey + "\nsecond-line-of-it\nthird"})
	screen.answers(t, answer{"Name of the account [lattice]: ", "\x03"})
	screen.see(t, "")
	r.ended = true
	_ = r.Wait() // that it was interrupted is known
	if shown := screen.screen.String(); strings.Contains(shown, "second-line") || strings.Contains(shown, "third") {
		t.Errorf("the screen shows:\n%s", shown)
	}
}

// An account is removed when a person says so, and not before.
func TestRemoveOnTerminal(t *testing.T) {
	_, file := accountsIn(t)
	t.Setenv("TOKEN", sample.Token)
	for _, name := range []string{"acme", "globex"} {
		trellis(t, "connect", "sample", "--name", name, "--account-id", name, "--secret", "token=env:TOKEN", "--no-check", "--yes").want(t, 0)
	}
	both := document(t, file)
	for _, tt := range []struct {
		typed  string
		status int
		said   string
		stays  bool
	}{
		{"\n", 1, "nothing was removed", true},
		{"\x03", 1, "nothing was removed", true},
		{"y\n", 0, "acme is no account any more", false},
	} {
		r, screen := onTerminal(t, 100, "accounts", "remove", "acme")
		screen.answers(t, answer{"Remove acme [y/N]: ", tt.typed})
		screen.see(t, "")
		r.ended = true
		if got := statusOf(t, r.Wait()); got != tt.status || !strings.Contains(screen.screen.String(), tt.said) {
			t.Errorf("%q: exit status %d; the screen shows:\n%s", tt.typed, got, screen.screen.String())
		}
		if text := document(t, file); (text == both) != tt.stays || !strings.Contains(text, "globex") || strings.Contains(text, "acme") != tt.stays {
			t.Errorf("%q: the file is\n%s", tt.typed, text)
		}
	}
}
