package rest

import (
	"encoding/json"

	"github.com/trellis-iam/trellis/connector"
)

// ErrorBody is what a vendor's own error says. What is empty was not told.
type ErrorBody struct {
	// Code is the vendor's word for programs: "task_not_found". It goes into the error's message.
	Code string
	// Message is the vendor's sentence for people. It is the error's excerpt then, instead of the body.
	Message string
	// RequestID is what the vendor's support asks for. It counts more than what stands in a header.
	RequestID string
}

// maxErrorCode bounds a vendor's error code, which is a word or two.
const maxErrorCode = 64

// explain puts into an error what the answer's body says, where the vendor's bodies can be read.
func (c *Client) explain(e *connector.Error, body []byte) {
	if c.options.ReadError == nil {
		return
	}
	b := c.options.ReadError(body)
	if code := cut(c.redact.label(b.Code), maxErrorCode); code != "" {
		e.Message += ": " + code
	}
	if text := c.redact.excerpt([]byte(b.Message)); text != "" {
		e.UpstreamExcerpt = text
	}
	if id := c.redact.label(b.RequestID); id != "" {
		e.VendorRequestID = id
	}
}

// NestedError reads the body {"error": {"code": ..., "message": ..., "request_id": ...}}, of which any part may be missing.
func NestedError(body []byte) ErrorBody {
	var b struct {
		Error struct {
			Code, Message string
			RequestID     string `json:"request_id"`
		}
	}
	_ = json.Unmarshal(body, &b) // what cannot be read was not told
	return ErrorBody(b.Error)
}
