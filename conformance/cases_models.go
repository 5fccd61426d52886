package conformance

func modelsCases() Group {
	return Group{ID: "models", About: "Items keep to the rules of the normalized models.", Cases: []Case{
		{
			ID: "models.ids", Sentence: "Every item has an id of 1 to 512 bytes, with no control characters and no blanks around it, once in a list.",
			Contract: saysModel("user.proto", "User.id", "The vendor's id, verbatim: 1 to 512 bytes of UTF-8, compared byte by byte, unique among the users of one linked account"),
			Severity: Must, Needs: account, check: modelIDs,
			Fix: "Pass the vendor's id on as it is; reject items without one (PageInfo.rejected).",
		},
		{
			ID: "models.reserved-ids", Sentence: "Ids that the connector makes up live in the namespace trellis:, and what has such an id says that it is derived.",
			Contract: saysModel("role.proto", "Role.id", "has an id in the reserved namespace: `trellis:admin`."),
			Severity: Must, Needs: account, check: modelReservedIDs,
			Fix: "Set Role.derived and a description that says from what; give ids of vendor records no prefix.",
		},
		{
			ID: "models.times", Sentence: "Instants lie in the years 1 to 9999, and where they can be: no milliseconds taken for seconds, nothing made in the future.",
			Contract: saysModel("user.proto", "User", "Instants are instants."),
			Severity: Must, Needs: account, check: modelTimes,
			Fix: "Look at the unit of the vendor's numbers, and leave a time absent (with a warning) that cannot be read.",
		},
		{
			ID: "models.blanks", Sentence: "A text is absent or says something: white space alone is absent.",
			Contract: saysModel("user.proto", "User", "A blank that the vendor sent (\"\", or white space only) tells nothing either and is absent too."),
			Severity: Must, Needs: account, check: modelBlanks,
			Fix: "Leave a field unset where the vendor's text is empty or white space, and leave entries without content out.",
		},
		{
			ID: "models.enums", Sentence: "Enum numbers are those of the contract.",
			Contract: saysModel("user.proto", "User", "A vendor value without a counterpart is UNMAPPED, never a guess."),
			Severity: Must, Needs: account, check: modelEnums,
			Fix: "Send numbers of the enum; for a value that has none, send UNMAPPED and the source value.",
		},
		{
			ID: "models.source-values", Sentence: "Where the vendor's value is mapped to an enum, it stands beside it; and no value stands there without an enum.",
			Contract: saysModel("user.proto", "User", "Beside each enum that a vendor's value is mapped to stands `<name>_source_value`: that value, verbatim"),
			Severity: Must, Needs: account, check: modelSourceValues,
			Fix: "Set <name>_source_value to the vendor's value wherever the enum is set, and the enum to UNMAPPED wherever the value has no counterpart.",
		},
		{
			ID: "models.emails", Sentence: "The primary address is one of the addresses, and at most one is primary.",
			Contract: saysModel("user.proto", "User.emails", "All addresses, the primary one among them. Not set: only `primary_email` was read."),
			Severity: Must, Needs: account, check: modelEmails,
			Fix: "Put primary_email into emails, with primary set; or leave emails unset.",
		},
		{
			ID: "models.edges", Sentence: "Edges stand where Describe says, and each has what it points to.",
			Contract: says("describe.proto", "Resource.edges", "Where the edges of this kind stand: for ROLE, who holds a role; for GROUP, who is a member."),
			Severity: Must, Needs: account, check: modelEdges,
			Fix: "Fill User.roles and User.groups, or Group.roles and Group.members, as Resource.edges says.",
		},
		{
			ID: "models.references", Sentence: "References lead to items that are listed: roles and groups of users, managers, parents and members of groups.",
			Contract: saysModel("access.proto", "RoleRef.id", "As `Role.id`."),
			Severity: Must, Needs: account, check: modelReferences,
			Fix: "Take the id of a reference from the same thing as the id of the item, and list what is referred to.",
		},
		{
			ID: "models.reference-names", Sentence: "What a reference says of its item is what the item says.",
			Contract: saysModel("access.proto", "RoleRef.name", "As `Role.name`, where it is known without a further request."),
			Severity: Must, Needs: account, check: modelReferenceNames,
			Fix: "Fill in name and type of a reference as in the item itself, or leave them out.",
		},
		{
			ID: "models.warnings", Sentence: "Warnings and rejections say where and what, within their bounds.",
			Contract: saysModel("source.proto", "Warning.path", "Where in the vendor's record: a JSON path from the item, such as `$.manager.id`. At most 256 bytes."),
			Severity: Must, Needs: account, check: modelWarnings,
			Fix: "Give a path that begins with $ (at most 256 bytes) and a reason (at most 512).",
		},
		{
			ID: "models.custom-fields", Sentence: "Whole numbers above 2^53 in custom fields are texts.",
			Contract: saysModel("user.proto", "User.custom_fields", "values as the vendor sent them (whole numbers above 2^53 as strings)"),
			Severity: Must, Needs: account, check: modelCustomFields,
			Fix: "Read numbers of the vendor's JSON without going through a floating-point number, and write large ones as strings.",
		},
	}}
}
