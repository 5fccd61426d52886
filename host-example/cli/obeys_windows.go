package cli

import (
	"os"

	"golang.org/x/sys/windows"
)

// obeys makes a console understand escape sequences, and reports whether it does. Those before Windows 10 do not.
func obeys(console *os.File) bool {
	var mode uint32
	handle := windows.Handle(console.Fd())
	if windows.GetConsoleMode(handle, &mode) != nil {
		return false
	}
	return mode&windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING != 0 ||
		windows.SetConsoleMode(handle, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
