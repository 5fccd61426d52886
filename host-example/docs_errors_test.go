package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/plugin/exit"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/grpc/codes"
)

const troubleshooting = "../docs/troubleshooting.md"

// reasonSection is the heading of a reason, and what the first sentence below it says of its exit status and gRPC code.
var reasonSection = regexp.MustCompile(`(?m)^### ([A-Z_]+)\n\nExit status (\d), ([A-Z_]+)\. `)

// Each reason that there is has its section, with the exit status and the code that it really has.
func TestTroubleshootingHasEveryReason(t *testing.T) {
	said := map[string]string{}
	for _, m := range reasonSection.FindAllStringSubmatch(document(t, troubleshooting), -1) {
		said[m[1]] = m[2] + " " + m[3]
	}
	for number, name := range connectorv1.ErrorReason_name {
		reason := connector.Reason(strings.TrimPrefix(name, "ERROR_REASON_"))
		if number == 0 {
			continue
		}
		want := fmt.Sprintf("%d %s", exit.Status(connector.Errorf(reason, "x")), codeName(reason.Code()))
		if got := said[string(reason)]; got != want {
			t.Errorf("%s: the document says %q, want %q", reason, got, want)
		}
		delete(said, string(reason))
	}
	for reason := range said {
		t.Errorf("there is no reason %s", reason)
	}
}

var capital = regexp.MustCompile(`([a-z])([A-Z])`)

// codeName is a code as gRPC's documents write it: FAILED_PRECONDITION.
func codeName(c codes.Code) string {
	return strings.ToUpper(capital.ReplaceAllString(c.String(), "${1}_${2}"))
}

// The error that the document begins with is what the command prints.
func TestTroubleshootingShowsAnError(t *testing.T) {
	server, account := standIn(t, latticetest.Config{Users: 3})
	if err := server.SetRules(resttest.Rule{Kind: "status", Status: http.StatusUnauthorized, Body: "The key is not known."}); err != nil {
		t.Fatal(err)
	}
	r := trellis(t, append([]string{"users"}, account...)...).want(t, 3)
	_, host, _ := strings.Cut(server.URL, "//")
	shows(t, troubleshooting, "rejected", strings.ReplaceAll(r.stderr, host, "api.latticehq.com"), false)
}
