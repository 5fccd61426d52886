package lattice

import (
	"testing"

	"github.com/trellis-iam/trellis/connector/rest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Requests go to the region's host; to the operator's, where there is one, whatever the region.
func TestRegions(t *testing.T) {
	c := New()
	for _, tt := range []struct{ region, base, want string }{
		{"", "", "https://api.latticehq.com"},
		{"us", "", "https://api.latticehq.com"},
		{"emea", "", "https://api.emea.latticehq.com"},
		{"emea", "https://Proxy.example:443/lattice/", "https://proxy.example/lattice"},
	} {
		s, err := c.Open(&connectorv1.Account{
			Id: "acme", Settings: map[string]string{"region": tt.region}, Operator: map[string]string{"base_url": tt.base},
			Credentials: map[string]string{rest.APIKey: "0123456789abcdef"},
		})
		if err != nil || s.Endpoint != tt.want {
			t.Errorf("%+v: %v, %v", tt, s, err)
		}
	}
}
