// Package cli is the command line of the example host: a few commands around connector.Connector. It knows no vendor;
// what it says of one comes from the connector's description.
//
// What was asked for goes to stdout, and nothing else does; all else (the summary of a list, progress, warnings, errors)
// goes to stderr. The exit status is package exit's.
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
package cli
