package connector

import (
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/grpc/codes"
)

// Reason is the stable kind of an error, as it stands in google.rpc.ErrorInfo. It is itself an error, so that
//
//	errors.Is(err, connector.RateLimited)
//
// asks for it wherever it is wrapped. error.proto says what each one means and what to do.
type Reason string

// The reasons of contract v1.
const (
	InvalidConfig       Reason = "INVALID_CONFIG"
	BadPageToken        Reason = "BAD_PAGE_TOKEN"
	PageTokenExpired    Reason = "PAGE_TOKEN_EXPIRED"
	CredentialsRejected Reason = "CREDENTIALS_REJECTED"
	CredentialsExpired  Reason = "CREDENTIALS_EXPIRED"
	PermissionMissing   Reason = "PERMISSION_MISSING"
	NotFound            Reason = "NOT_FOUND"
	RateLimited         Reason = "RATE_LIMITED"
	UpstreamRejected    Reason = "UPSTREAM_REJECTED"
	UpstreamUnavailable Reason = "UPSTREAM_UNAVAILABLE"
	UpstreamUntrusted   Reason = "UPSTREAM_UNTRUSTED"
	UpstreamTimeout     Reason = "UPSTREAM_TIMEOUT"
	UpstreamMalformed   Reason = "UPSTREAM_MALFORMED"
	UpstreamLoop        Reason = "UPSTREAM_LOOP"
	ReasonUnsupported   Reason = "UNSUPPORTED"
	ConnectorBug        Reason = "CONNECTOR_BUG"
	PluginCrashed       Reason = "PLUGIN_CRASHED"
	PluginProtocol      Reason = "PLUGIN_PROTOCOL"
	PluginTimeout       Reason = "PLUGIN_TIMEOUT"
	PluginUntrusted     Reason = "PLUGIN_UNTRUSTED"
)

// Error returns the reason's name.
func (r Reason) Error() string { return string(r) }

// Code is the gRPC code that goes with the reason; codes.Unknown for one that this version does not know.
func (r Reason) Code() codes.Code {
	if k, ok := kinds[r]; ok {
		return k.code
	}
	return codes.Unknown
}

// Fault is whose fault an error of this reason is, unless the error says otherwise.
func (r Reason) Fault() connectorv1.Fault { return kinds[r].fault }

type kind struct {
	code  codes.Code
	fault connectorv1.Fault
}

// kinds is the table of error.proto.
var kinds = map[Reason]kind{
	InvalidConfig:       {codes.InvalidArgument, connectorv1.Fault_FAULT_CONFIG},
	BadPageToken:        {codes.InvalidArgument, connectorv1.Fault_FAULT_CONFIG},
	PageTokenExpired:    {codes.FailedPrecondition, connectorv1.Fault_FAULT_UPSTREAM},
	CredentialsRejected: {codes.Unauthenticated, connectorv1.Fault_FAULT_CONFIG},
	CredentialsExpired:  {codes.Unauthenticated, connectorv1.Fault_FAULT_CONFIG},
	PermissionMissing:   {codes.PermissionDenied, connectorv1.Fault_FAULT_CONFIG},
	NotFound:            {codes.NotFound, connectorv1.Fault_FAULT_CONFIG},
	RateLimited:         {codes.ResourceExhausted, connectorv1.Fault_FAULT_UPSTREAM},
	UpstreamRejected:    {codes.FailedPrecondition, connectorv1.Fault_FAULT_UPSTREAM},
	UpstreamUnavailable: {codes.Unavailable, connectorv1.Fault_FAULT_UPSTREAM},
	UpstreamUntrusted:   {codes.Unavailable, connectorv1.Fault_FAULT_UPSTREAM},
	UpstreamTimeout:     {codes.DeadlineExceeded, connectorv1.Fault_FAULT_UPSTREAM},
	UpstreamMalformed:   {codes.DataLoss, connectorv1.Fault_FAULT_UPSTREAM},
	UpstreamLoop:        {codes.DataLoss, connectorv1.Fault_FAULT_UPSTREAM},
	ReasonUnsupported:   {codes.Unimplemented, connectorv1.Fault_FAULT_CONFIG},
	ConnectorBug:        {codes.Internal, connectorv1.Fault_FAULT_CONNECTOR},
	PluginCrashed:       {codes.Unavailable, connectorv1.Fault_FAULT_CONNECTOR},
	PluginProtocol:      {codes.Internal, connectorv1.Fault_FAULT_CONNECTOR},
	PluginTimeout:       {codes.DeadlineExceeded, connectorv1.Fault_FAULT_CONNECTOR},
	PluginUntrusted:     {codes.FailedPrecondition, connectorv1.Fault_FAULT_HOST},
}
