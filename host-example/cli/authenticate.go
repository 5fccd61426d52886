package cli

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func (a *app) authenticateCommand() *cobra.Command {
	var account accountFlags
	var format string
	var timeout time.Duration
	c := &cobra.Command{
		Use:               "authenticate " + aboutOne,
		Short:             "Try an account's credentials: whose they are, and what they can read",
		Args:              account.args(a),
		ValidArgsFunction: a.completeConnector,
		RunE: func(c *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			ctx, cancel := cmdline.WithTimeout(c.Context(), timeout)
			defer cancel()
			t, err := account.one(a, args)
			if err != nil {
				return err
			}
			answer, err := a.authenticate(ctx, t)
			if err != nil {
				return t.failed(err)
			}
			if format != "table" {
				return writeMessage(a.Stdout, format, answer)
			}
			return writeAll(a.Stdout, authentication(answer, a.screen(a.Stdout)))
		},
	}
	account.add(c.Flags(), false)
	documentFlags(c, &format, &timeout)
	return c
}

func (a *app) authenticate(ctx context.Context, t target) (*connectorv1.Authentication, error) {
	c, account, err := a.open(ctx, t)
	if err != nil {
		return nil, err
	}
	answer, err := c.Authenticate(ctx, account)
	if err != nil {
		return nil, cmdline.Ended(ctx, err)
	}
	return answer, nil
}

var availabilityColors = map[string]output.Color{"available": output.Green, "unavailable": output.Red, "unknown": output.Yellow}

// authentication is the answer of Authenticate for people.
func authentication(a *connectorv1.Authentication, screen output.Screen) []byte {
	doc := &document{screen: screen}
	doc.b.WriteString("The credentials are good.\n")
	doc.label("identity", "%s", identity(a.GetIdentity()))
	w := a.GetWorkspace()
	doc.label("workspace", "%s", joinNonEmpty(w.GetName(), w.GetId(), w.GetUrl()))
	if e := a.GetEnvironment(); e != connectorv1.Environment_ENVIRONMENT_UNSPECIFIED {
		doc.label("data", "%s", enumName(e.String(), "ENVIRONMENT_"))
	}
	if t := a.GetExpiresAt(); t != nil {
		doc.label("expires", "%s", t.AsTime().Format(time.RFC3339))
	}
	for _, warning := range a.GetWarnings() {
		doc.label("warning", "%s", warning.GetMessage()+" ("+warning.GetCode()+")")
	}
	rows := make([][]string, len(a.GetResources()))
	for i, r := range a.GetResources() {
		rows[i] = []string{kindName(r.GetKind()), availability(r.GetAvailability()), visibility(r.GetVisibility()), r.GetReason()}
	}
	doc.b.WriteByte('\n')
	doc.table([]output.Column{
		{Title: "RESOURCE"}, {Title: "AVAILABILITY", Colors: availabilityColors}, {Title: "VISIBILITY"}, {Title: "REASON", Optional: true},
	}, rows)
	return []byte(doc.b.String())
}

// identity is someone's name, address and id, as far as they are known.
func identity(i *connectorv1.Identity) string {
	return joinNonEmpty(i.GetName(), i.GetEmail(), i.GetId())
}

func joinNonEmpty(parts ...string) string { return joinWith(", ", parts...) }

func joinWith(between string, parts ...string) string {
	var there []string
	for _, p := range parts {
		if p != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, between)
}
