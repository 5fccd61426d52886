package conformance

import (
	"regexp"
	"slices"
)

// Groups are all cases, in the order in which they are told. The cases of a group stand in cases_<group>.go.
func Groups() []Group {
	return []Group{
		describeCases(),
		processCases(),
		configurationCases(),
		authenticateCases(),
		listingCases(),
		resumeCases(),
		tokensCases(),
		getCases(),
		filtersCases(),
		expandCases(),
		rawCases(),
		unsupportedCases(),
		modelsCases(),
		coverageCases(),
		errorsCases(),
		faultsCases(),
		paceCases(),
		cancellationCases(),
		concurrencyCases(),
		secretsCases(),
	}
}

// Cases are those of all groups.
func Cases() []Case {
	var all []Case
	for _, g := range Groups() {
		all = append(all, g.Cases...)
	}
	return all
}

// AnyCase reports whether any case's id matches a pattern.
func AnyCase(run *regexp.Regexp) bool {
	return slices.ContainsFunc(Cases(), func(c Case) bool { return run.MatchString(c.ID) })
}
