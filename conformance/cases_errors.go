package conformance

func errorsCases() Group {
	return Group{ID: "errors", About: "Every error has the one shape that hosts act on.", Cases: []Case{
		{
			ID: "errors.shape", Sentence: "A failed call carries ErrorInfo of the domain trellis and ErrorDetail, each once, and nothing foreign.",
			Contract: says("error.proto", "ErrorDetail", "What a host and a person need to act on an error."),
			Severity: Must, Needs: account, check: errorShape,
			Fix: "Attach google.rpc.ErrorInfo (domain trellis, reason) and ErrorDetail to the status, in grpc-status-details-bin.",
		},
		{
			ID: "errors.reason", Sentence: "The reason is one of the table's that connectors send, and the code is the reason's.",
			Contract: says("error.proto", "ErrorReason", "The gRPC code of each stands in brackets; the wire carries the name without `ERROR_REASON_`."),
			Severity: Must, Needs: account, check: errorReason,
			Fix: "Take reason and code from the table; PLUGIN_ reasons are the host's.",
		},
		{
			ID: "errors.fault", Sentence: "It says whose fault it is.",
			Contract: says("error.proto", "ErrorDetail.fault", "Whose fault it is, and so whom to call."),
			Severity: Must, Needs: account, check: errorFault,
			Fix: "Set fault: CONFIG for what the account's owner can mend, UPSTREAM for the vendor's failures.",
		},
		{
			ID: "errors.origin", Sentence: "It names the connector and the RPC, in its parts and in the message.",
			Contract: says("error.proto", "ErrorDetail.operation", "The RPC: `ListUsers`."),
			Severity: Must, Needs: account, check: errorOrigin,
			Fix: "Set connector and operation, and begin the message with them: `acme: ListUsers: page 3: ...`.",
		},
		{
			ID: "errors.bounds", Sentence: "A status has at most 4 KiB, whatever was asked or answered; what the vendor said, at most 1 KiB of it.",
			Contract: says("error.proto", "ErrorDetail.upstream_excerpt", "What the vendor said, redacted, at most 1 KiB."),
			Severity: Must, Needs: account, check: errorBounds,
			Fix: "Cut every text of an error that comes from a request or an answer.",
		},
		{
			ID: "errors.suggestion", Sentence: "It says what to do.",
			Contract: says("error.proto", "ErrorDetail.suggestion", "What to do, in a sentence for people."),
			Severity: Should, Needs: account, check: errorSuggestion,
			Fix: "Set suggestion: which field to fill in, where to make a new key, when to come back.",
		},
		{
			ID: "errors.upstream", Sentence: "An error of the vendor's has its HTTP status, and what it said.",
			Contract: says("error.proto", "ErrorDetail.upstream_status", "The vendor's HTTP status. 0: there was no answer, or it does not matter."),
			Severity: Must, Needs: stand, check: errorUpstream,
			Fix: "Keep status and (redacted) body of an answer that is an error.",
		},
		{
			ID: "errors.retry", Sentence: "A rate limit that was met says when to come back.",
			Contract: says("error.proto", "ErrorReason.ERROR_REASON_RATE_LIMITED", "RetryInfo says when to come back."),
			Severity: Must, Needs: stand, check: errorRetry,
			Fix: "Attach google.rpc.RetryInfo with what is left of Retry-After.",
		},
		{
			ID: "errors.secrets", Sentence: "No part of an error holds a credential, not even where the vendor sends it back.",
			Contract: says("account.proto", "Account.credentials", "They appear in nothing that a connector writes: no log, error, token, URL or exchange."),
			Severity: Must, Needs: account, check: errorSecrets,
			Fix: "Replace the credential, in every form in which it may be written, in all that comes from requests and answers.",
		},
	}}
}
