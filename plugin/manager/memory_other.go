//go:build !linux

package manager

// residentMemory is not measured on this system.
func residentMemory(int) (int64, bool) { return 0, false }
