package conformance

import (
	"context"
	"regexp"
	"slices"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// authenticated is the answer for the account under test; without one the case is not reached.
func (t *trial) authenticated(ctx context.Context) *connectorv1.Authentication {
	t.knownToAuthenticate()
	a, f := t.connector(ctx).authenticate(ctx, t.account())
	if f != nil {
		t.notReached(firstAuthenticate, "Authenticate fails")
	}
	return a
}

func goodCredentials(ctx context.Context, t *trial) {
	if a, f := t.connector(ctx).authenticate(ctx, t.account()); f != nil {
		t.failf("Authenticate: %v", f)
	} else if a == nil {
		t.failf("the answer is empty")
	}
}

// accessToken is the name of the credential that OAuth gives.
const accessToken = "access_token"

// wrong makes credentials wrong, and says which failures that may be.
func (t *trial) wrong(key, good string) (string, []connector.Reason) {
	reasons := []connector.Reason{connector.CredentialsRejected}
	if key == accessToken {
		reasons = append(reasons, connector.CredentialsExpired)
	}
	for _, f := range t.form() { // its length must not give it away
		if n := int(f.GetMaxLength()); f.path() == "credentials."+key && n > 0 && len(good)+4 > n {
			return good[:max(len(good)-4, 0)] + "zzzz", reasons
		}
	}
	return good + "zzzz", reasons
}

// credentials are those of the account under test.
func (t *trial) credentials() map[string]string {
	all := t.account().GetCredentials()
	if len(all) == 0 {
		t.doesNotApply("the account has no credentials")
	}
	return all
}

func wrongCredentials(ctx context.Context, t *trial) {
	for key, good := range t.credentials() {
		a := t.account()
		var reasons []connector.Reason
		a.Credentials[key], reasons = t.wrong(key, good)
		_, f := t.connector(ctx).authenticate(ctx, a)
		t.wantAuthenticate(f, "Authenticate with a wrong "+key, reasons...)
	}
}

func wrongCredentialsInLists(ctx context.Context, t *trial) {
	for key, good := range t.credentials() {
		for k := range t.lists(ctx) {
			a := t.account()
			var reasons []connector.Reason
			a.Credentials[key], reasons = t.wrong(key, good)
			s := t.connector(ctx).list(ctx, k, a, nil)
			if s.failure == nil && k.kind != users().kind && len(s.exchanges()) == 0 {
				continue // the vendor has no list of it: nothing was asked, and nothing of the vendor's was told
			}
			t.wantReason(s.failure, k.listCall+" with a wrong "+key, reasons...)
			if len(s.items()) > 0 || s.receipt() != nil {
				t.failf("%s with a wrong %s: %d items came, and the receipt %v", k.listCall, key, len(s.items()), s.receipt())
			}
		}
	}
}

func resourcesAreThose(ctx context.Context, t *trial) {
	seen := map[connectorv1.ResourceKind]int{}
	for _, r := range t.authenticated(ctx).GetResources() {
		seen[r.GetKind()]++
	}
	for _, r := range t.about().GetResources() {
		if n := seen[r.GetKind()]; n != 1 {
			t.failf("%s stand in the answer %d times", nameOf(r.GetKind()), n)
		}
		delete(seen, r.GetKind())
	}
	for k := range seen {
		t.failf("%s stand in the answer, and not in Describe", nameOf(k))
	}
}

func accessHasReasons(ctx context.Context, t *trial) {
	for _, r := range t.authenticated(ctx).GetResources() {
		available := r.GetAvailability() == connectorv1.Availability_AVAILABILITY_AVAILABLE
		if available != (r.GetReason() == "") {
			t.failf("%s are %v, with the reason %q", nameOf(r.GetKind()), r.GetAvailability(), r.GetReason())
		}
	}
}

func accessIsTrue(ctx context.Context, t *trial) {
	for _, r := range t.authenticated(ctx).GetResources() {
		i := slices.IndexFunc(kinds(), func(k *kind) bool { return k.kind == r.GetKind() })
		if i < 0 || !slices.Contains(t.resource(kinds()[i]).GetOperations(), opList) {
			continue
		}
		k := kinds()[i]
		f := t.list(ctx, k, &connectorv1.ListOptions{PageLimit: 1}).failure
		switch r.GetAvailability() {
		case connectorv1.Availability_AVAILABILITY_AVAILABLE:
			if f != nil {
				t.failf("%s are AVAILABLE, and listing them fails: %v", k.name, f)
			}
		case connectorv1.Availability_AVAILABILITY_UNAVAILABLE:
			if !f.unsupported() {
				t.wantReason(f, k.name+", which are UNAVAILABLE", connector.PermissionMissing, connector.ReasonUnsupported)
			}
		default:
		}
	}
}

// less orders visibilities: PARTIAL before UNKNOWN before FULL.
var less = map[connectorv1.Visibility]int{
	connectorv1.Visibility_VISIBILITY_PARTIAL: 0, connectorv1.Visibility_VISIBILITY_UNSPECIFIED: 1,
	connectorv1.Visibility_VISIBILITY_UNKNOWN: 1, connectorv1.Visibility_VISIBILITY_FULL: 2,
}

func visibilityAgrees(ctx context.Context, t *trial) {
	claimed := map[connectorv1.ResourceKind]connectorv1.Visibility{}
	for _, r := range t.authenticated(ctx).GetResources() {
		claimed[r.GetKind()] = r.GetVisibility()
	}
	for k := range t.lists(ctx) {
		got := t.whole(ctx, k).receipt().GetVisibility()
		// The list may know better than UNKNOWN, and never more than PARTIAL.
		if claimed[k.kind] == connectorv1.Visibility_VISIBILITY_PARTIAL && less[got] > less[claimed[k.kind]] {
			t.failf("%s: Authenticate says %v, and the receipt %v", k.name, claimed[k.kind], got)
		}
	}
}

var warningCode = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)

