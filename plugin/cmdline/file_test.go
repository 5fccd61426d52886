package cmdline

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
)

// What another program writes into a pipe is read as a file is: `--fields <(make-fields)`.
func TestReadFileOfPipe(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("pipes have no names in the file system there")
	}
	for _, tt := range []struct{ text, want string }{{"0123456789", ""}, {"0123456789x", "has more than 10 bytes"}} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.WriteString(tt.text); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		got, err := ReadFile(fmt.Sprintf("/dev/fd/%d", r.Fd()), 10)
		switch {
		case tt.want == "" && (err != nil || string(got) != tt.text):
			t.Errorf("%q: %q, %v", tt.text, got, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%q: %v", tt.text, err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
