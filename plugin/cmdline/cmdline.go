// Package cmdline is what command lines around connectors have in common, a host's and that of a connector's binary that is
// run by hand: flags, what they mean in the contract, what an error says to whoever typed them, and how a command ends.
// They read alike, so that a command that works on one works on the other.
package cmdline

import "time"

// Flags is a set of flags that flags can be added to: the standard library's, or pflag's.
type Flags interface {
	StringVar(p *string, name, value, usage string)
	Int64Var(p *int64, name string, value int64, usage string)
	IntVar(p *int, name string, value int, usage string)
	BoolVar(p *bool, name string, value bool, usage string)
	DurationVar(p *time.Duration, name string, value time.Duration, usage string)
	Func(name, usage string, set func(string) error)
}

// several adds a flag that may be given several times.
func several(flags Flags, p *[]string, name, usage string) {
	flags.Func(name, usage, func(value string) error {
		*p = append(*p, value)
		return nil
	})
}
