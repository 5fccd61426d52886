package conformance

import (
	"net/http"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector/lattica/latticatest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// A stand-in that refuses connections for a moment can be controlled all the same, when the moment has passed.
func TestControlOutlastsARefusal(t *testing.T) {
	server, err := latticatest.NewServer(latticatest.Config{Users: 3})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	c, err := newControl(server.URL+resttest.ControlPath, server.ControlKey, server.CAPEM())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.close)
	if err := c.ask(t.Context(), http.MethodPut, "/faults", []fault{{Kind: "refuse", For: resttest.Duration(300 * time.Millisecond)}}, nil); err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/v1/users", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+server.APIKey)
	if response, err := c.client.Do(r); err == nil {
		_ = response.Body.Close()
		t.Fatal("nothing was refused")
	}
	if err := c.ask(t.Context(), http.MethodDelete, "/faults", nil, nil); err != nil {
		t.Error(err)
	}
}
