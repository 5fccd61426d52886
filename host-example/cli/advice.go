package cli

import (
	"cmp"
	"errors"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/cmdline"
)

// advice is what to do about a reason where the error itself does not say more. docs/troubleshooting.md has it at length. What is
// wrong with a configuration is said by the error, and nothing is to be done about an item that is not there.
var advice = map[connector.Reason]string{
	connector.CredentialsRejected: "look where the credential was made, and make a new one: trellis describe <connector> tells how",
	connector.CredentialsExpired:  "get a new one, then go on from the last page token",
	connector.PermissionMissing:   "ask the account's owner for the privilege: trellis describe <connector> lists what is needed",
	connector.RateLimited:         "come back later, or let it wait longer: --timeout, --operator max_wait=10m",
	connector.UpstreamUnavailable: "try again later; if it stays, look at the vendor's status page, and at this machine's network",
	connector.UpstreamTimeout:     "try again later; if it stays, look at the vendor's status page, and at this machine's network",
	connector.UpstreamUntrusted:   "behind a proxy that opens TLS, give its certificates: --operator ca_file=PATH; else look at base_url",
	connector.UpstreamRejected:    "look at the settings, and tell the connector's author: the same request will be refused again",
	connector.UpstreamMalformed:   "try again later; if it stays, look for a proxy in between, and tell the connector's author",
	connector.UpstreamLoop:        "tell the vendor: its pages do not come to an end",
	connector.PluginCrashed:       "run it again with --log-level debug, and tell the connector's author what it says",
	connector.PluginProtocol:      "trellis conformance says what is wrong with the binary, if it is a connector",
	connector.PluginTimeout:       "on a machine under load, be more patient: --timeouts start=30s,silence=1m",
}

// toDo is what to do about an error, if anyone knows.
func toDo(err error) string {
	if e, ok := errors.AsType[interface {
		error
		Suggestion() string
	}](err); ok {
		return e.Suggestion()
	}
	if e, ok := errors.AsType[*connector.Error](err); ok {
		return cmp.Or(cmdline.InFlags(e.Suggestion), advice[e.Reason])
	}
	return ""
}
