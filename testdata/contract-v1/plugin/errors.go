package main

import (
	"strconv"
	"time"

	connectorv1 "github.com/trellis-iam/trellis/testdata/contract-v1/trellis/connector/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
)

// reason is a row of the table in error.proto.
type reason struct {
	name string
	code codes.Code
}

var (
	badToken            = reason{"BAD_PAGE_TOKEN", codes.InvalidArgument}
	credentialsRejected = reason{"CREDENTIALS_REJECTED", codes.Unauthenticated}
	rateLimited         = reason{"RATE_LIMITED", codes.ResourceExhausted}
)

// authenticate lets in whoever has the token; "slow-down" is limited.
func authenticate(a *connectorv1.Account) error {
	switch a.GetCredentials()["token"] {
	case token:
		return nil
	case "slow-down":
		return failure(rateLimited, "too many requests", &errdetails.RetryInfo{RetryDelay: durationpb.New(90 * time.Second)})
	}
	return failure(credentialsRejected, "the token is not known")
}

func notFound(id string) error {
	return failure(reason{"NOT_FOUND", codes.NotFound}, "there is no user "+strconv.Quote(id))
}

// failure is an error of the contract with all its details.
func failure(r reason, message string, retry ...*errdetails.RetryInfo) error {
	st, err := status.New(r.code, "frozen: "+message).WithDetails(
		&errdetails.ErrorInfo{Domain: "trellis", Reason: r.name},
		&connectorv1.ErrorDetail{
			Connector: "frozen", Suggestion: "thaw it", UpstreamStatus: 418, VendorRequestId: "r-1",
			Fault: connectorv1.Fault_FAULT_CONFIG,
		},
	)
	for _, info := range retry {
		if err == nil {
			st, err = st.WithDetails(info)
		}
	}
	if err != nil {
		return err
	}
	return st.Err()
}
