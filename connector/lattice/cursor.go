package lattice

import (
	"errors"
	"net/http"

	"github.com/trellis-iam/trellis/connector"
)

// isRefused reports whether Lattice refused what a request asked for, by its parameters.
func isRefused(err error) bool {
	e, ok := errors.AsType[*connector.Error](err)
	return ok && e.Reason == connector.UpstreamRejected &&
		(e.UpstreamStatus == http.StatusBadRequest || e.UpstreamStatus == http.StatusUnprocessableEntity)
}

// isCursorRefused reports whether Lattice refused a page whose cursor is from an earlier stream. How it answers a cursor
// that it no longer takes is not documented; all else in the request was taken before.
func isCursorRefused(err error) bool {
	e, ok := errors.AsType[*connector.Error](err)
	return isRefused(err) || ok && e.Reason == connector.UpstreamRejected &&
		(e.UpstreamStatus == http.StatusNotFound || e.UpstreamStatus == http.StatusGone)
}

func expired(err error) error {
	e := connector.Errorf(connector.PageTokenExpired, "Lattice no longer takes the cursor of the page token: %w", err)
	if cause, ok := errors.AsType[*connector.Error](err); ok {
		e.UpstreamStatus, e.UpstreamExcerpt, e.VendorRequestID = cause.UpstreamStatus, cause.UpstreamExcerpt, cause.VendorRequestID
	}
	e.Path = "options.page_token"
	e.Suggestion = "Start the list again, without a page token."
	return e
}
