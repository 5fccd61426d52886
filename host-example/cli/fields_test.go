package cli

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	"google.golang.org/protobuf/types/known/structpb"
)

func TestFieldsCommand(t *testing.T) {
	w := newWorld(t)
	r := w.list(t.Context(), "fields", "sample", "--set", "users=300")
	r.want(t, 0, "seen in a sample: 100 users of sample; others may have further fields")
	want := "" +
		"FIELD       TYPES   FILLED      TAKEN BY\n" +
		"raw.number  number  100 (100%)  id\n" +
		"raw.login   string  100 (100%)  username\n" +
		"raw.state   string  100 (100%)  status\n"
	if d := cmp.Diff(want, r.stdout); d != "" {
		t.Error(d)
	}
	all := w.list(t.Context(), "fields", "sample", "--set", "users=1", "--sample", "7", "--examples", "-o", "ndjson")
	all.want(t, 0, "seen in a sample: 1 user of sample, all that there are")
	wantLine := `{"expression":"raw.login","path":"login","types":["string"],"filled":1,"of":1,"taken_by":[{"field":"username","how":"native"}],"example":"picker1"}`
	if got := strings.Split(all.stdout, "\n"); len(got) != 4 || got[1] != wantLine {
		t.Error(all.stdout)
	}
	groups := w.list(t.Context(), "fields", "sample", "--resource", "groups", "--sample", "2")
	groups.want(t, 0, "2 groups of sample")
	if !strings.Contains(groups.stdout, "raw.team") {
		t.Error(groups.stdout)
	}
	w.list(t.Context(), "fields", "sample", "--set", "users=0").want(t, 0, "no record of users of sample to look at")

	w.list(t.Context(), "fields", "sample", "--resource", "policies").want(t, 2, "--resource must be users, roles or groups")
	w.list(t.Context(), "fields", "sample", "--sample", "0").want(t, 2, "--sample must be 1 to 10000")
	w.list(t.Context(), "fields", "sample", "-o", "csv").want(t, 2, "-o must be table, json or ndjson")
	w.list(t.Context(), "fields", "sample", "--expand", "nothing").want(t, 2, "UNSUPPORTED")
	w.list(t.Context(), "fields", "smaple").want(t, 2, "did you mean sample?")
	w.env["BAD"] = "not-a-token"
	w.run(t.Context(), "fields", "sample", "--secret", "token=env:BAD").want(t, 3, "CREDENTIALS_REJECTED")
}

// expanding is a connector with an expansion that costs, and users with fields that it has read besides.
type expanding struct{ connector.Connector }

func (e expanding) Describe(ctx context.Context) (*connectorv1.Description, error) {
	d, err := e.Connector.Describe(ctx)
	if err == nil {
		d.Resources[0].Expands = []*connectorv1.ExpandSpec{{Name: "attributes", Cost: "one request a user"}}
	}
	return d, err
}

func (e expanding) ListUsers(_ context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.User]) (*connectorv1.Receipt, error) {
	l, err := connector.Begin(sink, req, connector.Binding{Connector: "sample", Resource: "users"})
	if err != nil {
		return nil, err
	}
	u := &iamv1.User{Id: "1", CustomFields: &structpb.Struct{Fields: map[string]*structpb.Value{"Cost Center": structpb.NewStringValue("7")}}}
	if err := l.Page([]*iamv1.User{u}, nil, ""); err != nil {
		return nil, err
	}
	return l.Exhausted(), nil
}

// What an expansion costs is said, and what it brings can be mapped.
func TestFieldsOfAnExpansion(t *testing.T) {
	w := newWorld(t)
	w.add("sample", expanding{w.connectors["sample"]})
	r := w.list(t.Context(), "fields", "sample", "--expand", "attributes")
	r.want(t, 0, "expand attributes: one request a user\n", "seen in a sample: 1 user of sample")
	if !strings.Contains(r.stdout, `user.custom_fields["Cost Center"]  string  1 (100%)`) {
		t.Error(r.stdout)
	}
	list := w.list(t.Context(), "users", "sample", "--expand", "attributes", "--field", `cost_center=user.custom_fields["Cost Center"]`, "-o", "ndjson")
	list.want(t, 0)
	if !strings.HasPrefix(list.stderr, "expand attributes: one request a user\n") && !strings.Contains(list.stderr, "\nexpand attributes: one request a user\n1 user from") {
		t.Error("the cost is not said before the list:", list.stderr)
	}
	if !strings.Contains(list.stdout, `"unified_custom_fields":{"cost_center":"7"}`) {
		t.Error(list.stdout)
	}
	if without := w.list(t.Context(), "users", "sample"); strings.Contains(without.stderr, "expand") {
		t.Error(without.stderr)
	}
}
