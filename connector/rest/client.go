package rest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Client sends requests for one account. It may be used by several goroutines at once.
type Client struct {
	pool    *Pool
	options Options
	key     laneKey
	redact  redactor
}

// Answer is a vendor's answer with a status of 2xx.
type Answer struct {
	Status int
	Header http.Header
	// Body is good until Release.
	Body []byte
	// Exchanges are the requests that led to it, failed tries included.
	Exchanges []*connectorv1.Exchange
	// Rate is how much of the limit is left, as the vendor told or as we count; nil where neither is known.
	Rate *connectorv1.RateStatus

	buffer *[]byte
	pool   *Pool
}

// Release gives the body's memory back. Nothing may point into it any more.
func (a *Answer) Release() {
	if a.buffer != nil {
		a.pool.recycle(a.buffer)
		a.buffer, a.Body = nil, nil
	}
}

// Read sends a request and has its answer decoded. What decode cannot read is asked for once more, and is then
// UPSTREAM_MALFORMED. Waits are silent, as a unary call's are: the caller's deadline bounds them.
func (c *Client) Read(ctx context.Context, r Request, decode func(body []byte) error) error {
	_, err := c.ReadWithin(ctx, r, func(*connectorv1.Progress) error { return nil }, func(a *Answer) error { return decode(a.Body) })
	return err
}

// ReadWithin is Read as a part of a list: progress takes signs of life, and its errors are returned as they are. exchanges
// are the requests that it took.
func (c *Client) ReadWithin(
	ctx context.Context, r Request, progress func(*connectorv1.Progress) error, decode func(*Answer) error,
) (exchanges []*connectorv1.Exchange, err error) {
	for again := false; ; again = true {
		flight := c.Start(ctx, r)
		answer, err := flight.Wait(progress)
		exchanges = append(exchanges, flight.Exchanges()...)
		if err != nil {
			return exchanges, err
		}
		err = c.malformed(ctx, answer, decode(answer), len(exchanges))
		answer.Release()
		if err == nil || again || !isMalformed(err) {
			return exchanges, err
		}
	}
}

// once sends a request one time. The exchange is never nil.
func (c *Client) once(ctx context.Context, over http.RoundTripper, r Request) (*Answer, *connectorv1.Exchange, error) {
	u := c.url(r)
	exchange := &connectorv1.Exchange{Method: http.MethodGet, Url: c.redact.url(u, r.Public)}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), http.NoBody)
	if err != nil {
		return nil, exchange, err
	}
	request.Header.Set("Accept", c.options.Accept)
	request.Header.Set("User-Agent", c.options.UserAgent)
	g := guard{base: c.options.base, credential: c.options.Credential, next: over}
	client := http.Client{Transport: g, CheckRedirect: g.redirect}
	response, err := client.Do(request)
	if response != nil { // with an error too, where a redirect is refused
		exchange.Status = int32(response.StatusCode)
	}
	if err != nil {
		return nil, exchange, err
	}
	defer response.Body.Close()
	exchange.RequestId = c.redact.requestID(response.Header)
	answer := &Answer{Status: response.StatusCode, Header: response.Header, buffer: c.pool.body(), pool: c.pool}
	limit := int64(MaxBody)
	if !answer.ok() {
		limit = maxErrorBody
	}
	if err := answer.read(response, limit); err != nil {
		answer.Release()
		return nil, exchange, &bodyError{status: response.StatusCode, err: err}
	}
	return answer, exchange, nil
}

func (a *Answer) ok() bool { return a.Status >= 200 && a.Status <= 299 }

// maxErrorBody bounds how much of an error's body is read: enough for an excerpt, and mostly all of it, so that the
// connection can be used again.
const maxErrorBody = 64 << 10

var errTooLarge = errors.New("the answer is too large")

// bodyError is a failure after the answer's header came.
type bodyError struct {
	status int
	err    error
}

func (e *bodyError) Error() string { return e.err.Error() }
func (e *bodyError) Unwrap() error { return e.err }

// read fills the buffer. An error's body is cut at the limit, since its beginning is all that is shown.
func (a *Answer) read(response *http.Response, limit int64) error {
	if a.ok() && response.ContentLength > limit {
		return errTooLarge
	}
	into := bytes.NewBuffer((*a.buffer)[:0])
	if n := response.ContentLength; n > 0 && n <= limit {
		into.Grow(int(n) + bytes.MinRead) // room to meet the end without growing
	}
	from := io.LimitReader(response.Body, limit+1)
	n, err := into.ReadFrom(io.LimitReader(from, max(response.ContentLength, 0)+piece))
	*a.buffer = into.Bytes()[:0]
	a.Body = into.Bytes()
	if err == nil && n >= piece && response.ContentLength < 0 {
		err = a.readOn(from, limit)
		n = int64(len(a.Body))
	}
	switch {
	case !a.ok():
		a.Body = a.Body[:min(n, limit)]
		return nil // whatever came of it
	case err != nil:
		return err
	case n > limit:
		return errTooLarge
	}
	return nil
}

// piece is what a body whose length is not known is read by: as much as is kept for the next answer.
const piece = maxPooledBody

// readOn reads what is left of a long body. Its pieces are put together at the end, once, and not at all where they are
// too much: growing and copying would take several times the memory that is allowed to an answer.
func (a *Answer) readOn(from io.Reader, limit int64) error {
	pieces := [][]byte{a.Body}
	size := int64(len(a.Body))
	for more := true; more; {
		next := bytes.NewBuffer(make([]byte, 0, piece+bytes.MinRead))
		n, err := next.ReadFrom(io.LimitReader(from, piece))
		if err != nil {
			return err
		}
		if size += n; size > limit {
			return errTooLarge
		}
		pieces = append(pieces, next.Bytes())
		more = n == piece
	}
	a.Body = bytes.Join(pieces, nil)
	*a.buffer = nil // the first piece is not worth keeping for its own sake
	return nil
}

// url is where a request goes. The path is given escaped, and stays as it is.
func (c *Client) url(r Request) *url.URL { return r.at(c.options.base) }

func (r Request) at(base *url.URL) *url.URL {
	u := *base
	escaped := u.EscapedPath() + r.Path
	if path, err := url.PathUnescape(escaped); err == nil {
		u.Path, u.RawPath = path, escaped
	}
	u.RawQuery = r.Query.Encode()
	return &u
}
