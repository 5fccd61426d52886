package accounts

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/plugin/secret"
)

// Bounds of a program that writes a secret.
const (
	// commandTime is enough for a person to unlock a password manager.
	commandTime = time.Minute
	// commandGrace is how long its output is waited for when it has ended and something that it started has not.
	commandGrace = 2 * time.Second
	// maxStderr is how many bytes are shown of why it failed.
	maxStderr = 1 << 10
)

// command is a program that writes a secret to its stdout. It is the user's own, named in a file that only the user may change:
// it gets the user's environment, as it would in a shell; no shell reads its arguments; its stdin is empty.
type command struct {
	args []string
	dir  string
}

// command runs in the folder of the accounts file, so that it does the same wherever trellis is called.
func (a Account) command(args []string) command { return command{args, a.folder()} }

func (a Account) folder() string {
	if a.file == "" {
		return ""
	}
	return filepath.Dir(a.file)
}

// program is the path of the program: one that is no mere name is seen from the folder.
func (c command) program() (string, error) {
	name := c.args[0]
	if strings.ContainsRune(filepath.ToSlash(name), '/') && !filepath.IsAbs(name) {
		name = filepath.Join(c.dir, name)
	}
	path, err := exec.LookPath(name)
	if e, ok := errors.AsType[*exec.Error](err); ok {
		err = e.Err // its name is said already
	}
	if err != nil {
		return "", fmt.Errorf("the program %.200q cannot be run: %w", c.args[0], err)
	}
	return path, nil
}

// run runs the program and takes what it writes for the secret. Of that, nothing is in an error.
func (c command) run(ctx context.Context) (string, error) {
	path, err := c.program()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, commandTime, fmt.Errorf("it has not ended within %v", commandTime))
	defer cancel()
	cmd := exec.CommandContext(ctx, path, c.args[1:]...)
	// More than the bound by a line break and a byte, so that what is too long is seen to be.
	stdout, stderr := &bounded{most: secret.MaxSize + 3}, &bounded{most: maxStderr}
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = c.dir, stdout, stderr, commandGrace
	err = cmd.Run()
	if err == nil {
		return secret.TrimLineBreak(stdout.String()), nil
	}
	switch {
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	case errors.Is(err, exec.ErrWaitDelay):
		err = errOpen
	}
	failed := fmt.Errorf("the program %.200q failed: %w", c.args[0], err)
	if text := said(stderr.String(), stdout.String()); text != "" {
		failed = fmt.Errorf("%w; it said: %s", failed, text)
	}
	return "", failed
}

// errOpen: what came of the output may not be the whole secret.
var errOpen = errors.New("it has ended, and what it started keeps its output open: start that beforehand, or with its output to /dev/null")

// said is what a program wrote of its failure, in one line. It may hold the secret that it wrote besides, as a shell's trace does.
func said(stderr, stdout string) string {
	for line := range strings.Lines(stdout) {
		if line = strings.TrimSpace(line); line != "" {
			stderr = strings.ReplaceAll(stderr, line, "REDACTED")
		}
	}
	return output.Printable(strings.Join(strings.Fields(stderr), " "))
}

// bounded keeps the beginning of what is written, and takes the rest for nothing: a program that writes more is not stopped
// by it.
type bounded struct {
	bytes.Buffer
	most int
}

func (b *bounded) Write(p []byte) (int, error) {
	if room := b.most - b.Len(); room > 0 {
		_, _ = b.Buffer.Write(p[:min(room, len(p))]) // a Buffer does not fail
	}
	return len(p), nil
}

// ReadFrom would go around the bound.
func (b *bounded) ReadFrom(r io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{b}, r)
}
