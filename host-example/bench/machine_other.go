//go:build !linux

package main

// hardware is not told by the system in a simple way.
func hardware() []string { return nil }
