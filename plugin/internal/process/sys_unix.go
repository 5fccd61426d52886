//go:build unix && !linux

package process

import (
	"os"
	"syscall"
)

const rootDir = "/"

// sysProcAttr makes the program the leader of its own process group. There is no death signal outside Linux: a program
// that ignores its life line outlives a host that was killed.
func sysProcAttr() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// seal has no counterpart here: descriptors that the host inherited without close-on-exec reach its connectors.
func seal() {}

// awaitExit cannot be offered here: the group is killed right after the process was reaped. Its id could in theory be
// another group's by then; these systems give ids out in order, so that it would have to come round within microseconds.
func awaitExit(int) bool { return false }

func killGroup(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }
