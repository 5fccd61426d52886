package accounts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/plugin/exit"
)

// Problem is one thing that is wrong with a file.
type Problem struct {
	File string
	Position
	Path string // "accounts.acme.secrets.api_key"; empty: of the file as a whole
	Why  string
	ToDo string
}

// Error says where, and what is wrong.
func (p *Problem) Error() string {
	where := fmt.Sprintf("%s:%d:%d: ", p.File, p.Line, p.Column)
	if p.Path != "" {
		where += p.Path + ": "
	}
	return where + p.Why
}

// Suggestion is what to do about it.
func (p *Problem) Suggestion() string { return p.ToDo }

// Is makes it an error of usage.
func (p *Problem) Is(target error) bool { return target == exit.ErrUsage }

// Invalid is all that is wrong with a file, in its order. It is an error of usage, and holds no value of the file.
type Invalid struct{ Problems []*Problem }

// Error tells all problems.
func (i *Invalid) Error() string {
	texts := make([]string, len(i.Problems))
	for n, p := range i.Problems {
		texts[n] = p.Error()
	}
	return strings.Join(texts, "; ")
}

// Unwrap returns the problems.
func (i *Invalid) Unwrap() []error {
	all := make([]error, len(i.Problems))
	for n, p := range i.Problems {
		all[n] = p
	}
	return all
}

// maxProblems is how many problems are told. A file with more is a wrong one, or has the same in many places.
const maxProblems = 25

// invalid makes the error of problems that were found in any order; nil where there are none.
func invalid(problems []*Problem) error {
	if len(problems) == 0 {
		return nil
	}
	slices.SortStableFunc(problems, func(a, b *Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if more := len(problems) - maxProblems; more > 0 {
		problems = problems[:maxProblems]
		last := *problems[maxProblems-1]
		last.Why += fmt.Sprintf(" (and %d more problems)", more)
		problems[maxProblems-1] = &last
	}
	return &Invalid{problems}
}
