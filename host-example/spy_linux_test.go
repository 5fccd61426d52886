package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// formsOf are the ways in which a text is written, by their names: as it is, and in the encodings that requests, logs and
// errors are made of.
func formsOf(text string) map[string]string {
	inner := func(quoted string) string { return quoted[1 : len(quoted)-1] }
	inJSON, err := json.Marshal(text) // escapes <, > and & too
	if err != nil {
		panic(err) // a text never fails
	}
	all := map[string]string{
		"plain": text, "query": url.QueryEscape(text), "path": url.PathEscape(text), "HTML": html.EscapeString(text),
		"Go": inner(strconv.Quote(text)), "Go, twice": inner(strconv.Quote(inner(strconv.Quote(text)))),
		"ASCII": inner(strconv.QuoteToASCII(text)),
		"JSON":  inner(string(inJSON)), "JSON in JSON": inner(strconv.Quote(inner(string(inJSON)))),
		"JSON of PHP": strings.ReplaceAll(inner(strconv.QuoteToASCII(text)), "/", `\/`),
		"hex":         hex.EncodeToString([]byte(text)), "HEX": strings.ToUpper(hex.EncodeToString([]byte(text))),
	}
	for before := range 3 { // where in a group of base64 it can begin; what it shares with its neighbours is left out
		padded := append(make([]byte, before), text...)
		for name, e := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64 for URLs": base64.RawURLEncoding} {
			encoded := e.EncodeToString(padded)
			all[fmt.Sprintf("%s after %d", name, before)] = encoded[(before*8+5)/6 : len(encoded)-1]
		}
	}
	return all
}

// piece is how long a part of a secret is that must not be seen either, in any form.
const piece = 12

// spy looks for a secret in everything that can be seen of a program and of the processes that it starts.
type spy struct {
	pieces     map[string][]string // of the secret, with the names of the forms they are of
	given      bool                // the program has the secret in its own environment: it was given it there
	mu         sync.Mutex
	found      []string
	connectors map[int]bool // whose environment was read
}

func newSpy(secret string) *spy {
	s := &spy{pieces: map[string][]string{}, connectors: map[int]bool{}}
	for name, form := range formsOf(secret) {
		for i := range len(form) - piece + 1 {
			s.pieces[form[i:i+piece]] = append(s.pieces[form[i:i+piece]], name)
		}
	}
	return s
}

// read looks for the secret in a text.
func (s *spy) read(where, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range max(len(text)-piece+1, 0) {
		for _, form := range s.pieces[text[i:i+piece]] {
			s.found = append(s.found, fmt.Sprintf("%s (%s)", where, form))
		}
	}
}

// look looks at a running program, and at its children with theirs, thread by thread.
func (s *spy) look(t *testing.T, program int) {
	t.Helper()
	own := s.see(program, "cmdline", "comm")
	if !s.given {
		s.see(program, "environ")
	}
	family := children(t, program)
	for len(family) > 0 {
		pid := family[0]
		family = slices.Concat(family[1:], children(t, pid))
		if line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid)); err != nil || string(line) == own {
			continue // gone; or on the way to be another program, and still this one by memory
		}
		s.see(pid, "cmdline", "comm")
		if s.see(pid, "environ") != "" {
			s.mu.Lock()
			s.connectors[pid] = true
			s.mu.Unlock()
		}
	}
}

// see reads files of a process and of its threads, and returns the first of the process's own.
func (s *spy) see(pid int, files ...string) (first string) {
	for i, name := range files {
		path := fmt.Sprintf("/proc/%d/%s", pid, name)
		threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/%s", pid, name)) // the pattern is a good one
		for _, file := range append([]string{path}, threads...) {
			text, err := os.ReadFile(file)
			if err != nil {
				continue // gone meanwhile
			}
			s.read(file, string(text))
			if i == 0 && file == path {
				first = string(text)
			}
		}
	}
	return first
}

var pageToken = regexp.MustCompile(`--page-token (\S+)`)

// judge looks at what the program wrote, page tokens decoded, and reports what was found in all.
func (s *spy) judge(t *testing.T, r result) {
	t.Helper()
	s.read("stdout", r.stdout)
	s.read("stderr", r.stderr)
	for _, token := range pageToken.FindAllStringSubmatch(r.stderr, -1) {
		inside, err := base64.RawURLEncoding.DecodeString(token[1])
		if err != nil {
			t.Errorf("the page token %s cannot be looked into: %v", token[1], err)
		}
		s.read("page token", string(inside))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.connectors) == 0 {
		t.Error("no connector's process was seen")
	}
	slices.Sort(s.found)
	for _, where := range slices.Compact(s.found) {
		t.Errorf("the secret is in %s", where)
	}
	if t.Failed() {
		t.Logf("stderr:\n%s", r.stderr)
	}
}
