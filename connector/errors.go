package connector

import (
	"context"
	"errors"
	"fmt"
	"time"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/grpc/codes"
)

// Error is the one shape of every error that crosses the contract (error.proto). Only Reason and Message are required.
// Nothing in it holds a secret.
type Error struct {
	Reason  Reason
	Message string // for people, without connector and operation
	// Fault is the reason's own when it is not set.
	Fault connectorv1.Fault

	Connector string // the connector's name
	Operation string // the RPC: "ListUsers"

	Path       string // in the configuration, the request or the payload
	Suggestion string // what to do

	UpstreamStatus  int           // HTTP status; 0 = no answer, or of no matter
	UpstreamExcerpt string        // what the vendor said, redacted, at most 1 KiB
	VendorRequestID string        // for the vendor's support
	RetryAfter      time.Duration // 0 = not known, or waiting does not help
	IncidentID      string        // with ConnectorBug: the entry in the connector's log

	// Err is the cause, for errors.Is and errors.As in the process where it happened. It does not cross the wire.
	Err error

	code codes.Code // as it came over the wire; counts where the reason is unknown
}

// Errorf makes an error of the given reason. A cause wrapped with %w is kept.
func Errorf(reason Reason, format string, args ...any) *Error {
	wrapped := fmt.Errorf(format, args...)
	return &Error{Reason: reason, Message: wrapped.Error(), Err: errors.Unwrap(wrapped)}
}

// InvalidField makes the INVALID_CONFIG error of one field, named by its path such as "credentials.api_key".
func InvalidField(path, format string, args ...any) *Error {
	e := Errorf(InvalidConfig, "%s: "+format, append([]any{path}, args...)...)
	e.Path = path
	return e
}

// Error is the text for people: connector, operation, message.
func (e *Error) Error() string { return e.prefix() + e.Message }

func (e *Error) prefix() string {
	p := ""
	if e.Connector != "" {
		p += e.Connector + ": "
	}
	if e.Operation != "" {
		p += e.Operation + ": "
	}
	return p
}

// Is reports whether the target is the error's reason.
func (e *Error) Is(target error) bool {
	r, ok := target.(Reason)
	return ok && r == e.Reason
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Whose is whose fault the error is: Fault, or the reason's own.
func (e *Error) Whose() connectorv1.Fault {
	if e.Fault != connectorv1.Fault_FAULT_UNSPECIFIED {
		return e.Fault
	}
	return e.Reason.Fault()
}

// ReasonOf is the reason of the first [*Error] in err's chain, and "" where there is none.
func ReasonOf(err error) Reason {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Reason
	}
	return ""
}

// isContext reports whether err is the caller's own cancellation or deadline and nothing of the contract.
func isContext(err error) bool {
	return ReasonOf(err) == "" && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded))
}
