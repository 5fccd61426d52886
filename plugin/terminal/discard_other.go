//go:build !linux && !darwin

package terminal

// discard does nothing: it is not known here how to drop what was typed ahead.
func discard(int) error { return nil }
