package latticatest

import (
	"crypto/rand"
	"net/http"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// codes are the error codes of statuses. Lattica's page shows one code alone, task_not_found: these are assumed.
var codes = map[int]string{
	http.StatusBadRequest:          "invalid_request",
	http.StatusUnauthorized:        "invalid_api_key",
	http.StatusForbidden:           "forbidden",
	http.StatusNotFound:            "not_found",
	http.StatusMethodNotAllowed:    "method_not_allowed",
	http.StatusConflict:            "conflict",
	http.StatusTooManyRequests:     "rate_limited",
	http.StatusInternalServerError: "internal_error",
	http.StatusServiceUnavailable:  "unavailable",
}

// requestIDLength is that of the id that Lattica's page shows, req_aB12cD.
const requestIDLength = 6

// errorBody is an error as Lattica's page shows it; each has a request id of its own.
func errorBody(code, message string) []byte {
	if code == "" {
		code = "error"
	}
	return []byte(`{"error":{"code":` + resttest.Quote(code) + `,"message":` + resttest.Quote(message) +
		`,"request_id":"req_` + rand.Text()[:requestIDLength] + `"}}`)
}

func fail(w http.ResponseWriter, status int, code, message string) {
	resttest.Reply(w, status, errorBody(code, message))
}
