// Package cli is the command line of the example host: a few commands around connector.Connector. It knows no vendor;
// what it says of one comes from the connector's description.
//
// What was asked for goes to stdout, and nothing else does; all else (the summary of a list, progress, warnings, errors)
// goes to stderr. The exit status is package exit's.
//
// What a command is about is a target: an account that flags describe, or one of the accounts file (package accounts), with flags on
// top of it. Lists of several targets run at the same time; each is told of by its name, and none stops another.
//
// Connectors run under one manager for each run of the program: only those that the lock file trusts, each from its first
// call until the command has ended. `connectors trust` writes the lock file; --dev does without it.
//
// Fields of the owner's own (--field, --fields; package fields) are compiled before a connector is started or a secret read.
// They need the vendor's records, which are then asked for, and shown only with --raw. `fields` shows what there is to map.
//
// A list is written page by page, as it comes, in each of its formats (package output). When its connector dies, it goes on in
// another process, and stderr says so.
// When it ends early all the same, what came stays written and is ended, so that an object of JSON is one; the exit status says
// that it is partial, and stderr says with which page token to go on. What the list proves is its receipt (package receipt): a line
// for people on stderr, and for programs in -o json and in the file of --receipt. `diff` compares two lists (package diff), and calls
// nobody gone whom they do not prove to be.
//
// # On a terminal
//
// A terminal is asked how wide it is, and tables fit it (package output). Statuses have one of the sixteen basic colours, unless
// NO_COLOR, --no-color or TERM says otherwise. While a list goes on, a row on stderr shows how far it is and what it waits for
// (package progress): all that is written to the terminal goes through that display, so that nothing is torn. Elsewhere none of this
// is there, and no escape sequence is ever written: not to files, not to pipes, not in JSON or CSV.
//
// With --log-format json each line on stderr is an object, as hclog writes them: `@level`, `@message`, `@timestamp`, and what there
// is besides. Notes are such objects, and so is the last error, with reason, fault, to_do and exit_status, and after it what came of
// a partial list, with page_token.
//
// Shells complete what is typed by asking this program; complete.go says how.
package cli
