//go:build !linux

package main

import "context"

// watch waits only: the memory of other processes is not told by the system in a simple way.
func watch(ctx context.Context, _ int) (p peaks) {
	<-ctx.Done()
	return p
}
