package conformance

func secretsCases() Group {
	nowhere := says("account.proto", "Account.credentials", "They appear in nothing that a connector writes: no log, error, token, URL or exchange.")
	return Group{ID: "secrets", About: "Credentials go to the vendor and nowhere else.", Cases: []Case{
		{
			ID: "secrets.output", Sentence: "Nothing that the process writes holds a credential, whatever happens.",
			Contract: says("connector.proto", "## How a connector is started", "Never a secret. Lines above 8 KiB are cut."),
			Severity: Must, Needs: account, check: secretsOutput,
			Fix: "Log neither requests nor headers nor accounts; take the credential out of what the vendor sends back before it is logged.",
		},
		{
			ID: "secrets.answers", Sentence: "No answer holds a credential: neither pages, exchanges and receipts, nor what Authenticate says.",
			Contract: nowhere, Severity: Must, Needs: account, check: secretsAnswers,
			Fix: "Leave the query and user info of a URL out of exchanges (REDACTED), and credentials out of everything else.",
		},
		{
			ID: "secrets.echo", Sentence: "A vendor that sends the credential back, in a body, a header or a redirect, does not get it into errors or the log.",
			Contract: nowhere, Severity: Must, Needs: stand, check: secretsEcho,
			Fix: "Redact the credential, in every form in which it may be written, from excerpts, request ids and locations.",
		},
		{
			ID: "secrets.process", Sentence: "Neither arguments nor environment of the process hold a credential.",
			Contract: says("connector.proto", "## How a connector is started", "with a small environment that holds no secrets"),
			Severity: Must, Needs: append([]Need{NeedsProc}, account...), check: secretsProcess,
			Fix: "Do not start programs with credentials among their arguments or in their environment.",
		},
		{
			ID: "secrets.files", Sentence: "The process writes no files.",
			Contract: says("account.proto", "Account", "It comes whole with every call: a connector stores none of it."),
			Severity: Must, Needs: append([]Need{NeedsProc}, account...), check: secretsFiles,
			Fix: "Keep nothing on disk: neither caches nor cookies nor logs.",
		},
		{
			ID: "secrets.right-key", Sentence: "The vendor sees the account's credential and no other.",
			Contract: says("connector.proto", "## Life cycle and order of calls", "and never mixes accounts."),
			Severity: Must, Needs: stand, check: secretsRightKey,
			Fix: "Take the credential from the request at hand; never keep one in a client that is shared.",
		},
	}}
}
