// Package scaffold writes a new connector: a folder with a module of its own that builds and passes all of its tests, the
// conformance kit among them, before its author has changed anything.
//
// The files are templates below template/, of a vendor that does not exist. [Plan] is what to write, and for whom; [Plan.Write] writes
// it. The module requires the Trellis that the program is of: a release, or a clone of the repository ([Trellis]).
package scaffold
