package keyring

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
)

// errNoBus is what a machine without a desktop has.
var errNoBus = errors.New("it is reached over the session bus of a desktop, and there is none here")

// reachable looks whether there is anything to ask, where that can be seen. The library would start a bus of its own, which
// has no keyring and outlives the program.
func reachable() error {
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		return nil
	}
	return busIn(os.Getenv("DBUS_SESSION_BUS_ADDRESS"), filepath.Join("/run/user", strconv.Itoa(os.Getuid())))
}

// busIn looks for a session bus at an address and in the folder of the user's session.
func busIn(address, folder string) error {
	if address != "" && address != "autolaunch:" {
		return nil
	}
	for _, name := range []string{"bus", "dbus-session"} {
		if _, err := os.Stat(filepath.Join(folder, name)); err == nil {
			return nil
		}
	}
	return unreachable(errNoBus)
}

// howToPut is the system's own command that puts a secret there; each asks for the secret, so that it is in no argument.
func howToPut(name string) string {
	switch runtime.GOOS {
	case "darwin":
		return fmt.Sprintf("put it there with: security add-generic-password -s %s -a %q -w", Service, name)
	case "windows":
		return "trellis connect puts it there"
	}
	return fmt.Sprintf("put it there with: secret-tool store --label %q service %s username %q", Service+" "+name, Service, name)
}
