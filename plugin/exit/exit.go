// Package exit says with which status a command line ends: a host's, and that of a connector's binary that is run by hand.
// Scripts rely on it; the numbers do not change.
//
//	0  complete: everything that was asked for came, a list up to its receipt
//	1  another failure
//	2  usage or configuration: asking again in the same way will not help
//	3  credentials or permission
//	4  a partial list: some items came, not all, and it was said how to go on
//	5  the vendor failed before anything came: it may help to try later
//
// Of several lists in one command it is the worst of theirs ([Worst]); what came of the others is there, whatever it is.
package exit

import (
	"errors"
	"fmt"
	"slices"

	"github.com/trellis-iam/trellis/connector"
	"google.golang.org/grpc/codes"
)

// The statuses.
const (
	OK          = 0
	Failure     = 1
	Usage       = 2
	Credentials = 3
	Partial     = 4
	Upstream    = 5
)

// ErrUsage marks errors about how the program was called, so that [Status] knows them.
var ErrUsage = errors.New("usage")

// Usagef makes an error that is ErrUsage, with a text of its own.
func Usagef(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

type usageError struct{ message string }

func (e *usageError) Error() string        { return e.message }
func (e *usageError) Is(target error) bool { return target == ErrUsage }

// reasons is the status of an error that came before any item.
var reasons = map[connector.Reason]int{
	connector.InvalidConfig:       Usage,
	connector.BadPageToken:        Usage,
	connector.ReasonUnsupported:   Usage,
	connector.PageTokenExpired:    Failure, // the same command was right once; the list has to be started again
	connector.NotFound:            Failure,
	connector.CredentialsRejected: Credentials,
	connector.CredentialsExpired:  Credentials,
	connector.PermissionMissing:   Credentials,
	connector.RateLimited:         Upstream,
	connector.UpstreamRejected:    Upstream,
	connector.UpstreamUnavailable: Upstream,
	connector.UpstreamUntrusted:   Upstream,
	connector.UpstreamTimeout:     Upstream,
	connector.UpstreamMalformed:   Upstream,
	connector.UpstreamLoop:        Upstream,
	connector.ConnectorBug:        Failure,
	connector.PluginCrashed:       Failure,
	connector.PluginProtocol:      Failure,
	connector.PluginTimeout:       Failure,
	connector.PluginUntrusted:     Usage, // it stays so until someone trusts the binary
}

// byCode is for reasons of a later contract: an unknown reason is acted on by its code.
var byCode = map[codes.Code]int{
	codes.InvalidArgument:   Usage,
	codes.Unimplemented:     Usage,
	codes.Unauthenticated:   Credentials,
	codes.PermissionDenied:  Credentials,
	codes.ResourceExhausted: Upstream,
	codes.DataLoss:          Upstream,
}

// Status is the exit status for an error, nil included, of a call that brought nothing.
func Status(err error) int {
	if err == nil {
		return OK
	}
	if errors.Is(err, ErrUsage) {
		return Usage
	}
	e, ok := errors.AsType[*connector.Error](err)
	if !ok {
		return Failure
	}
	if status, ok := reasons[e.Reason]; ok {
		return status
	}
	if status, ok := byCode[e.Code()]; ok {
		return status
	}
	return Failure
}

// ListStatus is the exit status of a list that brought so many items before it ended with err: items make a failure
// partial, whatever it was.
func ListStatus(items int64, err error) int {
	if err != nil && items > 0 {
		return Partial
	}
	return Status(err)
}

// badness orders the statuses by how far the same command is from coming out well: after a partial list it goes on where that
// ended; after the vendor's failure it may do later; credentials are for someone to renew, a configuration is for someone to
// correct; and of another failure nobody knows yet. So whoever acts on the worst of several misses nothing that is harder to mend.
var badness = []int{OK, Partial, Upstream, Credentials, Usage, Failure}

// Worst is the status of a command that has the status of each of its parts; without any it is OK.
func Worst(statuses ...int) int {
	worst := 0
	for _, s := range statuses {
		if i := slices.Index(badness, s); i < 0 {
			return Failure // nobody knows it
		} else if i > worst {
			worst = i
		}
	}
	return badness[worst]
}
