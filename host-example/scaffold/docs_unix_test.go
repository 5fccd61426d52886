//go:build unix

package scaffold_test

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var updateDocument = flag.Bool("update-document", false, "write what commands print into the document")

const document = "../../docs/write-a-connector.md"

// maxWritten is what an author may have to write, the stand-in included and payloads aside: an afternoon's worth. What counts are all lines
// of the listings in Go, since the author writes each of them.
const maxWritten = 120

// step matches what the reader is told to do: a mark, and a block.
var step = regexp.MustCompile("(?s)<!-- (run|beside|printed|file|below) ?(\\S*) -->\n```[a-z]*\n(.*?)```\n")

// reader does what the document says, in a folder that is empty at first.
type reader struct {
	t       *testing.T
	dir     string // where the reader's shell is
	path    string // with trellis in it
	port    string
	exports []string
	printed string // by the last command
	text    string // of the document
	written map[string]int
}

// The document, followed to the letter outside the repository, leads to a connector that passes all of its tests, and its author has
// not written much.
func TestDocument(t *testing.T) {
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{t: t, dir: t.TempDir(), path: install(t), port: freePort(t), text: string(text), written: map[string]int{}}
	for _, m := range step.FindAllStringSubmatch(r.text, -1) {
		switch kind, name, block := m[1], m[2], strings.ReplaceAll(m[3], "8443", r.port); kind {
		case "run":
			r.run(block)
		case "beside":
			r.beside(block)
		case "printed":
			r.compare(m[0], m[3])
		case "file":
			r.write(name, block)
		case "below":
			r.below(name, block)
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	if blocks, marked := strings.Count(r.text, "\n```"), len(step.FindAllString(r.text, -1)); blocks != 2*marked {
		t.Errorf("of %d blocks, %d are marked", blocks/2, marked)
	}
	all := 0
	for name, lines := range r.written {
		t.Logf("hand-written: %d lines of %s, blank ones and comments included", lines, name)
		all += lines
	}
	if len(r.written) != 3 || all > maxWritten {
		t.Errorf("an author writes %d lines, more than %d: %v", all, maxWritten, r.written)
	}
	if *updateDocument {
		if err := os.WriteFile(document, []byte(r.text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// install makes a folder with trellis in it. It lies in no clone, so it is told where one is.
func install(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "program")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "..").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	wrapper := "#!/bin/sh\n[ \"$1\" != new ] || set -- \"$@\" --trellis '" + clone(t).Clone + "'\nexec '" + program + "' \"$@\"\n"
	if err := os.WriteFile(filepath.Join(dir, "trellis"), []byte(wrapper), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir + string(os.PathListSeparator) + os.Getenv("PATH")
}

func freePort(t *testing.T) string {
	t.Helper()
	var config net.ListenConfig
	l, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

func (r *reader) environ() []string {
	return append(append(os.Environ(), "PATH="+r.path, "GOPROXY=off", "GOFLAGS=", "GOWORK=off"), r.exports...)
}

// run runs commands in the reader's shell, which stays where they lead.
func (r *reader) run(script string) {
	r.t.Helper()
	c := exec.CommandContext(r.t.Context(), "sh", "-e", "-c", script+"\npwd >&3")
	var stdout, stderr bytes.Buffer
	where, to, err := os.Pipe()
	if err != nil {
		r.t.Fatal(err)
	}
	defer where.Close()
	c.Dir, c.Env, c.Stdout, c.Stderr, c.ExtraFiles = r.dir, r.environ(), &stdout, &stderr, []*os.File{to}
	err = c.Run()
	_ = to.Close()
	if err != nil {
		r.t.Fatalf("%s\n%v\n%s%s", script, err, stdout.String(), stderr.String())
	}
	line, _ := bufio.NewReader(where).ReadString('\n')
	r.dir, r.printed = strings.TrimSpace(line), stdout.String()
	for line := range strings.Lines(script) {
		if pair, ok := strings.CutPrefix(strings.TrimSpace(line), "export "); ok {
			r.exports = append(r.exports, pair)
		}
	}
}

// beside runs a command in another terminal, until the test ends.
func (r *reader) beside(script string) {
	r.t.Helper()
	c := exec.CommandContext(context.WithoutCancel(r.t.Context()), "sh", "-c", "exec "+script) // its input ends it
	c.Dir, c.Env = r.dir, r.environ()
	stdin, err := c.StdinPipe()
	if err != nil {
		r.t.Fatal(err)
	}
	stdout, err := c.StdoutPipe()
	if err != nil {
		r.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() {
		_ = stdin.Close() // which ends it
		if err := c.Wait(); err != nil {
			r.t.Error(err)
		}
	})
	if _, err := bufio.NewReader(stdout).ReadString('\n'); err != nil {
		r.t.Fatal(err)
	}
}

// compare holds what was printed last to what is shown: of tests, the numbers differ.
func (r *reader) compare(block, shown string) {
	r.t.Helper()
	if *updateDocument {
		body := block[:strings.Index(block, "```\n")+len("```\n")]
		r.text = strings.Replace(r.text, block, body+r.unfilled()+"```\n", 1)
		return
	}
	if got := r.unfilled(); got != shown {
		r.t.Errorf("printed:\n%s\nshown:\n%s\n(go test ./host-example/scaffold -run Document -update-document)", got, shown)
	}
}

// unfilled is what was printed, without the lines of `go test`, which tell times.
func (r *reader) unfilled() string {
	var b strings.Builder
	for line := range strings.Lines(r.printed) {
		if !strings.HasPrefix(line, "ok  \t") {
			b.WriteString(line)
		}
	}
	return b.String()
}

func (r *reader) write(name, text string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// below replaces what is below the mark of a file. All lines of it are the author's.
func (r *reader) below(name, text string) {
	r.t.Helper()
	old, err := os.ReadFile(filepath.Join(r.dir, name))
	if err != nil {
		r.t.Fatal(err)
	}
	head := regexp.MustCompile(`(?s)^.*\n// Edit me[^\n]*\n\n`).FindString(string(old))
	if head == "" {
		r.t.Fatalf("%s has no line that begins with // Edit me", name)
	}
	r.write(name, head+text)
	r.written[name] = strings.Count(text, "\n")
	if out, err := exec.CommandContext(r.t.Context(), "gofmt", "-l", filepath.Join(r.dir, name)).CombinedOutput(); err != nil || len(out) > 0 {
		r.t.Errorf("gofmt: %v %s", err, out)
	}
}
