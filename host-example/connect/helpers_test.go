package connect

import (
	"context"
	"errors"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattica"
	"github.com/trellis-iam/trellis/connector/lattice"
	"github.com/trellis-iam/trellis/connector/latticescim"
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/connector/scim"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// script is a person who answers questions by their ids, each answer once; whoever has none left is gone.
type script struct {
	answers map[string][]string
	asked   []string // ids, in order
	refused []string // why
	failed  []error
	guides  int
	tries   int
	took    *connectorv1.Authentication
}

var errGone = errors.New("the person is gone")

func (s *script) Ask(_ context.Context, q Question) (string, error) {
	s.asked = append(s.asked, q.ID)
	left := s.answers[q.ID]
	if len(left) == 0 {
		return "", errGone
	}
	s.answers[q.ID] = left[1:]
	return left[0], nil
}

func (s *script) Refuse(q Question, why error)       { s.refused = append(s.refused, q.ID+": "+why.Error()) }
func (s *script) Guide(*Form)                        { s.guides++ }
func (s *script) Try(*Form)                          { s.tries++ }
func (s *script) Took(a *connectorv1.Authentication) { s.took = a }
func (s *script) Failed(err error)                   { s.failed = append(s.failed, err) }

// about is what a connector says of itself.
func about(t *testing.T, c connector.Connector) *connectorv1.Description {
	t.Helper()
	d, err := connector.Checked(c).Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// connectors are those that there are.
func connectors() map[string]connector.Connector {
	return map[string]connector.Connector{
		"lattice": lattice.New(), "lattica": lattica.New(), "lattice-scim": scim.New(latticescim.Profile()), "scim": scim.New(scim.Generic()), "sample": sample.New(),
	}
}

// told is a connector that only describes itself.
type told struct {
	connector.Unsupported
	description *connectorv1.Description
}

func (c told) Describe(context.Context) (*connectorv1.Description, error) {
	return c.description, nil
}

func (c told) Authenticate(context.Context, *connectorv1.Account) (*connectorv1.Authentication, error) {
	return nil, nil
}
