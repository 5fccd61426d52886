//go:build race

package plugin_test

import (
	"os"
	"syscall"
)

// A program that is built with the race detector takes a second to exit, so that late reports come out. A connector gets
// no environment from us to change that, so it gives itself one.
const raceEnv = "GORACE"

func exitQuickly() {
	if os.Getenv(raceEnv) == "" {
		panic(syscall.Exec("/proc/self/exe", os.Args, append(os.Environ(), raceEnv+"=atexit_sleep_ms=0")))
	}
}
