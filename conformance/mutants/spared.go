package mutants

import "maps"

// spared are cases without a mutant, and why. It is kept exact by a test.
var spared = map[string]string{}

// Spared are the cases without a mutant, and why.
func Spared() map[string]string { return maps.Clone(spared) }
