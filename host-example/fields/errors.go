package fields

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/trellis-iam/trellis/connector"
)

// Invalid is all that is wrong with a mapping. Each error is INVALID_CONFIG, its path is `fields.` and the field's name, and
// it wraps a [*SyntaxError] where it is about a place in an expression.
type Invalid struct {
	Errors []*connector.Error
}

// Error tells all errors.
func (i *Invalid) Error() string {
	texts := make([]string, len(i.Errors))
	for n, e := range i.Errors {
		texts[n] = e.Error()
	}
	return strings.Join(texts, "; ")
}

// Unwrap returns the errors.
func (i *Invalid) Unwrap() []error {
	all := make([]error, len(i.Errors))
	for n, e := range i.Errors {
		all[n] = e
	}
	return all
}

// SyntaxError is what is wrong with an expression, and where.
type SyntaxError struct {
	Expression   string
	Line, Column int    // from 1; columns count characters
	Message      string // mostly CEL's own
}

// Error says where and what.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s: %s", place(e.Line, e.Column), e.Message)
}

// Snippet is the line that is wrong, from a few words before the place on, and a mark below the place.
func (e *SyntaxError) Snippet() (line, mark string) {
	lines := strings.Split(e.Expression, "\n")
	text := []rune(lines[min(e.Line, len(lines))-1])
	at := min(e.Column-1, len(text))
	const before, length = 40, 72
	from := max(at-before, 0)
	text = text[from:min(from+length, len(text))]
	for i, r := range text {
		if !unicode.IsPrint(r) { // a tab, which would move the mark
			text[i] = ' '
		}
	}
	return string(text), strings.Repeat(" ", at-from) + "^"
}

func invalid(path string, e *SyntaxError) *connector.Error {
	e.Message = strings.ToValidUTF8(plainMessage(e.Message), "\uFFFD")
	return connector.InvalidField(path, "%w", e)
}

// plainMessage is a message of CEL without what only its authors read: the names of tokens, and all of them that could follow.
func plainMessage(message string) string {
	message, _, _ = strings.Cut(message, " expecting {")
	message = strings.ReplaceAll(message, "mismatched input '<EOF>'", "the expression ends too early")
	return strings.NewReplacer("'<EOF>'", "the end", "<EOF>", "the end", "IDENTIFIER", "a name").Replace(message)
}

func place(line, column int) string {
	if line == 1 { // nearly all expressions are one line
		return fmt.Sprintf("column %d", column)
	}
	return fmt.Sprintf("line %d, column %d", line, column)
}
