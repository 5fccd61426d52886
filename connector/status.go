package connector

import (
	"errors"
	"strings"
	"unicode/utf8"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
)

// ErrorDomain is the domain of google.rpc.ErrorInfo in every error of the contract.
const ErrorDomain = "trellis"

// Shares of MaxStatusSize. With the type URLs of three details (some 150 bytes) and the field overhead they add up to
// less, however long the parts are: a test holds them to it.
const (
	maxMessage    = 1536
	maxSuggestion = 512
	maxName       = 64
	maxVendorID   = 128
)

// Code is the error's gRPC code: its reason's, or, for a reason that this version does not know, the code that came over
// the wire with it.
func (e *Error) Code() codes.Code {
	if c := e.Reason.Code(); c != codes.Unknown || e.code == codes.OK {
		return c
	}
	return e.code
}

// GRPCStatus is the error as it crosses the wire; gRPC servers call it. Parts that are too long are cut, so that the whole
// status stays within MaxStatusSize, and what is no UTF-8 is replaced: an error never fails to be sent.
func (e *Error) GRPCStatus() *status.Status {
	st := status.New(e.Code(), clip(e.Error(), maxMessage))
	info := &errdetails.ErrorInfo{Reason: clip(string(e.Reason), maxName), Domain: ErrorDomain}
	detail := &connectorv1.ErrorDetail{
		Fault:           e.Whose(),
		UpstreamStatus:  int32(e.UpstreamStatus),
		VendorRequestId: clip(e.VendorRequestID, maxVendorID),
		Path:            clip(e.Path, MaxPathSize),
		Suggestion:      clip(e.Suggestion, maxSuggestion),
		UpstreamExcerpt: clip(e.UpstreamExcerpt, MaxExcerptSize),
		IncidentId:      clip(e.IncidentID, maxName),
		Connector:       clip(e.Connector, maxName),
		Operation:       clip(e.Operation, maxName),
	}
	var err error
	if e.RetryAfter > 0 {
		st, err = st.WithDetails(info, &errdetails.RetryInfo{RetryDelay: durationpb.New(e.RetryAfter)}, detail)
	} else {
		st, err = st.WithDetails(info, detail)
	}
	if err != nil { // only for status OK, which no reason has
		return status.New(codes.Internal, clip(e.Error(), maxMessage))
	}
	return st
}

// FromStatus reads the error of a gRPC call. A status with our ErrorInfo becomes an [*Error] that equals the one that was
// sent, its cause apart; a bare UNIMPLEMENTED is a call that the other side does not have; anything else (the caller's cancellation, a fault of the transport, no status at all) is returned
// as it is, for the caller of gRPC to judge.
func FromStatus(err error) error {
	st, ok := status.FromError(err)
	if !ok || st.Code() == codes.OK {
		return err
	}
	var e *Error
	detail := &connectorv1.ErrorDetail{}
	retry := &errdetails.RetryInfo{}
	for _, d := range st.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			if d.GetDomain() == ErrorDomain && d.GetReason() != "" {
				e = &Error{Reason: Reason(d.GetReason()), code: st.Code()}
			}
		case *errdetails.RetryInfo:
			retry = d
		case *connectorv1.ErrorDetail:
			detail = d
		}
	}
	switch {
	case e == nil && st.Code() == codes.Unimplemented:
		return Errorf(ReasonUnsupported, "the connector does not have this call")
	case e == nil:
		return err
	}
	e.Connector, e.Operation = detail.GetConnector(), detail.GetOperation()
	e.Message = strings.TrimPrefix(st.Message(), e.prefix())
	if f := detail.GetFault(); f != e.Reason.Fault() {
		e.Fault = f
	}
	e.Path, e.Suggestion = detail.GetPath(), detail.GetSuggestion()
	e.UpstreamStatus, e.UpstreamExcerpt = int(detail.GetUpstreamStatus()), detail.GetUpstreamExcerpt()
	e.VendorRequestID, e.IncidentID = detail.GetVendorRequestId(), detail.GetIncidentId()
	if d := retry.GetRetryDelay(); d.IsValid() && d.AsDuration() > 0 {
		e.RetryAfter = d.AsDuration()
	}
	return e
}

// within completes an error that crosses the contract in the given call: an [*Error] learns connector and operation where
// it has none, a context's error stays, and anything else is a CONNECTOR_BUG, because the contract knows no other errors.
func within(err error, name, operation string) error {
	if err == nil || isContext(err) {
		return err
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = Errorf(ConnectorBug, "an error without a reason: %w", err)
	} else {
		c := *e // the caller's value may be shared
		if text := err.Error(); text != e.Error() {
			c.Message, c.Err = text, err // keep what was wrapped around it
		}
		e = &c
	}
	if e.Connector == "" {
		e.Connector = name
	}
	if e.Operation == "" {
		e.Operation = operation
	}
	return e
}

// clip makes s valid UTF-8 of at most n bytes, marking a cut.
func clip(s string, n int) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	if len(s) <= n {
		return s
	}
	const mark = "..."
	s = s[:n-len(mark)]
	for !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return s + mark
}
