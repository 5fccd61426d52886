package handshake

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// CheckVersions is the connector's side of version skew: it takes what stands in EnvVersions, and says in one sentence
// which side to upgrade when the host does not speak this version of the contract. go-plugin would go on with a version
// that nobody asked for, and leave it to the host to find out.
func CheckVersions(env string) error {
	newer := false
	for field := range strings.SplitSeq(env, ",") {
		v, err := strconv.Atoi(strings.TrimSpace(field))
		switch {
		case err != nil: // nothing, or nothing that can be spoken
		case v == ContractVersion:
			return nil
		case v > ContractVersion:
			newer = true
		}
	}
	switch {
	case env == "":
		return errors.New(EnvVersions + " is not set: the host does not say which versions of the contract it speaks")
	case newer:
		return fmt.Errorf("the host speaks contract version %q, and this connector speaks %d: upgrade the connector", env, ContractVersion)
	}
	return fmt.Errorf("the host speaks contract version %q, and this connector speaks %d: upgrade the host", env, ContractVersion)
}
