package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
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
func bare(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("bare", flag.ContinueOnError)
	base := flags.String("url", "", "base URL of the stand-in")
	ca := flags.String("ca", "", "file with its certificate")
	scim := flags.Bool("scim", false, "read a SCIM provider instead of Lattice")
	if err := flags.Parse(args); err != nil {
		return err
	}
	pem, err := os.ReadFile(*ca)
	if err != nil {
		return err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	client := &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true,
	}}
	list := bareLattice
	if *scim {
		list = bareSCIM
	}
	n, err := list(ctx, client, *base)
	if err == nil {
		fmt.Println(n)
	}
	return err
}

func bareLattice(ctx context.Context, client *http.Client, base string) (n int, err error) {
	for cursor := ""; ; {
		query := url.Values{"limit": {"100"}, "status": {"null"}}
		if cursor != "" {
			query.Set("startingAfter", cursor)
		}
		var page barePage
		if err := bareGet(ctx, client, base+"/v1/users?"+query.Encode(), &page); err != nil {
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

func bareGet(ctx context.Context, client *http.Client, address string, page any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+os.Getenv("BENCH_KEY"))
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
