package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// memory is what a process has resident, in bytes. An image that runs from memory counts as shared memory, where a file on
// disk counts as a file: both are pages that all processes of one binary share.
type memory struct{ all, anonymous, file, shared int64 }

// memoryOf reads the memory of a process; ok is false where the system does not tell.
func memoryOf(pid int) (m memory, ok bool, err error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return m, true, err
	}
	fields := map[string]*int64{"VmRSS": &m.all, "RssAnon": &m.anonymous, "RssFile": &m.file, "RssShmem": &m.shared}
	for line := range strings.Lines(string(status)) {
		name, value, _ := strings.Cut(line, ":")
		if to := fields[name]; to != nil {
			kib, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
			if err != nil {
				return m, true, err
			}
			*to = kib << 10
		}
	}
	return m, true, nil
}

// filesOf counts the open files of a process, sockets and pipes included; ok is false where the system does not tell.
func filesOf(pid int) (n int, ok bool, err error) {
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	return len(entries), true, err
}
