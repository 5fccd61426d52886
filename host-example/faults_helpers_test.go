package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
)

// trusting is a client that trusts the certificate in a file.
func trusting(t *testing.T, caFile string) *http.Client {
	t.Helper()
	ca, err := os.ReadFile(caFile)
	if err != nil {
		t.Fatal(err)
	}
	c, err := clientTrusting(ca)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdleConnections)
	return c
}

// clientTrusting is a client that trusts a certificate.
func clientTrusting(ca []byte) (*http.Client, error) {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(ca) {
		return nil, errors.New("no certificate")
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}, nil
}

// askControl sends a request to a stand-in's control endpoint, and returns what it answers.
func askControl(t *testing.T, c *http.Client, method, url, key, body string) string {
	t.Helper()
	answer, err := ask(t.Context(), c, method, url, key, body)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// ask is askControl for whoever has no test at hand.
func ask(ctx context.Context, c *http.Client, method, url, key, body string) (string, error) {
	r, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	r.Header.Set("Authorization", "Bearer "+key)
	response, err := c.Do(r)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s %s: %s: %s, %w", method, url, response.Status, text, err)
	}
	return string(text), nil
}
