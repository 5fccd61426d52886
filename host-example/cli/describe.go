package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/host-example/words"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func (a *app) describeCommand() *cobra.Command {
	var format string
	var timeout time.Duration
	c := &cobra.Command{
		Use:               "describe <connector>",
		Short:             "Say what a connector is, what it needs and what it can read",
		Args:              a.oneConnector,
		ValidArgsFunction: a.completeConnector,
		RunE: func(c *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			ctx, cancel := cmdline.WithTimeout(c.Context(), timeout)
			defer cancel()
			from, err := a.connector(args[0])
			if err != nil {
				return err
			}
			d, err := from.Describe(ctx)
			if err != nil {
				return cmdline.Ended(ctx, err)
			}
			if format != "table" {
				return writeMessage(a.Stdout, format, d)
			}
			return writeAll(a.Stdout, description(d, a.screen(a.Stdout)))
		},
	}
	documentFlags(c, &format, &timeout)
	return c
}

// documentFlags are the flags of commands that print one answer.
func documentFlags(c *cobra.Command, format *string, timeout *time.Duration) {
	c.Flags().StringVarP(format, "output", "o", "table", "table (for people), json or ndjson")
	c.Flags().DurationVar(timeout, "timeout", 0, "end the whole command after this time, such as 90s (default: none)")
}

func checkFormat(format string) error {
	switch format {
	case "table", "json", "ndjson":
		return nil
	}
	return usagef("-o must be table, json or ndjson")
}

// description is a connector's description for people.
func description(d *connectorv1.Description, screen output.Screen) []byte {
	doc := &document{screen: screen}
	fmt.Fprintf(&doc.b, "%s: %s, version %s\n", d.GetName(), output.Printable(d.GetTitle()), output.Printable(d.GetVersion()))
	if d.GetSummary() != "" {
		doc.wrap("", d.GetSummary())
	}
	if v := d.GetVendor(); v != nil {
		doc.section("Vendor")
		doc.label("name", "%s", v.GetName())
		doc.label("site", "%s", v.GetWebsiteUrl())
		doc.label("documentation", "%s", v.GetDocumentationUrl())
	}
	for i, m := range d.GetAuthMethods() {
		describeMethod(doc, m, i == 0)
	}
	if fields := settings(d); len(fields) > 0 {
		doc.section("Settings (--set)")
		doc.fields("--set", fields)
	}
	if fields := d.GetOperatorFields(); len(fields) > 0 {
		doc.section("For the operator (--operator), besides what every connector knows")
		doc.fields("--operator", fields)
	}
	for _, r := range d.GetResources() {
		describeResource(doc, r)
	}
	if limits := d.GetRateLimits(); len(limits) > 0 {
		doc.section("Limits that the vendor publishes")
		for _, l := range limits {
			doc.entry("-", rateLimit(l))
		}
	}
	doc.notes("Notes", d.GetNotes())
	return []byte(doc.b.String())
}

func describeMethod(doc *document, m *connectorv1.AuthMethod, byDefault bool) {
	title := "Authentication: " + m.GetTitle()
	if !byDefault {
		title += fmt.Sprintf(" (--auth-method %s)", m.GetId())
	}
	doc.section(title)
	var secrets, others []*connectorv1.Field
	for _, f := range m.GetFields().GetFields() {
		if f.GetSecret() {
			secrets = append(secrets, f)
		} else {
			others = append(others, f)
		}
	}
	doc.fields("--secret", secrets)
	doc.fields("--set", others)
	doc.guide(m.GetGuide())
}

// guide says how to come by credentials.
func (d *document) guide(g *connectorv1.ConnectGuide) {
	for i, step := range g.GetSteps() {
		d.entry(fmt.Sprintf("%d.", i+1), emphasized(step))
	}
	for _, note := range g.GetNotes() {
		d.entry("-", emphasized(note))
	}
	if url := g.GetUrl(); url != "" {
		d.entry("-", "see "+url)
	}
}

// settings are the description's settings, the region among them.
func settings(d *connectorv1.Description) []*connectorv1.Field {
	if region := connector.RegionField(d); region != nil {
		return append([]*connectorv1.Field{region}, d.GetSettings()...)
	}
	return d.GetSettings()
}

// fields lists what can be filled in, and with which flag.
func (d *document) fields(flag string, fields []*connectorv1.Field) {
	longest := 0
	for _, f := range fields {
		longest = max(longest, len(f.GetKey()))
	}
	for _, f := range fields {
		text := f.GetLabel()
		if f.GetRequired() {
			text += " (required)"
		}
		text += ". " + f.GetHelp()
		if len(f.GetChoices()) > 0 {
			text += " One of: " + choices(f.GetChoices()) + "."
		}
		if v := f.GetDefaultValue(); v != "" {
			text += " Default: " + v + "."
		}
		d.wrap(fmt.Sprintf("  %s %-*s  ", flag, longest, f.GetKey()), text)
	}
}

func choices(cs []*connectorv1.Choice) string {
	texts := make([]string, len(cs))
	for i, c := range cs {
		texts[i] = c.GetValue()
		if c.GetLabel() != "" {
			texts[i] += " (" + c.GetLabel() + ")"
		}
	}
	return strings.Join(texts, ", ")
}

func (d *document) notes(title string, notes []string) {
	if len(notes) == 0 {
		return
	}
	d.section(title)
	for _, n := range notes {
		d.entry("-", emphasized(n))
	}
}

func rateLimit(l *connectorv1.RateLimit) string {
	text := fmt.Sprintf("%s requests in any %s", words.Thousands(l.GetRequests()), stretch(l.GetPer().AsDuration()))
	if l.GetBurst() > 0 {
		text += fmt.Sprintf(", burst %s", words.Thousands(l.GetBurst()))
	}
	if l.GetScope() != "" {
		text += ", counted for each " + l.GetScope()
	}
	if l.GetPlan() != "" {
		text += " (plan " + l.GetPlan() + ")"
	}
	return text
}

// stretch names a length of time: "minute", "10s".
func stretch(d time.Duration) string {
	switch d {
	case time.Second:
		return "second"
	case time.Minute:
		return "minute"
	case time.Hour:
		return "hour"
	}
	return d.String()
}
