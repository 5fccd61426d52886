package collection

import (
	"errors"
	"net/http"

	"github.com/trellis-iam/trellis/connector"
)

// IsRefused reports whether a vendor refused what a request asked for, by its parameters.
func IsRefused(err error) bool {
	e, ok := errors.AsType[*connector.Error](err)
	return ok && e.Reason == connector.UpstreamRejected &&
		(e.UpstreamStatus == http.StatusBadRequest || e.UpstreamStatus == http.StatusUnprocessableEntity)
}

// cursorIsRefused reports whether a vendor refused a page whose cursor is from an earlier stream. How a vendor answers a
// cursor that it no longer takes is seldom documented; all else in the request was taken before.
func cursorIsRefused(err error) bool {
	e, ok := errors.AsType[*connector.Error](err)
	return IsRefused(err) || ok && e.Reason == connector.UpstreamRejected &&
		(e.UpstreamStatus == http.StatusNotFound || e.UpstreamStatus == http.StatusGone)
}

func (a API) expired(err error) error {
	e := connector.Errorf(connector.PageTokenExpired, "%s no longer takes the cursor of the page token: %w", a.Vendor, err)
	if cause, ok := errors.AsType[*connector.Error](err); ok {
		e.UpstreamStatus, e.UpstreamExcerpt, e.VendorRequestID = cause.UpstreamStatus, cause.UpstreamExcerpt, cause.VendorRequestID
	}
	e.Path = "options.page_token"
	e.Suggestion = "Start the list again, without a page token."
	return e
}
