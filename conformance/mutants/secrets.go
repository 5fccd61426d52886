package mutants

import (
	"fmt"
	"os"
	"strings"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// secretMutants tell the key.
func secretMutants() []Mutant {
	var held hoard
	return []Mutant{
		{"key-in-log", "logs the key", by("secrets.output"),
			wrong{request: func(c *call) error {
				if k := c.key(); k != "" {
					_, _ = fmt.Fprintln(os.Stderr, `{"@level":"info","@message":"signing in with `+k+`"}`)
				}
				return nil
			}}},
		{"key-in-error", "has the key in errors", by("errors.secrets"),
			wrong{end: func(c *call, err error) error {
				e := failed(err)
				if e == nil {
					return err
				}
				e.Message += " (with the key " + c.key() + ")"
				return e.GRPCStatus().Err()
			}}},
		{"key-in-excerpt", "has the key in what it says that the vendor said", by("errors.secrets"),
			fails(connector.CredentialsRejected, func(c *call, e *connector.Error) {
				e.UpstreamExcerpt = `{"error":"no such key: ` + c.key() + `"}`
			})},
		{"key-not-redacted", "tells what the vendor sends back with the key in it", by("secrets.echo"),
			wrong{end: func(c *call, err error) error {
				e := failed(err)
				if e == nil || e.UpstreamStatus == 0 || !strings.Contains(e.UpstreamExcerpt, "REDACTED") {
					return err
				}
				e.UpstreamExcerpt = strings.ReplaceAll(e.UpstreamExcerpt, "REDACTED", c.key())
				return e.GRPCStatus().Err()
			}}},
		{"key-in-arguments", "starts a program with the key among its arguments", by("secrets.process"),
			wrong{request: func(c *call) error {
				if k := c.key(); k != "" {
					stdin, err := startChild(k)
					held.file(stdin)
					return err
				}
				return nil
			}}},
		{"key-in-file", "keeps the key in a file", by("secrets.files"),
			wrong{request: func(c *call) error {
				f, err := os.CreateTemp("", "harbor-*")
				if err != nil {
					return err
				}
				_ = os.Remove(f.Name()) // open, and nobody's to clean up
				held.file(f)
				_, err = f.WriteString(c.key())
				return err
			}}},
		{"key-in-answer", "has the key in the warnings of Authenticate", by("secrets.answers"),
			wrong{answer: func(c *call, answer proto.Message) {
				if a, ok := answer.(*connectorv1.AuthenticateResponse); ok {
					a.Authentication.Warnings = append(a.GetAuthentication().GetWarnings(), &connectorv1.AccountWarning{
						Code: "KEY_IN_USE", Message: "This is the key " + c.key() + ".",
					})
				}
			}}},
		{"key-in-item", "has the key in the addresses of pictures", by("secrets.answers"),
			wrong{event: func(c *call, e *event) []*event {
				for _, u := range e.users() {
					u.Avatar = &iamv1.Avatar{Url: "https://harbor.example/picture?key=" + c.key()}
				}
				return one(e)
			}}},
		{"key-in-progress", "has the key in its signs of life", by("secrets.answers"),
			wrong{event: func(c *call, e *event) []*event {
				if e.progress != nil || e.info != nil && c.pages == 0 {
					c.pages++
					return []*event{{progress: &connectorv1.Progress{Message: "reading with " + c.key()}}, e}
				}
				return one(e)
			}}},
		{"key-cut-in-log", "logs the greater part of the key", by("secrets.output"),
			wrong{request: func(c *call) error {
				if k := c.key(); k != "" {
					_, _ = fmt.Fprintln(os.Stderr, "key "+k[:len(k)-4]+strings.Repeat("*", 4))
				}
				return nil
			}}},
	}
}
