// Package accounts reads the accounts file: the linked accounts of one host, by names that people choose, so that `trellis users
// --account acme` needs no further flags. docs/accounts.md is the page for people; the file looks like this:
//
//	accounts:
//	  acme:
//	    connector: lattice
//	    id: acme-1               # what page tokens are bound to; the name by default
//	    auth_method: api_key     # the connector's first by default
//	    settings: {region: emea}
//	    operator: {requests_per_minute: 60, ca_file: ca.pem}
//	    secrets:                 # where they are, never what they are
//	      api_key: env:LATTICE_API_KEY
//	      other: {command: [op, read, "op://vault/item/field"]}
//
// [Load] reads it, [File.Account] finds an account, [Account.Configured] is what flags stand on top of, and [Add] writes one more.
// [Account.Check] holds one to its connector's description. [Schema] is the same for editors.
//
// # What is refused
//
// [Parse] tells all that is wrong at once, each with line, column, path, and what to do. What is not known is an error, and so
// is what YAML has and nobody needs here: anchors and aliases, tags, merges, a second document. No error repeats a value of the
// file: what stands where a secret's place should be may be the secret.
//
// The file decides which programs run as this user and where secrets go. One that every user of the machine may change, by
// itself or by way of a folder, is not read, as a connector's lock file is not (package trust). It holds no secrets, so that who
// may read it does not matter here.
//
// # Secrets
//
// They are read when an account is used, and not before: package secret's places (env, file, prompt), the system's keyring
// (package keyring), or the output of a program. A program is named in the file alone, since arguments of trellis are seen by
// every user. It is the user's own: it runs without a shell, in the file's folder, with the user's whole environment, and has a
// minute. Files are seen from the file's folder.
package accounts
