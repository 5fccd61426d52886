package process

import (
	"errors"
	"math"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

const rootDir = "/"

// sysProcAttr makes the program the leader of its own process group, and has the kernel kill it when the host's thread
// that started it is gone: that also reaches a program that ignores its life line. The kernel forgets this for programs
// that change their user, and it does not reach children of the program.
func sysProcAttr() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// seal keeps descriptors that the host itself inherited, say from a careless supervisor, from being inherited once more. Go
// closes its own on exec; these it does not know. It only marks them: they stay open here. Kernels before 5.11 cannot.
func seal() { _ = unix.CloseRange(3, math.MaxUint32, unix.CLOSE_RANGE_CLOEXEC) }

// awaitExit waits until the process has exited and leaves it to be reaped, so that its id, which is also its group's,
// cannot be given to another process before the group is killed.
func awaitExit(pid int) bool {
	for {
		err := unix.Waitid(unix.P_PID, pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if !errors.Is(err, unix.EINTR) {
			return err == nil
		}
	}
}

func killGroup(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }
