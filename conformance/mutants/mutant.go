package mutants

import "slices"

// Mutant is a connector that is wrong in one way.
type Mutant struct {
	// ID is stable, and the end of its binary's name.
	ID string
	// Wrong says what it does, in a sentence whose subject it is.
	Wrong string
	// By are the ids of the cases that are meant to notice.
	By []string

	how wrong
}

// All are the mutants.
func All() []Mutant {
	return slices.Concat(
		streamMutants(), pageMutants(), tokenMutants(), bindingMutants(), resumeMutants(), optionMutants(), getMutants(),
		itemMutants(), errorMutants(), faultMutants(), waitMutants(), accountMutants(), describeMutants(), secretMutants(),
		processMutants(),
	)
}

// by are the cases that are meant to notice.
func by(cases ...string) []string { return cases }
