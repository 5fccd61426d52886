package secret

import (
	"context"
	"errors"
	"io"
	"runtime"

	"github.com/trellis-iam/trellis/plugin/terminal"
)

// unixModes says whether the permissions of files mean what they say.
const unixModes = runtime.GOOS != "windows"

// Prompt asks for a secret on the terminal that the program was started from, even when stdin is a pipe, and reads it
// without echo. When ctx ends, the terminal echoes again.
func Prompt(ctx context.Context, label string) (string, error) {
	t, err := terminal.Open()
	if errors.Is(err, terminal.ErrNone) {
		return "", errors.New("there is no terminal to ask on: give it as env:NAME or file:PATH")
	}
	if err != nil {
		return "", err
	}
	defer t.Close()
	return t.Hidden(ctx, label+" (not shown): ")
}

// readAll reads at most limit bytes.
func readAll(r io.Reader, limit int64) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit))
	return string(b), err
}
