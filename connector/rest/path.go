package rest

import (
	"strings"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// checkPaths checks the operator's keys that are paths: each leads to a place on the vendor's host, and nowhere else.
func (a *API) checkPaths(account *connectorv1.Account) error {
	for _, key := range a.PathKeys {
		if v := account.GetOperator()[key]; v != "" && !isPath(v) {
			return invalid(key, "must be a path such as /v1/things: of letters, digits, hyphens and the like, without a host, a query or dots")
		}
	}
	return nil
}

// isPath reports whether a path can be put behind a base URL as it is: segments that are neither empty nor dots alone, of
// what a URL need not escape (RFC 3986, unreserved).
func isPath(path string) bool {
	rest, ok := strings.CutPrefix(path, "/")
	if !ok {
		return false
	}
	for segment := range strings.SplitSeq(rest, "/") {
		if strings.Trim(segment, ".") == "" || strings.ContainsFunc(segment, isReserved) {
			return false
		}
	}
	return true
}

func isReserved(r rune) bool {
	letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	return !letter && (r < '0' || r > '9') && !strings.ContainsRune("-._~", r)
}
