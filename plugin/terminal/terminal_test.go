package terminal

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// A line ends where it ends: what stands behind it is the next answer.
func TestReadLine(t *testing.T) {
	for _, tt := range []struct {
		typed string
		want  []string
	}{
		{"one\ntwo\n", []string{"one", "two"}},
		{"\n", []string{""}},
		{"of Windows\r\n", []string{"of Windows"}},
		{"without an end", []string{"without an end"}},
		{"", nil},
	} {
		r := strings.NewReader(tt.typed)
		for _, want := range tt.want {
			if got, err := readLine(r); got != want || err != nil {
				t.Errorf("%q: %q, %v, want %q", tt.typed, got, err, want)
			}
		}
		if got, err := readLine(r); !errors.Is(err, io.EOF) {
			t.Errorf("%q: behind the last line: %q, %v", tt.typed, got, err)
		}
	}
}
