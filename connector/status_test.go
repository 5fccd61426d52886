package connector

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// everyReason is the contract's own list, so that a reason added to error.proto cannot be forgotten here.
func everyReason() []Reason {
	var all []Reason
	for n, name := range connectorv1.ErrorReason_name {
		if n != 0 {
			all = append(all, Reason(strings.TrimPrefix(name, "ERROR_REASON_")))
		}
	}
	return all
}

func TestReasonsAreThoseOfTheContract(t *testing.T) {
	reasons := everyReason()
	for _, r := range reasons {
		if r.Code() == codes.Unknown || r.Code() == codes.OK {
			t.Errorf("%s has no code", r)
		}
		if r.Fault() == connectorv1.Fault_FAULT_UNSPECIFIED {
			t.Errorf("%s is nobody's fault", r)
		}
	}
	if len(kinds) != len(reasons) {
		t.Errorf("error.proto has %d reasons, the table %d", len(reasons), len(kinds))
	}
}

func TestErrorsCrossTheWireWithoutLoss(t *testing.T) {
	for _, reason := range everyReason() {
		sent := &Error{
			Reason: reason, Message: "page 41: the vendor answered 503 \u2014 thrice", Connector: "lattice", Operation: "ListUsers",
			Fault: connectorv1.Fault_FAULT_HOST, Path: "credentials.api_key", Suggestion: "wait, then go on", UpstreamStatus: 503,
			UpstreamExcerpt: `{"error":"no"}`, VendorRequestID: "req_1", RetryAfter: 90 * time.Second, IncidentID: "ABC",
		}
		if reason.Fault() == sent.Fault {
			sent.Fault = 0
		}
		for name, variant := range map[string]*Error{"full": sent, "bare": {Reason: reason, Message: "no"}} {
			t.Run(string(reason)+"/"+name, func(t *testing.T) {
				st := variant.GRPCStatus()
				if st.Code() != reason.Code() {
					t.Errorf("code %v, want %v", st.Code(), reason.Code())
				}
				wire, err := proto.Marshal(st.Proto())
				if err != nil {
					t.Fatal(err)
				}
				back := status.New(codes.OK, "").Proto()
				if err := proto.Unmarshal(wire, back); err != nil {
					t.Fatal(err)
				}
				got := FromStatus(status.ErrorProto(back))
				if diff := cmp.Diff(error(variant), got, cmpopts.IgnoreUnexported(Error{})); diff != "" {
					t.Errorf("-sent +received\n%s", diff)
				}
				if !errors.Is(fmt.Errorf("wrapped: %w", got), reason) {
					t.Errorf("errors.Is(%v, %s) is false", got, reason)
				}
			})
		}
	}
}

func TestStatusStaysWithinItsLimit(t *testing.T) {
	long := strings.Repeat("é", 10_000)
	e := &Error{
		Reason: UpstreamMalformed, Message: long, Connector: long, Operation: long, Path: long, Suggestion: long,
		UpstreamExcerpt: long + "\xff", VendorRequestID: long, IncidentID: long, UpstreamStatus: 599, RetryAfter: time.Hour,
	}
	st := e.GRPCStatus()
	if n := proto.Size(st.Proto()); n > MaxStatusSize {
		t.Errorf("the status has %d bytes, above %d", n, MaxStatusSize)
	}
	if len(st.Details()) != 3 {
		t.Errorf("details were lost: %v", st.Details())
	}
}

func TestUnknownReasonIsActedOnByItsCode(t *testing.T) {
	st, err := status.New(codes.ResourceExhausted, "later").WithDetails(&errdetails.ErrorInfo{Domain: ErrorDomain, Reason: "NEW_KIND"})
	if err != nil {
		t.Fatal(err)
	}
	e, ok := errors.AsType[*Error](FromStatus(st.Err()))
	if !ok || e.Reason != "NEW_KIND" || e.Code() != codes.ResourceExhausted {
		t.Errorf("got %#v", e)
	}
}

func TestForeignStatusIsLeftToTheCaller(t *testing.T) {
	other, err := status.New(codes.Unavailable, "x").WithDetails(&errdetails.ErrorInfo{Domain: "example.com", Reason: "RATE_LIMITED"})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		status.Error(codes.Unavailable, "connection refused"), other.Err(), context.Canceled, errors.New("plain"),
	} {
		if got := FromStatus(err); got != err {
			t.Errorf("FromStatus(%v) = %#v", err, got)
		}
	}
}

func TestACallThatTheConnectorDoesNotHaveIsUnsupported(t *testing.T) {
	if err := FromStatus(status.Error(codes.Unimplemented, "unknown method")); !errors.Is(err, ReasonUnsupported) {
		t.Errorf("got %v", err)
	}
}

func TestWithinKeepsTheKindAndTheWords(t *testing.T) {
	shared := Errorf(NotFound, "no user")
	err := within(fmt.Errorf("page 3: %w", shared), "lattice", "ListUsers")
	if got, want := err.Error(), "lattice: ListUsers: page 3: no user"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if !errors.Is(err, NotFound) || shared.Connector != "" {
		t.Errorf("the reason is lost, or the shared error was changed: %#v", shared)
	}
	if err := within(context.Canceled, "x", "y"); err != context.Canceled {
		t.Errorf("cancellation became %v", err)
	}
	if err := within(errors.New("boom"), "x", "y"); !errors.Is(err, ConnectorBug) {
		t.Errorf("an error without a reason became %v", err)
	}
}
