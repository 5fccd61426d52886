package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
)

// bareUser is what a careful author would write down of a Lattice user for encoding/json.
type bareUser struct {
	ID             string   `json:"id"`
	Name           *string  `json:"name"`
	PreferredName  *string  `json:"preferredName"`
	Email          string   `json:"email"`
	Title          *string  `json:"title"`
	Status         string   `json:"status"`
	IsAdmin        bool     `json:"isAdmin"`
	ExternalUserID *string  `json:"externalUserId"`
	Manager        *bareRef `json:"manager"`
	Department     *bareRef `json:"department"`
	Timezone       *string  `json:"timezone"`
	CreatedAt      int64    `json:"createdAt"`
	UpdatedAt      int64    `json:"updatedAt"`
}

type bareRef struct {
	ID     string `json:"id"`
	Object string `json:"object"`
	URL    string `json:"url"`
}

type barePage struct {
	HasMore      bool       `json:"hasMore"`
	EndingCursor *string    `json:"endingCursor"`
	Data         []bareUser `json:"data"`
}

// bare is the baseline: GET, decode, go to the next page, count.
func bare(ctx context.Context, s source) (int, error) {
	client, err := s.client()
	if err != nil {
		return 0, err
	}
	defer client.CloseIdleConnections()
	if s.scim {
		return bareSCIM(ctx, client, s)
	}
	return bareLattice(ctx, client, s)
}

// client is the standard library's, with the stand-in's certificate.
func (v *vendor) client() (*http.Client, error) {
	pem, err := os.ReadFile(v.CAFile)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true,
	}}, nil
}

func bareLattice(ctx context.Context, client *http.Client, s source) (n int, err error) {
	for cursor := ""; ; {
		var page barePage
		if err := bareGet(ctx, client, s.Key, latticePage(s.URL, cursor), &page); err != nil {
			return 0, err
		}
		n += len(page.Data)
		if !page.HasMore {
			return n, nil
		}
		if page.EndingCursor == nil {
			return 0, errors.New("more was announced, without a cursor")
		}
		cursor = *page.EndingCursor
	}
}

// latticePage is where the page at a cursor is.
func latticePage(base, cursor string) string {
	query := url.Values{"limit": {"100"}, "status": {"null"}}
	if cursor != "" {
		query.Set("startingAfter", cursor)
	}
	return base + "/v1/users?" + query.Encode()
}

func bareGet(ctx context.Context, client *http.Client, key, address string, page any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+key)
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the stand-in answered %s", res.Status)
	}
	if err := json.NewDecoder(res.Body).Decode(page); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, res.Body) // to the end, so that the connection is used again
	return err
}
