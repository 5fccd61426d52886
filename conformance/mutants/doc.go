// Package mutants proves the conformance kit: connectors that are wrong in one way each, and the cases that must notice.
//
// All of them are one good connector, package harbor, behind an interceptor ([wrong]) that stands between the connector's
// checks and the host: it can change what is asked, what is answered and how a call ends, so that a mutant breaks the
// contract where the Go library would keep it. What it is depends on the name of its binary alone, for nothing else reaches
// a connector: the same file, linked as trellis-connector-mutant-<id>, is that mutant.
//
// [All] is the table: what is wrong, and which cases are meant to notice. [Prove] runs the kit against each: where a case that
// is meant to notice does not, the kit has a hole. A case that no mutant needs says why ([Spared]), or it proves nothing. `make
// mutants` prints the outcome.
package mutants
