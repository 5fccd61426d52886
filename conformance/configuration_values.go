package conformance

import (
	"context"
	"fmt"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// badValue is a value that does not fit a field, and why.
type badValue struct{ why, value string }

// defaultMaxLength bounds values of fields that do not say.
const defaultMaxLength = 64 << 10

// badValues are values that a field does not take. good is one that it does, or empty.
func badValues(f *connectorv1.Field, good string) []badValue {
	bad := []badValue{{"a line break", good + "\n" + "x"}, {"a control character", good + "\x07"}}
	if n := f.GetMinLength(); n > 1 {
		bad = append(bad, badValue{"too few bytes", strings.Repeat("x", int(n)-1)})
	}
	most := int(f.GetMaxLength())
	if most == 0 {
		most = defaultMaxLength
	}
	bad = append(bad, badValue{"too many bytes", strings.Repeat("x", most+1)})
	if len(f.GetChoices()) > 0 {
		bad = append(bad, badValue{"a value that is none of the choices", "none-of-the-choices"})
	}
	switch f.GetType() {
	case connectorv1.FieldType_FIELD_TYPE_INTEGER:
		bad = append(bad, badValue{"no number", "many"}, badValue{"a fraction", "1.5"}, badValue{"more than 64 bits", "9223372036854775808"})
	case connectorv1.FieldType_FIELD_TYPE_BOOLEAN:
		bad = append(bad, badValue{"neither true nor false", "yes"})
	case connectorv1.FieldType_FIELD_TYPE_URL:
		bad = append(bad, badValue{"http", "http://127.0.0.1"}, badValue{"no host", "https://"}, badValue{"no URL", "somewhere"})
	}
	return bad
}

func malformedValues(ctx context.Context, t *trial) {
	for _, f := range t.form() {
		good := f.in(t.account())[f.GetKey()]
		for _, bad := range badValues(f.Field, good) {
			t.refused(ctx, fmt.Sprintf("%s in %s", bad.why, f.path()), f.path(), func(a *connectorv1.Account) {
				f.in(a)[f.GetKey()] = bad.value
			})
		}
	}
}

func malformedOperator(ctx context.Context, t *trial) {
	if t.run.pool == nil && len(t.account().GetOperator()) == 0 {
		t.doesNotApply("the account has no operator keys, and a connector ignores those that it has no use for")
	}
	for key, values := range map[string][]badValue{
		connector.OperatorBaseURL: {
			{"http", "http://127.0.0.1:1"}, {"a path alone", "/v1"}, {"no host", "https://"},
			{"user info", "https://me:hush@127.0.0.1:1"}, {"a query", "https://127.0.0.1:1/?a=b"},
		},
		connector.OperatorCAPEM:             {{"text that is no certificate", "no certificate"}},
		connector.OperatorRequestsPerMinute: {{"no number", "many"}, {"a negative number", "-1"}},
		connector.OperatorBurst:             {{"no number", "many"}, {"a negative number", "-1"}},
		connector.OperatorMaxWait:           {{"no duration", "soon"}, {"a number without a unit", "90"}, {"a negative duration", "-1s"}},
	} {
		for _, bad := range values {
			t.refused(ctx, bad.why+" in operator."+key, "operator."+key, func(a *connectorv1.Account) {
				operator := section(a, "operator")
				if key == connector.OperatorBurst && operator[connector.OperatorRequestsPerMinute] == "" {
					operator[connector.OperatorRequestsPerMinute] = "60000"
				}
				operator[key] = bad.value
			})
		}
	}
}
