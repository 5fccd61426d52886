// Package output writes what connectors read: as JSON, one item a line or one array, for programs; as CSV, for spreadsheets;
// and as tables, for people. A [View] says how items of a kind look in each; a [Writer] writes them page by page.
//
// # JSON
//
// [AppendUser], [AppendRole] and [AppendGroup] append one item as a JSON object without line breaks. They are pure
// functions, do without reflection, and yield valid JSON in UTF-8 whatever the item holds: text that is not UTF-8 (a
// connector in process can send such) has U+FFFD in place of what is broken, and every character that could move a cursor,
// end a line or turn text around is written as an escape, so that a file of lines stays one of lines and is safe to look
// at in a terminal.
//
// The shape is StackOne's unified IAM model, whose readers can read ours, with further members:
//
//   - `remote_id` is the `id`: both are the vendor's own.
//   - An enum is {"value", "source_value"}: value is our name in lower case, "unmapped_value" where the vendor's value has
//     no counterpart, null where only the source is known; source_value is the vendor's own, left out when it is not known.
//   - Absent is absent: a member that the vendor did not tell, or that was not read, is not written. An array that is
//     there is whole, and `[]` says that there are none.
//   - Date-times are RFC 3339 in UTC.
//   - `multi_factor_enabled` are the factors, as StackOne has it; whether there is one at all is `has_multi_factor`.
//   - `is_bot_user` follows `account_type`.
//   - `roles` and `groups` of a user are the roles and groups themselves, and tell besides how the user came by them.
//   - `custom_fields` are the vendor's own, as this customer has added them; `unified_custom_fields` are those that the
//     account's owner maps, and are there when any is mapped ([WithFields]).
//   - `warnings` say which fields of the vendor's record could not be used; `raw` is the vendor's record, without white
//     space between its tokens.
//
// [NewPage] makes one object of a list, as StackOne's list answers with: the items are its `data`, and what is known when the list has
// ended, early or not, comes behind them: the `next` page token, and the receipt, which says whether it is all. [NewArray] makes a
// plain array of what is no list. Both are JSON whatever came.
//
// # CSV
//
// [NewCSV] writes RFC 4180 in UTF-8: lines end with CRLF, the first has the columns' names. The columns are the same for every
// list, named as in the JSON where they are one member of it; what is not one text there is:
//
//   - a list: its entries with commas between them, "-" where there are none, nothing where it was not told or read. Of roles
//     and groups there are the ids and the names, of a group's members how many they are;
//   - the vendor's custom fields: JSON;
//   - a mapped field: a column of its own, `fields.` and its name.
//
// Scopes of roles, origins and the vendor's record are in the JSON alone.
//
// Texts are [Printable], so that an item is one line here, too. What a spreadsheet would run as a formula has an apostrophe
// before it (CSV injection): a text that begins with =, +, - or @, behind blanks or a semicolon as well, and is no number.
// Whoever needs texts to the letter takes the JSON.
//
// # Tables
//
// [Table] writes rows as pages arrive; it says how.
package output
