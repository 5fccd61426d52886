package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// hardware is the processor, the memory, and the kernel, as far as the system tells; and what memory costs that is new.
func hardware() (facts []string) {
	if model := fieldOf("/proc/cpuinfo", "model name"); model != "" {
		facts = append(facts, model)
	}
	if kib, err := strconv.ParseInt(strings.TrimSuffix(fieldOf("/proc/meminfo", "MemTotal"), " kB"), 10, 64); err == nil {
		facts = append(facts, fmt.Sprintf("%d GiB of memory", (kib+1<<19)>>20))
	}
	if release, err := os.ReadFile("/proc/sys/kernel/osrelease"); err == nil {
		facts = append(facts, "kernel "+strings.TrimSpace(string(release)))
	}
	if cost := pageFaults(); cost != "" {
		facts = append(facts, cost)
	}
	return facts
}

// fieldOf is the first value of a name in a file of lines "name: value".
func fieldOf(path, name string) string {
	content, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(content)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
