package exit

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// want is written out, apart from the table that it tests: scripts rely on these numbers.
var want = map[string]int{
	"INVALID_CONFIG": 2, "BAD_PAGE_TOKEN": 2, "UNSUPPORTED": 2,
	"PAGE_TOKEN_EXPIRED": 1, "NOT_FOUND": 1,
	"CREDENTIALS_REJECTED": 3, "CREDENTIALS_EXPIRED": 3, "PERMISSION_MISSING": 3,
	"RATE_LIMITED": 5, "UPSTREAM_REJECTED": 5, "UPSTREAM_UNAVAILABLE": 5, "UPSTREAM_UNTRUSTED": 5,
	"UPSTREAM_TIMEOUT": 5, "UPSTREAM_MALFORMED": 5, "UPSTREAM_LOOP": 5,
	"CONNECTOR_BUG": 1, "PLUGIN_CRASHED": 1, "PLUGIN_PROTOCOL": 1, "PLUGIN_TIMEOUT": 1, "PLUGIN_UNTRUSTED": 2,
}

// Every reason of the contract has a status, before anything came; after items came, each is a partial list.
func TestEveryReason(t *testing.T) {
	for number, name := range connectorv1.ErrorReason_name {
		if number == 0 {
			continue
		}
		name = strings.TrimPrefix(name, "ERROR_REASON_")
		t.Run(name, func(t *testing.T) {
			err := fmt.Errorf("wrapped: %w", connector.Errorf(connector.Reason(name), "x"))
			expected, ok := want[name]
			if !ok {
				t.Fatal("the contract has a reason that this test does not know")
			}
			if got := Status(err); got != expected {
				t.Errorf("Status = %d, want %d", got, expected)
			}
			if _, ok := reasons[connector.Reason(name)]; !ok {
				t.Error("the table lacks it")
			}
			if got := ListStatus(0, err); got != expected {
				t.Errorf("without items: %d, want %d", got, expected)
			}
			if got := ListStatus(1, err); got != 4 {
				t.Errorf("with items: %d, want 4", got)
			}
		})
	}
}

func TestOtherErrors(t *testing.T) {
	later := func(c codes.Code) error { // a reason of a later contract, as it comes over the wire
		st, err := status.New(c, "x").WithDetails(&errdetails.ErrorInfo{Domain: connector.ErrorDomain, Reason: "FROM_THE_FUTURE"})
		if err != nil {
			t.Fatal(err)
		}
		return connector.FromStatus(st.Err())
	}
	for _, tt := range []struct {
		name string
		err  error
		want int
	}{
		{"none", nil, 0},
		{"usage", fmt.Errorf("%w: no such flag", ErrUsage), 2},
		{"cancelled", context.Canceled, 1},
		{"deadline", context.DeadlineExceeded, 1},
		{"plain", errors.New("x"), 1},
		{"unknown reason, its code says credentials", later(codes.Unauthenticated), 3},
		{"unknown reason, its code says usage", later(codes.Unimplemented), 2},
		{"unknown reason, its code says upstream", later(codes.DataLoss), 5},
		{"unknown reason, its code says nothing", later(codes.Aborted), 1},
	} {
		if got := Status(tt.err); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
	if got := ListStatus(10, nil); got != 0 {
		t.Errorf("a complete list: %d", got)
	}
}

// An error of usage says what it was made to say, and is known wherever it is wrapped.
func TestUsagef(t *testing.T) {
	err := Usagef("--limit takes a number, not %q", "x")
	if err.Error() != `--limit takes a number, not "x"` || !errors.Is(err, ErrUsage) {
		t.Errorf("%v", err)
	}
	if got := Status(fmt.Errorf("wrapped: %w", err)); got != Usage {
		t.Errorf("its status is %d", got)
	}
}

func TestWorst(t *testing.T) {
	for _, tt := range []struct {
		of   []int
		want int
	}{
		{nil, OK}, {[]int{OK, OK}, OK}, {[]int{OK, Partial}, Partial}, {[]int{Upstream, Partial, OK}, Upstream},
		{[]int{Credentials, Upstream}, Credentials}, {[]int{Usage, Credentials}, Usage}, {[]int{Failure, Usage, OK}, Failure}, {[]int{OK, 99}, Failure},
	} {
		if got := Worst(tt.of...); got != tt.want {
			t.Errorf("of %v the worst is %d, want %d", tt.of, got, tt.want)
		}
	}
	if len(badness) != 6 {
		t.Errorf("a status has no place in the order: %v", badness)
	}
}
