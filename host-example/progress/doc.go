// Package progress shows on a terminal how lists go, while they do: a line for each, drawn over and over in the same place below
// whatever else is written, and gone when they have ended.
//
// A [Display] owns the lines. A [Row] is a list that goes on; its methods take note of what happens and never wait for the
// terminal. One goroutine draws, from the first row until Close, which waits for it. Rows appear after a moment only, so that
// short lists do not flicker, and are drawn some ten times a second at most.
//
// Everything else that is written to the same terminal, be it stdout or stderr, goes through [Display.Around], which
// takes the lines away before it and lets them come back below it. Whoever writes whole lines sees them whole. After a write that
// does not end its line, nothing is drawn until one does.
//
// Lines fit the terminal, which is measured each time. Terminals that are made narrower wrap what they show already; the
// display knows that, and takes all of it away.
package progress
