package cli

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/survey"
	"github.com/trellis-iam/trellis/host-example/words"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/encoding/protojson"
)

// surveyFlags say of what the fields are shown, and how.
type surveyFlags struct {
	resource string
	sample   int64
	expand   []string
	examples bool
	output   string
	timeout  time.Duration
}

// defaultSample is one page of most applications. maxSample bounds the requests that looking around may cost.
const (
	defaultSample = 100
	maxSample     = 10_000
)

func (a *app) fieldsCommand() *cobra.Command {
	var account accountFlags
	var flags surveyFlags
	c := &cobra.Command{
		Use:   "fields " + aboutOne,
		Short: "Show which fields the application's records have, to map them with --field",
		Long: "Reads a sample of an account's users, roles or groups, and shows what the application's own records hold: each\n" +
			"field as an expression that users, roles and groups take with --field, the types of its values, in how many\n" +
			"records of the sample it is filled, and which normalized field takes it already.\n\n" +
			"Values are not shown, for they may be personal; --examples shows one of each.",
		Example: "  trellis fields lattice --secret api_key=env:LATTICE_API_KEY\n" +
			"  trellis users lattice --secret api_key=env:LATTICE_API_KEY --field starts=raw.startDate",
		Args:              account.args(a),
		ValidArgsFunction: a.completeConnector,
		RunE: func(c *cobra.Command, args []string) error {
			t, err := account.one(a, args)
			if err != nil {
				return err
			}
			switch flags.resource {
			case "users":
				err = runFields(c.Context(), a, users(), t, flags)
			case "roles":
				err = runFields(c.Context(), a, roles(), t, flags)
			case "groups":
				err = runFields(c.Context(), a, groups(), t, flags)
			default:
				return usagef("--resource must be users, roles or groups")
			}
			return t.failed(err)
		},
	}
	f := c.Flags()
	account.add(f, false)
	f.StringVar(&flags.resource, "resource", "users", "what to look at: users, roles or groups")
	f.Int64Var(&flags.sample, "sample", defaultSample, "how many of them to look at, at most; in whole pages")
	f.Func("expand", "what to read besides, as `name[,name]`; names from describe", func(names string) error {
		flags.expand = append(flags.expand, strings.Split(names, ",")...)
		return nil
	})
	f.BoolVar(&flags.examples, "examples", false, "show a value of each field; it may be personal")
	f.StringVarP(&flags.output, "output", "o", "table", plainFormats)
	f.DurationVar(&flags.timeout, "timeout", 0, "end the whole command after this time, such as 90s (default: none)")
	return c
}

func runFields[T connector.Item](ctx context.Context, a *app, r resource[T], t target, flags surveyFlags) error {
	if flags.sample < 1 || flags.sample > maxSample {
		return usagef("--sample must be 1 to %d", maxSample)
	}
	sample := &sampled{of: r.name, examples: flags.examples}
	write, err := itemWriter(a, flags.output, fieldView(sample))
	if err != nil {
		return err
	}
	ctx, cancel := cmdline.WithTimeout(ctx, flags.timeout)
	defer cancel()
	c, account, err := a.open(ctx, t)
	if err != nil {
		return err
	}
	d, err := c.Describe(ctx)
	if err != nil {
		return cmdline.Ended(ctx, err)
	}
	about := resourceOf(d, r.kind)
	options := &connectorv1.ListOptions{Raw: true, Expand: flags.expand}
	if err := (&cmdline.List{Limit: flags.sample}).Fit(about, options); err != nil {
		return err
	}
	a.tellCosts(t, about, options)
	sample.coverage = about.GetCoverage()
	watch, done := a.watch(t, account, r.name)
	defer done()
	s := &stream[T]{app: a, from: t, watch: watch, limit: flags.sample, write: func(items []T) error {
		for _, item := range items {
			if err := look(&sample.survey, item); err != nil {
				a.log.Warn("not looked at", "error", err)
			}
		}
		return nil
	}}
	receipt, err := r.list(c, ctx, connector.ListRequest{Account: account, Options: options}, s)
	if err != nil && !errors.Is(err, errEnough) {
		return cmdline.Ended(ctx, err)
	}
	if err := writeOnce(write, sample.survey.Fields()); err != nil {
		return err
	}
	a.note("%s", sample.summary(t.name, receipt))
	return nil
}

// look adds an item to a survey: the application's record, and what the connector has read besides.
func look[T connector.Item](s *survey.Survey, item T) error {
	raw := item.GetSource().GetRaw()
	u, _ := any(item).(*iamv1.User)
	if len(raw) == 0 && u.GetCustomFields() == nil {
		return nil
	}
	s.Next()
	if len(raw) > 0 {
		if err := s.Add("raw", raw); err != nil {
			return err
		}
	}
	if u.GetCustomFields() == nil {
		return nil
	}
	custom, err := protojson.Marshal(u.GetCustomFields())
	if err != nil {
		return err
	}
	return s.Add("user.custom_fields", custom)
}

// sampled is a sample that was looked at.
type sampled struct {
	survey   survey.Survey
	of       string // "users"
	examples bool
	coverage []*connectorv1.FieldCoverage
}

// summary says what the fields were seen in.
func (s *sampled) summary(connector string, receipt *connectorv1.Receipt) string {
	n := int64(s.survey.Records())
	if n == 0 {
		return "no record of " + s.of + " of " + connector + " to look at: there is none, or the connector makes them itself"
	}
	text := "seen in a sample: " + words.Plural(n, s.of) + " of " + connector
	if receipt.GetEnd() == connectorv1.End_END_EXHAUSTED {
		text += ", all that there are"
	} else {
		text += "; others may have further fields"
	}
	if s.survey.Cut() {
		text += "; records have more fields than are shown"
	}
	return text
}
