package rest

import (
	"crypto/x509"
	"encoding/pem"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Settings is what an operator may set of a connector over HTTP (account.proto).
type Settings struct {
	// BaseURL is where requests go: https, with a host, without a slash at the end.
	BaseURL string
	// Roots are the only certificates trusted; nil: the system's.
	Roots *x509.CertPool
	// Pace is how fast requests may follow each other.
	Pace Pace
	// RateHeaders are where the vendor tells what it takes, which is heeded besides; an operator who sets 0 requests a
	// minute wants no pacing, and not this either.
	RateHeaders RateHeaders
	// MaxWait is the longest single wait for a rate limit, ours or the vendor's; 0 in the defaults: as long as the call's
	// deadline allows.
	MaxWait time.Duration

	base *url.URL
	home *url.URL // where the vendor itself is, whatever the operator set; nil: not known
	ca   string   // PEM of Roots
}

// Bounds of what an operator may set: beyond them it is a slip, not a wish.
const (
	maxPerMinute = 1_000_000
	maxMaxWait   = 24 * time.Hour
	unlimited    = time.Duration(math.MaxInt64)
)

// ReadSettings reads the operator's keys over the connector's defaults, of which BaseURL is required. Every error is
// INVALID_CONFIG and names the key. An empty value is as if missing.
func ReadSettings(account *connectorv1.Account, defaults Settings) (Settings, error) {
	s := defaults
	if s.MaxWait == 0 {
		s.MaxWait = unlimited
	}
	operator := account.GetOperator()
	var err error
	if v := operator[connector.OperatorBaseURL]; v != "" {
		s.home, _ = parseBase(s.BaseURL)
		s.BaseURL = v
	}
	if s.base, err = parseBase(s.BaseURL); err != nil {
		return Settings{}, err
	}
	s.BaseURL = s.base.String()
	if s.ca = operator[connector.OperatorCAPEM]; s.ca != "" {
		if s.Roots, err = parseRoots(s.ca); err != nil {
			return Settings{}, err
		}
	}
	if err := readCount(operator, connector.OperatorRequestsPerMinute, &s.Pace.PerMinute); err != nil {
		return Settings{}, err
	}
	if err := readCount(operator, connector.OperatorBurst, &s.Pace.Burst); err != nil {
		return Settings{}, err
	}
	if operator[connector.OperatorRequestsPerMinute] != "" && s.Pace.PerMinute == 0 {
		s.RateHeaders = RateHeaders{}
	}
	if v := operator[connector.OperatorMaxWait]; v != "" {
		if s.MaxWait, err = time.ParseDuration(v); err != nil || s.MaxWait < 0 || s.MaxWait > maxMaxWait {
			return Settings{}, invalid(connector.OperatorMaxWait, "must be a duration of 0s to 24h, such as 90s")
		}
	}
	return s, nil
}

func invalid(key, why string) error { return connector.InvalidField("operator."+key, "%s", why) }

func readCount(operator map[string]string, key string, n *int) error {
	v := operator[key]
	if v == "" {
		return nil
	}
	i, err := strconv.Atoi(v)
	if err != nil || i < 0 || i > maxPerMinute {
		return invalid(key, "must be a whole number of 0 to "+strconv.Itoa(maxPerMinute))
	}
	*n = i
	return nil
}

// parseBase brings a base URL into the one form that is compared with: lower-case host, no default port, no slash at the
// end.
func parseBase(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return nil, invalid(connector.OperatorBaseURL, "is no URL") // the parser's error repeats it
	case u.Scheme == "http":
		return nil, invalid(connector.OperatorBaseURL, "must be https: credentials never travel in the clear")
	case u.Scheme != "https" || u.Hostname() == "" || u.Opaque != "":
		return nil, invalid(connector.OperatorBaseURL, "must be an https URL with a host")
	case u.User != nil:
		return nil, invalid(connector.OperatorBaseURL, "must not hold a user or password")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, invalid(connector.OperatorBaseURL, "must not hold a query or fragment")
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return nil, invalid(connector.OperatorBaseURL, "must have a port of 1 to 65535")
		}
	}
	u.Host = canonicalHost(u.Host)
	u = u.JoinPath() // cleans dots and double slashes
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	return u, nil
}

// canonicalHost is a URL's host as it is compared: lower case, without the port that https has anyway.
func canonicalHost(host string) string {
	return strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(host), ":443"), ":")
}

func parseRoots(text string) (*x509.CertPool, error) {
	roots := x509.NewCertPool()
	n := 0
	for rest := []byte(text); ; n++ {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			return nil, invalid(connector.OperatorCAPEM, "must hold certificates and nothing else")
		}
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, invalid(connector.OperatorCAPEM, "holds a certificate that cannot be read: "+err.Error())
		}
		roots.AddCert(cert)
	}
	if n == 0 {
		return nil, invalid(connector.OperatorCAPEM, "holds no certificate in PEM")
	}
	return roots, nil
}
