package mutants

import "maps"

// spared are cases without a mutant, and why. It is kept exact by a test.
var spared = map[string]string{
	"process.certificate":   "plugin.Serve makes the certificate, and takes no other; hostile ones stand in plugin's own tests",
	"process.key":           "likewise",
	"process.strangers":     "plugin.Serve asks everyone for the host's certificate, and cannot be told not to",
	"unsupported.rpc":       "the gRPC library answers to what is not registered",
	"faults.ignored-number": "Harbor's pages have cursors; the connectors over SCIM have numbers, and pass it",
}

// Spared are the cases without a mutant, and why.
func Spared() map[string]string { return maps.Clone(spared) }
