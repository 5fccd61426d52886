package conformance

func authenticateCases() Group {
	return Group{ID: "authenticate", About: "Credentials are tried, and the answer says what they open.", Cases: []Case{
		{
			ID: "authenticate.good", Sentence: "Credentials that are right are taken.",
			Contract: says("connector.proto", "ConnectorService.Authenticate", "Checks the account's configuration, then tries its credentials at the vendor"),
			Severity: Must, Needs: account, check: goodCredentials,
			Fix: "Look at the error that is shown: the account is the one that the kit was given, or the sandbox's.",
		},
		{
			ID: "authenticate.wrong", Sentence: "Wrong credentials are CREDENTIALS_REJECTED, or CREDENTIALS_EXPIRED where they are an access token.",
			Contract: says("error.proto", "ErrorReason.ERROR_REASON_CREDENTIALS_REJECTED", "The vendor answered 401: the key is wrong, was revoked, or its owner was deactivated."),
			Severity: Must, Needs: account, check: wrongCredentials,
			Fix: "Make a request that needs the credentials, and map 401 to CREDENTIALS_REJECTED.",
		},
		{
			ID: "authenticate.rejected-lists", Sentence: "Lists with wrong credentials are CREDENTIALS_REJECTED, too, with no receipt and no page.",
			Contract: says("connector.proto", "## Life cycle and order of calls", "and MAY list without it. No call prepares another"),
			Severity: Must, Needs: account, check: wrongCredentialsInLists,
			Fix: "Send the request's own credentials with every request, and map 401 wherever it comes.",
		},
		{
			ID: "authenticate.resources", Sentence: "The answer has the resources of Describe, each once, judged for this account.",
			Contract: says("authenticate.proto", "Authentication.resources", "The resources of Describe, each once, judged for this account."),
			Severity: Must, Needs: account, check: resourcesAreThose,
			Fix: "Answer one ResourceAccess for every resource in Describe; where nothing is known, availability and visibility are UNKNOWN.",
		},
		{
			ID: "authenticate.reasons", Sentence: "A resource that cannot be read, or perhaps not, says why; one that can says nothing.",
			Contract: says("authenticate.proto", "ResourceAccess.reason", "Why it cannot, or why that is unknown, for people. Empty when AVAILABLE."),
			Severity: Must, Needs: account, check: accessHasReasons,
			Fix: "Set reason exactly where availability is not AVAILABLE.",
		},
		{
			ID: "authenticate.true", Sentence: "What is AVAILABLE can be listed; what is UNAVAILABLE fails with PERMISSION_MISSING or UNSUPPORTED.",
			Contract: says("authenticate.proto", "Authentication.resources", "What is UNAVAILABLE here fails when it is read: with PERMISSION_MISSING where the credentials lack a privilege, with UNSUPPORTED where the customer's plan or the vendor lacks the thing."),
			Severity: Must, Needs: account, check: accessIsTrue,
			Fix: "Find out with the cheapest request what the credentials can read, or say UNKNOWN.",
		},
		{
			ID: "authenticate.visibility", Sentence: "A receipt claims no more visibility than Authenticate does.",
			Contract: says("authenticate.proto", "ResourceAccess.visibility", "How much of it these credentials see."),
			Severity: Must, Needs: account, check: visibilityAgrees,
			Fix: "Judge visibility in one place for Authenticate and lists; FULL only where the vendor's documentation or answers say so.",
		},
		{
			ID: "authenticate.warnings", Sentence: "Warnings have a code for programs and a sentence for people; an expiry is an instant.",
			Contract: says("authenticate.proto", "AccountWarning.code", "Stable, upper case, for programs"),
			Severity: Must, Needs: account, check: warningsAreWhole,
			Fix: "Give each warning a code such as KEY_DIES_WITH_OWNER, and a message; leave expires_at unset where it is not known.",
		},
		{
			ID: "authenticate.identity", Sentence: "Where the credentials are a user's, the identity has that user's id.",
			Contract: says("authenticate.proto", "Identity.id", "The vendor's id: for a user, its `User.id`."),
			Severity: Must, Needs: account, check: identityIsUser,
			Fix: "Fill in Identity.id from the same field of the vendor's that User.id comes from.",
		},
		{
			ID: "authenticate.forbidden", Sentence: "A 403 on the call that tries the credentials is PERMISSION_MISSING.",
			Contract: says("connector.proto", "ConnectorService.Authenticate", "A 403 on the call that tries the credentials is PERMISSION_MISSING"),
			Severity: Must, Needs: stand, check: forbidden,
			Fix: "Map 403 to PERMISSION_MISSING, not to CREDENTIALS_REJECTED: the credentials are valid.",
		},
		{
			ID: "authenticate.cheap", Sentence: "It takes a few requests, and not a list of everything.",
			Contract: says("connector.proto", "ConnectorService.Authenticate", "with the cheapest call that needs them"),
			Severity: Should, Needs: stand, check: authenticateIsCheap,
			Fix: "Ask for whoever the credentials belong to, or for a list with a page size of 1.",
		},
	}}
}
