// Command prove runs the conformance kit against all mutants and prints what noticed them: `make mutants`.
package main

import "github.com/trellis-iam/trellis/conformance/mutants"

func main() {
	mutants.Serve()
}
