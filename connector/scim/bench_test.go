package scim_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/connector/scim/scimtest"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// What the network takes for an answer, and how many users there are. The connector must be four times as fast as page
// after page. (That it asks for many pages at once is tested in package rest, where no other program takes part.)
const (
	benchUsers = 10_000
	benchDelay = 50 * time.Millisecond
)

func benchConfig() scimtest.Config {
	config := scimtest.Config{Users: benchUsers}
	config.Delay = resttest.Duration(benchDelay)
	return config
}

// BenchmarkListUsers is a whole list over TLS, in one process with the stand-in.
func BenchmarkListUsers(b *testing.B) {
	s, c, a := setUp(b, benchConfig())
	for b.Loop() {
		receipt, err := c.ListUsers(b.Context(), connector.ListRequest{Account: a}, connector.SinkFuncs[*iamv1.User]{})
		if err != nil || receipt.GetItems() != benchUsers {
			b.Fatal(receipt, err)
		}
	}
	b.ReportMetric(float64(s.Requests())/float64(b.N), "requests/op")
}

// BenchmarkPageAfterPage is the least that a program can do that reads page after page.
func BenchmarkPageAfterPage(b *testing.B) {
	s, _, _ := setUp(b, benchConfig())
	for b.Loop() {
		if n := pageAfterPage(b, s); n != benchUsers {
			b.Fatal(n)
		}
	}
}

func pageAfterPage(tb testing.TB, s *scimtest.Server) (n int) {
	tb.Helper()
	for {
		r, err := http.NewRequestWithContext(tb.Context(), http.MethodGet, fmt.Sprintf("%s/Users?startIndex=%d&count=100", s.URL, n+1), http.NoBody)
		if err != nil {
			tb.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+s.APIKey)
		response, err := s.Client().Do(r)
		if err != nil {
			tb.Fatal(err)
		}
		var page struct {
			TotalResults int
			Resources    []struct {
				ID, UserName string
				Active       bool
			}
		}
		err = json.NewDecoder(response.Body).Decode(&page)
		_ = response.Body.Close()
		if err != nil {
			tb.Fatal(err)
		}
		if n += len(page.Resources); n >= page.TotalResults {
			return n
		}
	}
}
