package conformance

func describeCases() Group {
	return Group{ID: "describe", About: "What the binary says of itself: the most that it can do, for any account.", Cases: []Case{
		{
			ID: "describe.static", Sentence: "Describe gives the same answer twice, and in a second process.",
			Contract: says("connector.proto", "ConnectorService.Describe", "The same binary gives the same answer for ever"),
			Severity: Must, check: describeStatic,
			Fix: "Make the description of constants: no clock, no random ids, nothing of an account, and no order of a hash table.",
		},
		{
			ID: "describe.quick", Sentence: "Describe answers within a second.",
			Contract: says("connector.proto", "ConnectorService.Describe", "and gives it within a second"),
			Severity: Must, check: describeQuick,
			Fix: "Do nothing in Describe but answer: it needs neither network nor account.",
		},
		{
			ID: "describe.well-formed", Sentence: "The description keeps to the bounds, patterns and uniqueness that its fields are annotated with.",
			Contract: says("describe.proto", "Description", "What a connector binary is and the most it can do, for any account."),
			Severity: Must, check: describeWellFormed,
			Fix: "Look up the field that is named in describe.proto: the annotation beside it says what fits.",
		},
		{
			ID: "describe.name", Sentence: "The connector's name is the end of its binary's.",
			Contract: says("describe.proto", "Description.name", "which is also the end of the binary's: `lattice` is `trellis-connector-lattice`"),
			Severity: Must, check: describeName,
			Fix: "Name the binary trellis-connector-<name>, with the name that Describe gives.",
		},
		{
			ID: "describe.guide", Sentence: "Every way to authenticate says how to come by the credentials.",
			Contract: says("describe.proto", "AuthMethod.guide", "How to come by the credentials."),
			Severity: Must, check: describeGuide,
			Fix: "Give each auth method a guide with steps: where to click at the vendor, what to copy.",
		},
		{
			ID: "describe.fields", Sentence: "Fields to fill in can be filled in: bounds and choices that something fits, defaults that are a choice, known types.",
			Contract: says("describe.proto", "Field", "One value to fill in."),
			Severity: Must, check: describeFields,
			Fix: "Look at the field that is named: its min_length, max_length, choices, default_value and type contradict each other.",
		},
		{
			ID: "describe.keys", Sentence: "No key stands in two places: settings, fields of an auth method, operator keys and region are told apart by their names.",
			Contract: says("account.proto", "Account", "The three maps say who may set what, and a connector holds them apart"),
			Severity: Must, check: describeKeys,
			Fix: "Rename the key. base_url, ca_pem, requests_per_minute, burst and max_wait are every connector's operator keys.",
		},
		{
			ID: "describe.secrets", Sentence: "What is named like a secret is a secret.",
			Contract: says("describe.proto", "Field.secret", "True: never shown, logged or stored in the clear; the host reads it without echo."),
			Severity: Must, check: describeSecrets,
			Fix: "Mark the field secret and make it a field of the auth method; or, if it is none, give it another name.",
		},
		{
			ID: "describe.resources", Sentence: "Each resource says what can be done with it, how its lists behave, and where its edges stand.",
			Contract: says("describe.proto", "Resource", "One kind of thing that can be read, and how."),
			Severity: Must, check: describeResources,
			Fix: "Set operations (without 0), consistency and, of roles and groups, edges; default_page_size is at most max_page_size.",
		},
		{
			ID: "describe.coverage", Sentence: "Each resource declares the normalized fields that it fills, by their paths in the model, and from what.",
			Contract: says("describe.proto", "Resource.coverage", "Which normalized fields are filled, and from what. A field that is not listed is never filled."),
			Severity: Must, check: describeCoverage,
			Fix: "List every field that is filled, `id` first, with the vendor's field and how sure that is.",
		},
		{
			ID: "describe.links", Sentence: "Links are https.",
			Contract: says("describe.proto", "Vendor.documentation_url", "Documentation of the API that is read, https."),
			Severity: Must, check: describeLinks,
			Fix: "Give links as absolute https URLs, or leave them out.",
		},
		{
			ID: "describe.texts", Sentence: "What people read is written for them: no stray blanks, no control characters, a summary, help beside every field.",
			Contract: says("describe.proto", "Field.help", "What it is and where to find it, in a sentence."),
			Severity: Should, check: describeTexts,
			Fix: "Trim the text, or write the one that is missing.",
		},
	}}
}
