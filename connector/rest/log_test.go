package rest

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// lines reads a log in JSON.
func lines(t *testing.T, log *bytes.Buffer) (all []map[string]any) {
	t.Helper()
	for d := json.NewDecoder(log); ; {
		var line map[string]any
		switch err := d.Decode(&line); err {
		case nil:
			all = append(all, line)
		case io.EOF:
			return all
		default:
			t.Fatal(err)
		}
	}
}

// Each request that fails is one line, with the id that the vendor's support asks for, and nothing secret.
func TestFailedRequestsAreLogged(t *testing.T) {
	fail := func(status int, id string) func() *http.Response {
		return func() *http.Response {
			return respond(status, `{"id":"`+id+`","echo":"`+secret+`"}`, "Retry-After", "1")
		}
	}
	const malformed = "good, but not read"
	for name, c := range map[string]struct {
		answers []func() *http.Response
		want    [][4]any // level, status, request id, try
	}{
		"a success":  {[]func() *http.Response{fail(200, "")}, nil},
		"a refusal":  {[]func() *http.Response{fail(422, "r1")}, [][4]any{{"INFO", 422.0, "r1", 1.0}}},
		"none there": {[]func() *http.Response{fail(404, "r1")}, [][4]any{{"INFO", 404.0, "r1", 1.0}}},
		"each try": {
			[]func() *http.Response{fail(500, "r1"), fail(429, "r2"), fail(200, "")},
			[][4]any{{"INFO", 500.0, "r1", 1.0}, {"INFO", 429.0, "r2", 2.0}},
		},
		"no answer": {
			[]func() *http.Response{func() *http.Response { return nil }, fail(200, "")},
			[][4]any{{"INFO", 0.0, "", 1.0}},
		},
		"what makes no sense": {
			[]func() *http.Response{fail(503, "r1"), fail(200, malformed), fail(200, malformed)},
			[][4]any{{"INFO", 503.0, "r1", 1.0}, {"INFO", 200.0, "", 2.0}, {"INFO", 200.0, "", 3.0}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := &vendor{answers: func(_ *http.Request, n int) (*http.Response, error) {
					if response := c.answers[n-1](); response != nil {
						return response, nil
					}
					return nil, io.ErrUnexpectedEOF
				}}
				var log bytes.Buffer
				o := connect(t, v, nil).options
				o.Log = slog.New(slog.NewJSONHandler(&log, nil))
				o.ReadError = func(body []byte) ErrorBody {
					var b struct{ ID string }
					_ = json.Unmarshal(body, &b)
					return ErrorBody{RequestID: b.ID}
				}
				_ = poolTo(v).Client(o).Read(t.Context(), Request{Path: "/v1/x", Item: true}, func(body []byte) error {
					if strings.Contains(string(body), malformed) {
						return io.ErrNoProgress
					}
					return nil
				})
				if strings.Contains(log.String(), secret) {
					t.Errorf("the log holds the secret: %s", log.String())
				}
				var got [][4]any
				for _, l := range lines(t, &log) {
					got = append(got, [4]any{l["level"], l["status"], l["request_id"], l["try"]})
					if l["host"] != "api.vendor.example" || l["error"] == "" || l["reason"] == "" {
						t.Errorf("%v", l)
					}
				}
				if d := cmp.Diff(c.want, got); d != "" {
					t.Error(d)
				}
			})
		})
	}
}
