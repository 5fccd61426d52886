// Package lattice is the connector to Lattice (lattice.com), over its public API v1 with an API key.
//
// It reads users (GET /v1/users), departments as groups (GET /v1/departments), and two roles that are derived from a
// user's isAdmin, for the API tells no others. What becomes of each field stands in package mappings/lattice, and as data
// in [Connector.Describe].
//
// Lattice answers users of status active alone unless it is asked for others. A list without a filter is a census: it asks
// with status=null, which is documented as "all", and where Lattice refuses that, it makes one pass for each status. What
// Lattice does not document, and so is not promised: the order of users, how long a cursor lives, and whether an admin's
// key sees everyone.
package lattice

import (
	"context"
	"net/url"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/proto"
)

// Version is the connector's own version.
const Version = "0.1.0"

const (
	name      = "lattice"
	keyField  = "api_key"
	regionKey = "region"

	// perMinute is the limit that integrators know: 240 requests a minute.
	perMinute = 240
	// maxPageSize is Lattice's; the fewest requests are made with it, so it is the default too.
	maxPageSize = 100
	// cursorVersion counts the meanings of the cursors in page tokens: see [pass].
	cursorVersion = 1
)

// Connector is the connector. It may be used by many goroutines, for many accounts.
type Connector struct {
	description *connectorv1.Description
	pool        *rest.Pool
}

var _ connector.Connector = (*Connector)(nil)

// Option changes how the connector works.
type Option func(*options)

type options struct{ policy rest.Policy }

// WithPolicy sets how patient the connector is with Lattice; [rest.DefaultPolicy] otherwise.
func WithPolicy(p rest.Policy) Option { return func(o *options) { o.policy = p } }

// New makes a connector.
func New(opts ...Option) *Connector {
	o := options{policy: rest.DefaultPolicy()}
	for _, opt := range opts {
		opt(&o)
	}
	return &Connector{description: describe(), pool: rest.NewPool(o.policy)}
}

// Close closes connections that are idle. The connector stays usable.
func (c *Connector) Close() error {
	c.pool.Close()
	return nil
}

// Describe says what the connector is. It needs no account and no network.
func (c *Connector) Describe(context.Context) (*connectorv1.Description, error) {
	return proto.CloneOf(c.description), nil
}

// session is one call's way to an account.
type session struct {
	client   *rest.Client
	endpoint string
}

// open checks an account and makes the client for it. Nothing is sent.
func (c *Connector) open(account *connectorv1.Account) (*session, error) {
	if err := connector.CheckAccount(c.description, account); err != nil {
		return nil, err
	}
	key := account.GetCredentials()[keyField]
	if !isToken(key) {
		return nil, connector.InvalidField("credentials."+keyField, "holds a character that is in no API key, such as a space")
	}
	region := c.description.GetRegions()[0]
	for _, r := range c.description.GetRegions() {
		if r.GetId() == account.GetSettings()[regionKey] {
			region = r
		}
	}
	settings, err := rest.ReadSettings(account, rest.Settings{BaseURL: region.GetBaseUrl(), Pace: rest.Pace{PerMinute: perMinute}})
	if err != nil {
		return nil, err
	}
	client := c.pool.Client(rest.Options{
		Settings:       settings,
		Credential:     rest.Bearer(key),
		CredentialPath: "credentials." + keyField,
		UserAgent:      "trellis-connector-" + name + "/" + Version,
		Suggest:        suggestions,
	})
	return &session{client: client, endpoint: settings.BaseURL}, nil
}

// isToken reports whether a key is made of what a header may hold and a person can see.
func isToken(key string) bool {
	for _, c := range []byte(key) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return key != ""
}

// resource is what the description says of a kind.
func (c *Connector) resource(kind connectorv1.ResourceKind) *connectorv1.Resource {
	for _, r := range c.description.GetResources() {
		if r.GetKind() == kind {
			return r
		}
	}
	return nil
}

// suggestions are what to do about an error, in Lattice's words.
var suggestions = map[connector.Reason]string{
	connector.CredentialsRejected: "The key may be mistyped, revoked, of the other region, or its owner may be deactivated. " +
		"Have a super admin make a new one in Lattice: Admin > Platform > API Keys.",
	connector.PermissionMissing: "The key is valid, but the user who made it may not see this. Have a super admin make the " +
		"key; API access must also be granted to the company by Lattice.",
	connector.RateLimited: "Lattice allows 240 requests a minute. Come back later, or have the operator lower requests_per_minute " +
		"where other programs use the same key.",
	connector.UpstreamUntrusted: "Check operator.base_url and operator.ca_pem, and what stands between this machine and Lattice.",
	connector.UpstreamLoop:      "This is a fault of Lattice's API: report it to Lattice with the request id.",
}

// itemPath is the path of one record.
func itemPath(collection, id string) (string, bool) {
	segment, ok := rest.Segment(id)
	return collection + segment, ok
}

// publicQuery are the parameters whose values are neither secret nor personal.
var publicQuery = []string{"limit", "status", "startingAfter"}

func pageQuery(size int32, cursor string) url.Values {
	q := url.Values{"limit": {itoa(size)}}
	if cursor != "" {
		q.Set("startingAfter", cursor)
	}
	return q
}
