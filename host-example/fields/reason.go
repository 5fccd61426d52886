package fields

import (
	"errors"
	"fmt"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"
)

// errMissing is a member that is not there.
var errMissing = errors.New("no such key")

// missingTexts begin the texts of CEL's errors about data that is not there. CEL has no other way to tell them; a test
// holds its version to it.
var missingTexts = []string{"no such key", "index out of bounds", "no such attribute"}

// isMissing reports whether an evaluation ended at data that is not there.
func isMissing(err error) bool {
	if err == nil {
		return false
	}
	if errors.Is(err, errMissing) {
		return true
	}
	text := err.Error()
	for _, beginning := range missingTexts {
		if strings.HasPrefix(text, beginning) {
			return true
		}
	}
	return false
}

// errTooSlow is the end of an item's time.
var errTooSlow = fmt.Errorf("the expression was stopped: the fields of an item may take %v", maxTime)

// stopped says what an evaluation took too much of, and "" where it was not stopped.
func stopped(err error) string {
	if e, ok := errors.AsType[interpreter.EvalCancelledError](err); ok {
		switch e.Cause {
		case interpreter.CostLimitExceeded:
			return fmt.Sprintf("the expression was stopped: it costs more than %d units", costLimit)
		case interpreter.MemoryLimitExceeded:
			return "the expression was stopped: a value is too large to work with"
		}
	}
	if errors.Is(err, errTooSlow) {
		return errTooSlow.Error()
	}
	return ""
}

// reasons say in our words what CEL's errors begin with. Its own words are not passed on: they repeat values.
var reasons = []struct{ beginning, reason string }{
	{"no such overload", "the types of the values do not fit"},
	{"unsupported", "the types of the values do not fit"},
	{"division by zero", "division by zero"},
	{"modulus by zero", "division by zero"},
	{"integer overflow", "a whole number beyond 64 bits"},
	{"unsigned integer overflow", "a whole number beyond 64 bits"},
	{"timestamp overflow", "a time outside the years 1 to 9999"},
	{"got '", "the types of the values do not fit"}, // something that cannot be gone through
	{"invalid RFC 3339 timestamp", "a text where a time in RFC 3339, with a zone, is expected"},
	{"unknown time zone", "there is no such time zone"},
	{"error parsing regexp", "a text where a regular expression is expected"},
	{"invalid substring range", "a place beyond the end of a text"},
	{"index out of range", "a place beyond the end of a text"},
	{"type conversion error", "the value cannot be converted"},
}

// reason is why a field of an item is absent, for people.
func reason(f field, err error) string {
	if why := stopped(err); why != "" {
		return why
	}
	if e, ok := errors.AsType[*valueError](err); ok {
		return e.why
	}
	why := "the expression fails for this record"
	if errors.Is(err, errTooLong) {
		why = errTooLong.Error()
	}
	for _, r := range reasons {
		if strings.HasPrefix(err.Error(), r.beginning) {
			why = r.reason
			break
		}
	}
	if e, ok := errors.AsType[*types.Err](err); ok {
		if at, ok := f.source.GetOffsetRange(e.NodeID()); ok {
			l := f.source.GetLocationByOffset(at.Start)
			return place(l.Line(), l.Column()+1) + ": " + why
		}
	}
	return why
}
