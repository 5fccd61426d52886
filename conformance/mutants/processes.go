package mutants

import (
	"fmt"
	"os"
	"time"
)

// processMutants are wrong about being a process.
func processMutants() []Mutant {
	stdout := os.Stdout
	return []Mutant{
		{"stays-after-shutdown", "does not end when it is asked to", by("process.shutdown"), wrong{stays: true}},
		{"stays-without-host", "does not end when its host is gone", by("process.life-line"), wrong{process: func() {
			if r, w, err := os.Pipe(); err == nil {
				os.Stdin, held = r, w
			}
		}}},
		{"talks-on-stdout", "writes to stdout after the handshake", by("process.stdout"), wrong{request: func(*call) error {
			_, _ = fmt.Fprintln(stdout, "reading ...")
			return nil
		}}},
		{"leaks-files", "leaves a file open at each call", by("process.leaks"), wrong{request: func(*call) error {
			if f, err := os.Open(os.DevNull); err == nil {
				kept = append(kept, f)
			}
			return nil
		}}},
		{"leaks-memory", "keeps all that it has read", by("process.leaks"), wrong{request: func(*call) error {
			b := make([]byte, 4<<20)
			for i := 0; i < len(b); i += 4096 {
				b[i] = 1
			}
			hoard = append(hoard, b)
			return nil
		}}},
		{"exits-after-a-call", "ends once it has answered a call", by("process.stays"), wrong{end: func(_ *call, err error) error {
			time.AfterFunc(50*time.Millisecond, func() { os.Exit(0) })
			return err
		}}},
		{"starts-without-host", "exits with status 0 when it is started by hand", by("process.by-hand"), wrong{process: func() {
			if os.Getenv("TRELLIS_CONNECTOR") == "" && len(os.Args) == 1 {
				os.Exit(0)
			}
		}}},
		{"needs-environment", "does not start where HOME is not set", by("process.environment"), wrong{process: func() {
			if os.Getenv("HOME") == "" && len(os.Args) == 1 {
				os.Exit(1)
			}
		}}},
	}
}

// What mutants hold on to.
var (
	held  *os.File
	kept  []*os.File
	hoard [][]byte
)
