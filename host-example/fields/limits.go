package fields

import "time"

const (
	// MaxFields bounds a mapping. Vendors' records have some twenty fields, customers' own forms rarely more than that.
	MaxFields = 64
	// MaxName bounds a field's name in bytes, as names in descriptions are.
	MaxName = 64
	// maxExpression bounds an expression in characters: a screenful.
	maxExpression = 4096
	// maxErrors bounds what is told of one expression: the first errors are mostly the cause of the rest.
	maxErrors = 4

	// costLimit bounds what one expression may cost for one item, in CEL's units, which are some 90 ns each. A mapping of
	// sixteen fields costs 191 of them in all, a look through a thousand e-mail addresses 10,000. At the limit, an
	// expression takes some ten milliseconds: one that runs away slows a list down and does not stop it.
	costLimit = 100_000
	// maxTime bounds what all fields of one item may take. It is for what costs more time than units: long texts and lists
	// that are gone through again and again.
	maxTime = time.Second
	// interruptEvery is how many rounds of a comprehension go by between two looks at the time and the context.
	interruptEvery = 16
	// maxMemory bounds each value that an expression meets or makes, in CEL's elements: an entry, or 10 bytes of text. It is
	// three times the longest text in raw. maxNodes bounds how many entries a value may have, since they are counted one
	// by one: a list of 40,000 members can be worked with. maxNesting bounds how deep they may stand.
	maxMemory  = 3 * maxText / 10
	maxNodes   = 50_000
	maxNesting = 64
	// maxRegex bounds regular expressions, compiled: some hundred characters, or a counted repetition of them.
	maxRegex = 2000
	// maxText bounds the texts that functions make, in bytes. Nothing in raw is longer, since raw itself is not.
	maxText = 1 << 20

	// MaxValue bounds a field's value as JSON, in bytes.
	MaxValue = 64 << 10
	// maxDepth bounds how deep a value is nested.
	maxDepth = 32
)
