package conformance

import (
	"context"
	"fmt"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// failure is how a call failed: the parts of its status, as they came.
type failure struct {
	code    codes.Code
	message string
	size    int // of the status, in bytes

	info   []*errdetails.ErrorInfo
	retry  []*errdetails.RetryInfo
	detail []*connectorv1.ErrorDetail
	others int // details of other types, or that cannot be read

	cause error // why the kit ended the call itself; nil: it did not
}

// failureOf reads a status. cause is why the call's context has ended, if it has.
func failureOf(err, cause error) *failure {
	if err == nil {
		return nil
	}
	st := status.Convert(err)
	f := &failure{code: st.Code(), message: st.Message(), size: proto.Size(st.Proto())}
	for _, d := range st.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			f.info = append(f.info, d)
		case *errdetails.RetryInfo:
			f.retry = append(f.retry, d)
		case *connectorv1.ErrorDetail:
			f.detail = append(f.detail, d)
		default:
			f.others++
		}
	}
	if f.reason() == "" {
		f.cause = cause
	}
	return f
}

// reason is the contract's; empty where the status has none.
func (f *failure) reason() connector.Reason {
	if f == nil || len(f.info) == 0 || f.info[0].GetDomain() != connector.ErrorDomain {
		return ""
	}
	return connector.Reason(f.info[0].GetReason())
}

// details are the contract's own, and never nil.
func (f *failure) details() *connectorv1.ErrorDetail {
	if f == nil || len(f.detail) == 0 {
		return &connectorv1.ErrorDetail{}
	}
	return f.detail[0]
}

// unsupported reports whether the connector says that it does not have something: with the reason, or, of an RPC that it does
// not have at all, with the bare code.
func (f *failure) unsupported() bool {
	return f.reason() == connector.ReasonUnsupported || f != nil && f.reason() == "" && f.code == codes.Unimplemented
}

// String says what came, for people.
func (f *failure) String() string {
	switch {
	case f == nil:
		return "success"
	case f.cause != nil:
		return fmt.Sprintf("no answer (%v)", f.cause)
	case f.reason() != "":
		return fmt.Sprintf("%s, path %q: %q", f.reason(), f.details().GetPath(), f.message)
	}
	return fmt.Sprintf("the bare status %v: %q", f.code, f.message)
}

// because is why the kit ended the call itself, or gRPC in its place; nil where it did not.
func (f *failure) because() error {
	switch {
	case f == nil:
		return nil
	case f.reason() == "" && f.code == codes.DeadlineExceeded:
		return context.DeadlineExceeded
	case f.reason() == "" && f.code == codes.Canceled:
		return context.Canceled
	}
	return f.cause
}