func warningsAreWhole(ctx context.Context, t *trial) {
	a := t.authenticated(ctx)
	for _, w := range a.GetWarnings() {
		if !warningCode.MatchString(w.GetCode()) || w.GetMessage() == "" {
			t.failf("a warning is %v", w)
		}
	}
	if a.GetExpiresAt() != nil && !a.GetExpiresAt().IsValid() {
		t.failf("expires_at is no instant: %v", a.GetExpiresAt())
	}
}

func identityIsUser(ctx context.Context, t *trial) {
	who := t.authenticated(ctx).GetIdentity()
	if who.GetId() == "" || who.GetEmail() == "" {
		t.doesNotApply("the identity has no id and e-mail address to compare")
	}
	for k := range t.lists(ctx) {
		if k.kind != users().kind {
			continue
		}
		for _, one := range t.whole(ctx, k).items() {
			u, ok := one.(*iamv1.User)
			if ok && u.GetPrimaryEmail() == who.GetEmail() && u.GetId() != who.GetId() {
				t.failf("the identity has the id %q, and the user with its address %q", who.GetId(), u.GetId())
			}
		}
	}
}

func forbidden(ctx context.Context, t *trial) {
	s := t.sandbox(ctx, 10, firstSeed)
	t.must(s.fail(ctx, fault{Kind: "status", Status: 403}))
	_, f := t.connector(ctx).authenticate(ctx, s.account())
	t.wantAuthenticate(f, "Authenticate, where the vendor answers 403", connector.PermissionMissing)
}

// fewRequests is what trying credentials may take, with what else there is to learn about three kinds of resources.
const fewRequests = 10

func authenticateIsCheap(ctx context.Context, t *trial) {
	const users = 2500
	s := t.sandbox(ctx, users, firstSeed)
	if _, f := t.connector(ctx).authenticate(ctx, s.account()); f != nil {
		t.notReached(firstAuthenticate, "Authenticate fails")
	}
	seen, err := s.seen(ctx)
	t.must(err)
	if seen.Total > fewRequests {
		t.failf("it took %d requests with %d users: %v", seen.Total, users, seen.ByPath)
	}
}
