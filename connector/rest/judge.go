package rest

import (
	"cmp"
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

var errTimeout = errors.New("no whole answer in time")

// verdict is what a failure is, and what helps against it.
type verdict struct {
	reason connector.Reason
	helps  remedy
}

// verdicts by HTTP status; the rest of 4xx is UPSTREAM_REJECTED, the rest of 5xx UPSTREAM_UNAVAILABLE, and both a table
// would not shorten.
var verdicts = map[int]verdict{
	http.StatusUnauthorized:    {connector.CredentialsRejected, nothing},
	http.StatusForbidden:       {connector.PermissionMissing, nothing},
	http.StatusRequestTimeout:  {connector.UpstreamTimeout, again},
	http.StatusTooManyRequests: {connector.RateLimited, patience},
	// What a server does not implement now, it will not a second later.
	http.StatusNotImplemented: {connector.UpstreamUnavailable, nothing},
}

func judgeStatus(status int) verdict {
	if v, ok := verdicts[status]; ok {
		return v
	}
	if status >= 500 {
		return verdict{connector.UpstreamUnavailable, again}
	}
	return verdict{connector.UpstreamRejected, nothing}
}

// judge makes the error of one failed try: of an answer whose status is not 2xx, or of the cause that there is none.
func (c *Client) judge(r Request, answer *Answer, exchange *connectorv1.Exchange, cause error) (*connector.Error, remedy) {
	host := c.options.base.Host
	if cause != nil {
		v, why := judgeCause(cause)
		e := connector.Errorf(v.reason, "%s: %s", host, c.redact.text(why))
		e.Err = cause
		e.UpstreamStatus = int(exchange.GetStatus())
		e.VendorRequestID = exchange.GetRequestId()
		if _, unknown := errors.AsType[x509.UnknownAuthorityError](cause); unknown {
			e.Path, e.Suggestion = connector.InOperator+"."+connector.OperatorCAPEM, unknownAuthority
		}
		return c.advise(e), v.helps
	}
	v := judgeStatus(answer.Status)
	if r.Item && answer.Status == http.StatusNotFound {
		v.reason = connector.NotFound
	}
	e := connector.Errorf(v.reason, "%s answered %s", host, statusText(answer.Status))
	e.UpstreamStatus = answer.Status
	e.VendorRequestID = exchange.GetRequestId()
	e.UpstreamExcerpt = c.redact.excerpt(answer.Body)
	c.explain(e, answer.Body)
	exchange.RequestId = e.VendorRequestID
	if v.helps == patience || v.helps == again {
		e.RetryAfter = retryAfter(answer.Header, time.Now())
	}
	return c.advise(e), v.helps
}

func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return fmt.Sprintf("%d %s", status, text)
	}
	return strconv.Itoa(status)
}

// judgeCause reads an error of the transport. Its text has no URL: the error of net/http that holds it is taken off.
func judgeCause(err error) (verdict, string) {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	var netErr net.Error
	_, untrusted := errors.AsType[*untrustedError](err)
	_, inBody := errors.AsType[*bodyError](err)
	corrupt := errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum)
	if _, ok := errors.AsType[flate.CorruptInputError](err); ok {
		corrupt = true
	}
	switch {
	case untrusted:
		return verdict{connector.UpstreamUntrusted, nothing}, err.Error()
	case errors.Is(err, errTimeout), errors.Is(err, context.DeadlineExceeded), errors.As(err, &netErr) && netErr.Timeout():
		return verdict{connector.UpstreamTimeout, again}, errTimeout.Error()
	case errors.Is(err, errTooLarge):
		return verdict{connector.UpstreamMalformed, onceAgain}, fmt.Sprintf("the answer is above %d MiB", MaxBody>>20)
	case inBody && errors.Is(err, io.ErrUnexpectedEOF):
		return verdict{connector.UpstreamMalformed, onceAgain}, "the answer was cut short"
	case inBody && corrupt:
		return verdict{connector.UpstreamMalformed, onceAgain}, "the answer's compression is damaged"
	case errors.Is(err, io.EOF):
		return verdict{connector.UpstreamUnavailable, again}, "the connection was closed before an answer came"
	}
	return verdict{connector.UpstreamUnavailable, again}, err.Error()
}

// malformed makes the error of an answer, to so many tries, that decode could not read. An error that has a reason already
// keeps it.
func (c *Client) malformed(ctx context.Context, answer *Answer, err error, tries int) error {
	if err == nil || connector.ReasonOf(err) != "" || errors.Is(err, context.Canceled) {
		return err
	}
	e := connector.Errorf(connector.UpstreamMalformed, "%s answered %s with what cannot be read: %w (%d bytes of %s)",
		c.options.base.Host, statusText(answer.Status), err, len(answer.Body), c.redact.mediaType(answer.Header))
	e.UpstreamStatus = answer.Status
	var at interface{ JSONPath() string } // of an error that knows where in the payload
	if errors.As(err, &at) {
		e.Path = at.JSONPath()
	}
	if n := len(answer.Exchanges); n > 0 {
		e.VendorRequestID = answer.Exchanges[n-1].GetRequestId()
	}
	c.log(ctx, e, tries)
	return c.advise(e)
}

func isMalformed(err error) bool { return connector.ReasonOf(err) == connector.UpstreamMalformed }

// suggestions are what to do about an error that is the same with every vendor.
var suggestions = map[connector.Reason]string{
	connector.RateLimited:       "Come back later, or have the operator set a lower requests_per_minute, or a longer max_wait.",
	connector.UpstreamUntrusted: "Check operator.base_url and operator.ca_pem, and what stands between this machine and the vendor.",
	connector.UpstreamLoop:      "This is a fault of the vendor's API: report it to the vendor with the request id.",
}

// unknownAuthority is what to do about a certificate that could be trusted, if its authority is.
const unknownAuthority = "Behind a proxy that opens TLS, or with an authority of your own, give its certificates with operator.ca_pem. " +
	"If you do not know whose it is, give nothing, and find out who answers there."

func (c *Client) advise(e *connector.Error) *connector.Error {
	e.Suggestion = cmp.Or(e.Suggestion, c.options.Suggest[e.Reason], suggestions[e.Reason])
	if e.Reason == connector.CredentialsRejected {
		e.Path = c.options.CredentialPath
	}
	return e
}
