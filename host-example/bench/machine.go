package main

import (
	"fmt"
	"runtime"
	"strings"
)

// machine is what the figures are of: nothing that names the machine or its owner.
func machine() string {
	facts := []string{fmt.Sprintf("%d cores", runtime.NumCPU())}
	facts = append(facts, hardware()...)
	facts = append(facts, runtime.GOOS+"/"+runtime.GOARCH, runtime.Version())
	return strings.Join(facts, ", ")
}
