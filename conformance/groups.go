package conformance

// Groups are all cases, in the order in which they are told. A group is a file.
func Groups() []Group {
	return []Group{
		describeCases(),
		listingCases(),
		resumeCases(),
		tokensCases(),
		getCases(),
		filtersCases(),
		expandCases(),
		rawCases(),
		cancellationCases(),
		concurrencyCases(),
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
