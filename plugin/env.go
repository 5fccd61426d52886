package plugin

import (
	"runtime"
	"strconv"

	"github.com/trellis-iam/trellis/plugin/internal/handshake"
)

// environment is all that a connector's process finds in its environment. Nothing is inherited and nothing is secret: the
// certificate is a public one. socketDir is empty where connectors listen on a loopback port.
func environment(certificatePEM, socketDir string) []string {
	env := []string{
		handshake.CookieKey + "=" + handshake.CookieValue,
		handshake.EnvVersions + "=" + strconv.Itoa(handshake.ContractVersion),
		handshake.EnvClientCert + "=" + certificatePEM,
	}
	if socketDir == "" {
		// Port 0: the system picks a free one. (On Windows, os/exec adds SYSTEMROOT, without which nothing runs.)
		return append(env, handshake.EnvMinPort+"=0", handshake.EnvMaxPort+"=0")
	}
	return append(env, handshake.EnvSocketDir+"="+socketDir)
}

// socketDirOf is where connectors of this system put their socket, given the run folder.
func socketDirOf(runDir string) string {
	if runtime.GOOS == "windows" {
		return ""
	}
	return runDir
}
