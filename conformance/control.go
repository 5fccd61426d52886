package conformance

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// control is a stand-in's control endpoint.
type control struct {
	url, key string
	client   *http.Client
	initial  json.RawMessage // the configuration that it began with
}

const (
	controlTimeout = 10 * time.Second
	maxControl     = 4 << 20
)

func newControl(url, key, caPEM string) (*control, error) {
	roots := x509.NewCertPool()
	switch {
	case !strings.HasPrefix(url, "https://"):
		return nil, errors.New("its `control_url` is no https URL")
	case !roots.AppendCertsFromPEM([]byte(caPEM)):
		return nil, errors.New("its `ca_pem` has no certificate")
	}
	return &control{url: url, key: key, client: &http.Client{
		Timeout:   controlTimeout,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}},
	}}, nil
}

func (c *control) close() { c.client.CloseIdleConnections() }

// A stand-in that was told to refuse connections for a moment refuses its control endpoint's, too: so long is it asked again,
// which is several times what the kit has it refuse for.
const (
	refusing   = 2 * time.Second
	againAfter = 50 * time.Millisecond
)

// ask sends a request, and reads the answer into what it is for, nil for nobody.
func (c *control) ask(ctx context.Context, method, resource string, body, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	response, err := c.send(ctx, method, resource, text)
	for began := time.Now(); isRefused(err) && ctx.Err() == nil && time.Since(began) < refusing; {
		select {
		case <-ctx.Done():
		case <-time.After(againAfter):
			response, err = c.send(ctx, method, resource, text)
		}
	}
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxControl))
	switch {
	case err != nil:
		return err
	case response.StatusCode != http.StatusOK:
		return fmt.Errorf("%s %s answered %s: %.300q", method, resource, response.Status, answer)
	case into == nil:
		return nil
	}
	return json.Unmarshal(answer, into)
}

func (c *control) send(ctx context.Context, method, resource string, body []byte) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, c.url+resource, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+c.key)
	r.Header.Set("Content-Type", "application/json")
	return c.client.Do(r)
}

// isRefused reports whether there was nobody to connect to.
func isRefused(err error) bool {
	e, ok := errors.AsType[*net.OpError](err)
	return ok && e.Op == "dial"
}

// fault is a fault of the vendor's, as data; docs/sandbox.md has its members.
type fault = resttest.Rule

// renew makes the stand-in what it was at first, with so many users.
func (s *sandbox) renew(ctx context.Context, users int, seed uint64) error {
	if s.control.initial == nil {
		if err := s.control.ask(ctx, http.MethodGet, "/config", nil, &s.control.initial); err != nil {
			return err
		}
	}
	for _, request := range []struct {
		method, resource string
		body             any
	}{
		{http.MethodDelete, "/faults", nil},
		{http.MethodPatch, "/config", s.control.initial},
		{http.MethodPatch, "/config", map[string]any{"users": users, "seed": seed}},
		{http.MethodDelete, "/requests", nil},
	} {
		if err := s.control.ask(ctx, request.method, request.resource, request.body, nil); err != nil {
			return err
		}
	}
	return nil
}

// configure changes members of the configuration.
func (s *sandbox) configure(ctx context.Context, members map[string]any) error {
	if _, limited := members["rate"]; limited {
		s.spent = true
	}
	if s.control.initial == nil { // or it could not be made as new again
		if err := s.control.ask(ctx, http.MethodGet, "/config", nil, &s.control.initial); err != nil {
			return err
		}
	}
	return s.control.ask(ctx, http.MethodPatch, "/config", members, nil)
}

// noSuchFaultError is a fault that the stand-in does not have: its vendor cannot.
type noSuchFaultError struct{ kind string }

func (e *noSuchFaultError) Error() string { return "the sandbox has no fault " + e.kind }

// can is nil where the stand-in has a kind of fault, and a [noSuchFaultError] where it does not.
func (s *sandbox) can(ctx context.Context, kind string) error {
	if s.kinds == nil {
		var all struct {
			Kinds map[string]string `json:"kinds"`
		}
		if err := s.control.ask(ctx, http.MethodGet, "", nil, &all); err != nil {
			return err
		}
		s.kinds = all.Kinds
	}
	if _, ok := s.kinds[kind]; !ok {
		return &noSuchFaultError{kind}
	}
	return nil
}

// fail sets the faults in force, in place of those that were. None: all is well again.
func (s *sandbox) fail(ctx context.Context, faults ...fault) error {
	for _, f := range faults {
		if err := s.can(ctx, f.Kind); err != nil {
			return err
		}
		s.spent = s.spent || f.RetryAfter > 0 || f.Kind == "rate_limit"
	}
	return s.control.ask(ctx, http.MethodPut, "/faults", append([]fault{}, faults...), nil)
}

// faults are those in force, with how often each was met.
func (s *sandbox) faults(ctx context.Context) (all []fault, err error) {
	return all, s.control.ask(ctx, http.MethodGet, "/faults", nil, &all)
}

// seen is what arrived at a stand-in.
type seen struct {
	Total   int64            `json:"total"`
	ByPath  map[string]int64 `json:"by_path"`
	Limited int64            `json:"limited"`
	Wrong   []string         `json:"wrong_authorizations"`
}

// seen is what has arrived, control requests apart.
func (s *sandbox) seen(ctx context.Context) (all seen, err error) {
	return all, s.control.ask(ctx, http.MethodGet, "/requests", nil, &all)
}

// numbered reports whether pages of users are asked for by number, several at a time.
func (s *sandbox) numbered() bool { return len(s.about.Users.Page) > 0 }

// at makes a fault one of the n-th page of users and, where it does not end, of all that is asked for then.
func (s *sandbox) at(page, pageSize int, f fault) fault {
	f.Path, f.From = s.about.Users.Path, int64(page)
	if !s.numbered() {
		return f
	}
	f.Query, f.From = maps.Clone(s.about.Users.Page), 0
	first := (page - 1) * pageSize
	numbers := strings.NewReplacer(
		"{number}", strconv.Itoa(page), "{first}", strconv.Itoa(first+1), "{offset}", strconv.Itoa(first))
	for name, value := range f.Query {
		f.Query[name] = numbers.Replace(value)
	}
	return f
}
