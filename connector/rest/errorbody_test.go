package rest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector"
)

func TestWhatTheVendorsErrorSays(t *testing.T) {
	for name, c := range map[string]struct {
		body               string
		code, excerpt, req string
	}{
		"all of it": {
			`{"error":{"code":"task_not_found","message":"No task with id x","request_id":"req_aB12cD"}}`,
			": task_not_found", "No task with id x", "req_aB12cD",
		},
		"nothing of it":    {`<html>go away</html>`, "", "<html>go away</html>", "from-the-header"},
		"only the id":      {`{"error":{"request_id":"req_1"}}`, "", `{"error":{"request_id":"req_1"}}`, "req_1"},
		"an echoed key":    {`{"error":{"code":"` + secret + `","message":"` + secret + `","request_id":"` + secret + `"}}`, ": REDACTED", "REDACTED", "REDACTED"},
		"control codes":    {`{"error":{"code":"a\u001bb\n","request_id":"r\u0000s"}}`, ": ab", `{"error":{"code":"a\u001bb\n","request_id":"r\u0000s"}}`, "rs"},
		"a code of a mile": {`{"error":{"code":"` + strings.Repeat("x", 1000) + `"}}`, ": " + strings.Repeat("x", maxErrorCode), "", "from-the-header"},
	} {
		t.Run(name, func(t *testing.T) {
			v := &vendor{answers: always(func() *http.Response { return respond(422, c.body, "X-Request-Id", "from-the-header") })}
			client := connect(t, v, nil)
			client.options.ReadError = NestedError
			e := wantError(t, read(t, client), connector.UpstreamRejected)
			if want := "api.vendor.example answered 422 Unprocessable Entity" + c.code; e.Message != want {
				t.Errorf("message %q, want %q", e.Message, want)
			}
			if c.excerpt != "" && e.UpstreamExcerpt != c.excerpt || e.VendorRequestID != c.req {
				t.Errorf("excerpt %q, request %q", e.UpstreamExcerpt, e.VendorRequestID)
			}
		})
	}
}

func TestNestedError(t *testing.T) {
	for body, want := range map[string]ErrorBody{
		`{"error":{"code":"task_not_found","message":"No task with id ...","request_id":"req_aB12cD"}}`: {"task_not_found", "No task with id ...", "req_aB12cD"},
		`{"error":{"request_id":"req_1","code":7}}`:                                                     {"", "", "req_1"},
		`{"error":"no"}`: {}, `{"error":null}`: {}, `{}`: {}, `[]`: {}, `null`: {}, ``: {}, `<html>`: {}, `{"error":{"code":"x"`: {},
	} {
		if got := NestedError([]byte(body)); got != want {
			t.Errorf("%s: %+v", body, got)
		}
	}
}
