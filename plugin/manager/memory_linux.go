package manager

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
)

// residentMemory is how much memory a process has resident, in bytes.
func residentMemory(pid int) (int64, bool) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0, false // it has just ended
	}
	fields := bytes.Fields(stat) // size, resident, ... in pages: proc(5)
	if len(fields) < 2 {
		return 0, false
	}
	pages, err := strconv.ParseInt(string(fields[1]), 10, 64)
	return pages * int64(os.Getpagesize()), err == nil
}
