package logs

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/go-hclog"
)

// record makes a log whose lines can be read back.
func record() (*Log, *bytes.Buffer) {
	var b bytes.Buffer
	return New(hclog.New(&hclog.LoggerOptions{Output: &b, Level: hclog.Trace, DisableTime: true}), &Redactor{}), &b
}

func TestStreamPutsPiecesTogether(t *testing.T) {
	l, out := record()
	s := l.Stream("stderr")
	for _, piece := range []string{"on", "e\ntw", "o\r\n\n  \nthr", "ee"} {
		if n, err := s.Write([]byte(piece)); n != len(piece) || err != nil {
			t.Fatal(n, err)
		}
	}
	_ = s.Close()
	want := "[DEBUG] one: stream=stderr\n[DEBUG] two: stream=stderr\n[DEBUG] three: stream=stderr\n"
	if out.String() != want {
		t.Errorf("got %s", out)
	}
}

func TestStreamCutsLongLines(t *testing.T) {
	l, out := record()
	s := l.Stream("stdout")
	for range 1 << 10 { // 1 MiB without an end
		_, _ = s.Write(bytes.Repeat([]byte("x"), 1<<10))
	}
	if cap(s.line) > 4*MaxLine {
		t.Errorf("%d bytes are held for one line", cap(s.line))
	}
	_, _ = s.Write([]byte("\nnext\n"))
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || len(lines[0]) > MaxLine+64 || !strings.Contains(lines[0], "[cut]") || !strings.Contains(lines[1], "next") {
		t.Errorf("%d lines, the first of %d bytes", len(lines), len(lines[0]))
	}
}

func TestRateIsCappedAndSaidSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, out := record()
		s := l.Stream("stderr")
		for i := range 5 * burst {
			fmt.Fprintf(s, "line %d\n", i)
		}
		if n := strings.Count(out.String(), "\n"); n != burst {
			t.Errorf("%d lines at once, want %d", n, burst)
		}
		time.Sleep(time.Second)
		for i := range 2 * perSecond {
			fmt.Fprintf(s, "later %d\n", i)
		}
		l.Close()
		if n := strings.Count(out.String(), "later"); n != perSecond {
			t.Errorf("%d lines after a second, want %d", n, perSecond)
		}
		for _, want := range []int{4 * burst, perSecond} {
			if !strings.Contains(out.String(), fmt.Sprintf("lines were dropped: lines=%d", want)) {
				t.Errorf("nothing is said of %d lines", want)
			}
		}
	})
}

func TestTailIsTheLastLines(t *testing.T) {
	l, _ := record()
	s := l.Stream("stderr")
	for i := range 3 * burst { // far above the rate
		fmt.Fprintf(s, "line %d\n", i)
	}
	fmt.Fprintf(s, `{"@level":"error","@message":"bad","n":1,"@timestamp":"t"}`+"\n%s\n", strings.Repeat("y", 2*TailWidth))
	tail := l.Tail()
	if len(tail) != TailLines || tail[TailLines-2] != "bad n=1" || tail[0] != fmt.Sprintf("line %d", 3*burst-TailLines+2) {
		t.Errorf("%q", tail)
	}
	if last := tail[TailLines-1]; len(last) != TailWidth || !strings.HasSuffix(last, "...") {
		t.Errorf("the long line has %d bytes", len(last))
	}
}

func TestTailHasTheBeginningOfACrash(t *testing.T) {
	l, out := record()
	s := l.Stream("stderr")
	_, _ = s.Write([]byte("working\npanic: out of luck\n\ngoroutine 1 [running]:\nmain.main()\n"))
	for i := range 200 {
		fmt.Fprintf(s, "\tframe %d\n", i)
	}
	tail := l.Tail()
	if want := []string{"working", "panic: out of luck", "goroutine 1 [running]:", "main.main()"}; !slices.Equal(tail[:4], want) {
		t.Errorf("%q", tail)
	}
	if !strings.Contains(out.String(), "[ERROR] panic: out of luck") || !strings.Contains(out.String(), "[ERROR] \\tframe 3") {
		t.Errorf("a crash is no error: %s", out)
	}
}
