package collection

import (
	"errors"
	"net/http"
	"slices"

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

// notThere says of a list whose path is assumed that there is none, where the vendor's answer is that.
func (c Collection[T, R, M]) notThere(err error) error {
	e, ok := errors.AsType[*connector.Error](err)
	if !ok || e.Reason != connector.UpstreamRejected || !slices.Contains(nothing, e.UpstreamStatus) {
		return err
	}
	n := connector.Errorf(connector.ReasonUnsupported, "%s has no list of %s at %s, which is assumed and not documented: %w", c.Vendor, c.Name, c.Path, err)
	n.UpstreamStatus, n.UpstreamExcerpt, n.VendorRequestID = e.UpstreamStatus, e.UpstreamExcerpt, e.VendorRequestID
	n.Path = "operator." + c.PathKey
	n.Suggestion = "If " + c.Vendor + " has this list elsewhere, have the operator set " + c.PathKey + "."
	return n
}

// nothing are the answers of a host that has no list at a path.
var nothing = []int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone}
