package process

import (
	"os"
	"syscall"
)

// rootDir is the host's own working folder: a drive's root would be a guess.
const rootDir = ""

// sysProcAttr starts the program apart from the host's console, so that Ctrl+C is the host's to handle. Windows has
// neither death signals nor process groups that can be killed: the life line ends a connector with its host, and children
// of a connector are outside the promise.
func sysProcAttr() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP, HideWindow: true}
}

// seal is not needed: os/exec names the handles that a process gets.
func seal() {}

func awaitExit(int) bool { return false }

func killGroup(p *os.Process) { _ = p.Kill() }
