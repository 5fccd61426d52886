package lattice_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattice"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

const benchUsers = 10_000

// BenchmarkListUsers is a whole list over TLS, in one process with the stand-in.
func BenchmarkListUsers(b *testing.B) {
	s, err := latticetest.NewServer(latticetest.Config{Users: benchUsers})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	l := lattice.New()
	defer l.Close()
	c := connector.Checked(l)
	req := connector.ListRequest{Account: account(s)}
	b.ReportAllocs()
	for b.Loop() {
		receipt, err := c.ListUsers(b.Context(), req, connector.SinkFuncs[*iamv1.User]{})
		if err != nil || receipt.GetItems() != benchUsers {
			b.Fatal(receipt, err)
		}
	}
}

// BenchmarkBareLoop is the least that a program can do: get and decode, page after page.
func BenchmarkBareLoop(b *testing.B) {
	s, err := latticetest.NewServer(latticetest.Config{Users: benchUsers})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(s.CAPEM()))
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	type ref struct{ ID, Object, URL string }
	type user struct {
		ID, URL, Email, Status                     string
		Name, PreferredName, Title, ExternalUserID *string
		IsAdmin                                    bool
		Manager, Department                        *ref
		DirectReports, Tasks, CustomAttributes     ref
		Timezone, StartDate, BirthDate, Gender     *string
		CreatedAt, UpdatedAt                       int64
	}
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for cursor := ""; ; {
			r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, s.URL+"/v1/users?limit=100&status=null"+cursor, http.NoBody)
			if err != nil {
				b.Fatal(err)
			}
			r.Header.Set("Authorization", "Bearer "+s.APIKey)
			response, err := client.Do(r)
			if err != nil {
				b.Fatal(err)
			}
			var page struct {
				HasMore      bool
				EndingCursor *string
				Data         []user
			}
			err = json.NewDecoder(response.Body).Decode(&page)
			_ = response.Body.Close()
			if err != nil {
				b.Fatal(err)
			}
			if n += len(page.Data); !page.HasMore {
				break
			}
			cursor = "&startingAfter=" + url.QueryEscape(*page.EndingCursor)
		}
		if n != benchUsers {
			b.Fatal(n)
		}
	}
}
