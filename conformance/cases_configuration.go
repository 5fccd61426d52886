package conformance

func configurationCases() Group {
	invalid := func(quote string) Place { return says("account.proto", "Account", quote) }
	return Group{ID: "configuration", About: "An account that cannot be right is refused before anything is sent, and the error names the field.", Cases: []Case{
		{
			ID: "configuration.required", Sentence: "Each required field, removed or emptied in turn, is INVALID_CONFIG, and the error names it.",
			Contract: invalid("a required key that is missing, and a value that does not fit its `Field` are INVALID_CONFIG"),
			Severity: Must, Needs: account, check: requiredFields,
			Fix: "Check the account against the description at the start of every call; the path is credentials.<key>, settings.<key> or operator.<key>.",
		},
		{
			ID: "configuration.not-required", Sentence: "What Describe does not call required can be left out: an account without any of it is not INVALID_CONFIG for that.",
			Contract: invalid("a required key that is missing, and a value that does not fit its `Field` are INVALID_CONFIG"),
			Severity: Must, Needs: stand, check: notRequired,
			Fix: "Mark the field as required in Describe, where the connector cannot do without it: people leave empty what is not.",
		},
		{
			ID: "configuration.unknown", Sentence: "A key that nobody knows is INVALID_CONFIG in each of the three maps, and the error names it.",
			Contract: invalid("a key in the wrong map, an unknown key (those of other auth methods included)"),
			Severity: Must, Needs: account, check: unknownKeys,
			Fix: "Refuse every key of settings, operator and credentials that the description does not have there.",
		},
		{
			ID: "configuration.operator-key-as-setting", Sentence: "An operator's key among the settings is INVALID_CONFIG.",
			Contract: invalid("so an end user can never point a connector at a host of their own: `base_url` among the settings is an error."),
			Severity: Must, Needs: account, check: operatorKeysAsSettings,
			Fix: "Read operator keys from Account.operator alone, and refuse them among the settings.",
		},
		{
			ID: "configuration.wrong-map", Sentence: "A secret among the settings, and a setting among the credentials or operator keys, are INVALID_CONFIG.",
			Contract: invalid("a key in the wrong map"),
			Severity: Must, Needs: account, check: wrongMaps,
			Fix: "Hold the three maps apart: each key has one map, and stands in no other.",
		},
		{
			ID: "configuration.malformed", Sentence: "A value that does not fit its field's type, length or choices is INVALID_CONFIG, and the error names the field.",
			Contract: says("describe.proto", "Field.type", "What the value is. All values travel as strings."),
			Severity: Must, Needs: account, check: malformedValues,
			Fix: "Check each value against the field's type, min_length, max_length and choices, and refuse control characters.",
		},
		{
			ID: "configuration.operator-malformed", Sentence: "The operator's own keys are checked, too: a base_url that is not https, a pace that is no number, certificates that are none.",
			Contract: says("account.proto", "Account.operator", "http is refused"),
			Severity: Must, Needs: account, check: malformedOperator,
			Fix: "Check base_url (https, a host, no query, no user info), ca_pem, requests_per_minute, burst and max_wait.",
		},
		{
			ID: "configuration.operator-known", Sentence: "The five operator keys of all connectors are taken, whether they are of use or not.",
			Contract: says("account.proto", "Account.operator", "Every connector takes these five, and ignores what it has no use for."),
			Severity: Must, Needs: account, check: commonOperatorKeysWork,
			Fix: "Accept base_url, ca_pem, requests_per_minute, burst and max_wait in Account.operator.",
		},
		{
			ID: "configuration.region", Sentence: "A region that the description does not list is INVALID_CONFIG.",
			Contract: says("account.proto", "Account.settings", "`region` may stand here where Describe lists regions; the default is the first."),
			Severity: Must, Needs: account, check: unknownRegion,
			Fix: "Take settings.region only where Describe lists regions, and only one of their ids.",
		},
		{
			ID: "configuration.auth-method", Sentence: "An auth method that does not exist is INVALID_CONFIG.",
			Contract: says("account.proto", "Account.auth_method_id", "Which of Describe's auth methods the credentials are for. Empty: the first."),
			Severity: Must, Needs: account, check: unknownAuthMethod,
			Fix: "Look the method up by its id; empty is the first; anything else is INVALID_CONFIG with the path auth_method_id.",
		},
		{
			ID: "configuration.account-id", Sentence: "An account without an id, with one that is too long, and no account at all are INVALID_CONFIG.",
			Contract: says("account.proto", "Account.id", "stable, and part of what page tokens are bound to. 1 to 256 bytes."),
			Severity: Must, Needs: account, check: badAccountID,
			Fix: "Refuse such an account with the path account.id (or account).",
		},
		{
			ID: "configuration.options", Sentence: "A page size or limit out of bounds is INVALID_CONFIG, and the error names it.",
			Contract: says("list.proto", "ListOptions.page_size", "Items a page, at most: 0 to 1000, else INVALID_CONFIG."),
			Severity: Must, Needs: account, check: badListOptions,
			Fix: "Check page_size and page_limit before anything else; the paths are options.page_size and options.page_limit.",
		},
		{
			ID: "configuration.empty", Sentence: "A setting that is empty is as if it were missing.",
			Contract: invalid("An empty value is as if missing"),
			Severity: Must, Needs: account, check: emptySettings,
			Fix: "Treat an empty value of a field that is not required as if the key were not there.",
		},
		{
			ID: "configuration.nothing-sent", Sentence: "Nothing is sent to the vendor with an account that is refused.",
			Contract: invalid("before anything is sent to the vendor."),
			Severity: Must, Needs: stand, check: nothingSent,
			Fix: "Check the whole account before the first request.",
		},
	}}
}
