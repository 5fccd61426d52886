package conformance

import (
	"context"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func describeStatic(ctx context.Context, t *trial) {
	var first *connectorv1.Description
	for _, p := range []*process{t.connector(ctx), t.fresh(ctx)} {
		for range 2 {
			again, f := p.describe(ctx)
			switch {
			case f != nil:
				t.fatalf("Describe fails: %v", f)
			case again == nil:
				t.fatalf("Describe answers nothing")
			case first == nil:
				first = again
			case !proto.Equal(first, again):
				t.fatalf("one answer is %v, and another %v", first, again)
			}
		}
	}
}

// describeWithin is what the contract gives an answer of constants.
const describeWithin = time.Second

func describeQuick(ctx context.Context, t *trial) {
	fastest := time.Hour
	for range 3 { // a busy machine is slow now and then, and a slow answer always
		p := t.fresh(ctx)
		start := time.Now()
		if _, f := p.describe(ctx); f != nil {
			t.fatalf("Describe fails: %v", f)
		}
		if fastest = min(fastest, time.Since(start)); fastest <= describeWithin {
			return
		}
	}
	t.failf("it took %v at best", fastest.Round(time.Millisecond))
}

func describeWellFormed(_ context.Context, t *trial) {
	if err := connector.CheckDescription(t.about()); err != nil {
		t.failf("%v", err)
	}
}

func describeName(_ context.Context, t *trial) {
	base := strings.TrimSuffix(filepath.Base(t.run.target.Path), ".exe")
	name, ok := strings.CutPrefix(base, plugin.BinaryPrefix)
	switch {
	case !ok:
		t.doesNotApply("the binary's name, %s, does not begin with %s", base, plugin.BinaryPrefix)
	case name != t.about().GetName():
		t.failf("the binary is %s, and the connector says that it is %q", base, t.about().GetName())
	}
}

func describeGuide(_ context.Context, t *trial) {
	for _, m := range t.about().GetAuthMethods() {
		if len(m.GetGuide().GetSteps()) == 0 {
			t.failf("auth method %s has no guide", m.GetId())
		}
	}
}

func describeLinks(_ context.Context, t *trial) {
	v := t.about().GetVendor()
	links := map[string]string{"vendor.website_url": v.GetWebsiteUrl(), "vendor.documentation_url": v.GetDocumentationUrl()}
	for _, m := range t.about().GetAuthMethods() {
		links["auth_methods."+m.GetId()+".guide.url"] = m.GetGuide().GetUrl()
	}
	for _, r := range t.about().GetRegions() {
		links["regions."+r.GetId()+".base_url"] = r.GetBaseUrl()
	}
	for at, link := range links {
		if u, err := url.Parse(link); link != "" && (err != nil || u.Scheme != "https" || u.Hostname() == "") {
			t.failf("%s is %q", at, link)
		}
	}
}

func describeResources(_ context.Context, t *trial) {
	if len(t.about().GetResources()) == 0 {
		t.failf("there are none: nothing can be read")
	}
	for _, r := range t.about().GetResources() {
		name := nameOf(r.GetKind())
		switch {
		case len(r.GetOperations()) == 0:
			t.failf("%s: nothing can be done with them", name)
		case slices.Contains(r.GetOperations(), connectorv1.Operation_OPERATION_UNSPECIFIED):
			t.failf("%s: an operation is 0, which is never sent", name)
		}
		if r.GetConsistency() == connectorv1.Consistency_CONSISTENCY_UNSPECIFIED {
			t.failf("%s: consistency is not told", name)
		}
		if r.GetMaxPageSize() > 0 && r.GetDefaultPageSize() > r.GetMaxPageSize() {
			t.failf("%s: the default page size, %d, is above the largest, %d", name, r.GetDefaultPageSize(), r.GetMaxPageSize())
		}
		if r.GetKind() == users().kind && r.GetEdges() != connectorv1.EdgeLocation_EDGE_LOCATION_UNSPECIFIED {
			t.failf("users: edges are %v, and only roles and groups have them", r.GetEdges())
		}
	}
}

// nameOf is a kind as people name it.
func nameOf(k connectorv1.ResourceKind) string {
	for _, one := range kinds() {
		if one.kind == k {
			return one.name
		}
	}
	return k.String()
}
