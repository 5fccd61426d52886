package mutants

import (
	"context"
	"crypto/tls"
	"maps"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// detached is a context that knows nothing of its caller.
func detached(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }

// accounts makes a mutant that is asked about another account.
func accounts(change func(*connectorv1.Account)) wrong {
	return wrong{request: func(c *call) error {
		if a := c.account(); a != nil {
			change(a)
		}
		return nil
	}}
}

// accountMutants are wrong about configuration and accounts.
func accountMutants() []Mutant {
	var mu, busy sync.Mutex // busy is held by the one list
	var first *connectorv1.Account
	var keys map[string]string
	var running []context.CancelFunc
	var ready atomic.Bool
	return []Mutant{
		{"mixes-accounts", "reads the first account that it saw, whichever is asked for", by("concurrency.accounts"),
			accounts(func(a *connectorv1.Account) {
				mu.Lock()
				defer mu.Unlock()
				if first == nil {
					first = proto.CloneOf(a)
				}
				a.Operator, a.Credentials = first.GetOperator(), first.GetCredentials()
			})},
		{"mixes-keys", "sends the first key that it saw, whoever's list it is", by("secrets.right-key"),
			accounts(func(a *connectorv1.Account) {
				mu.Lock()
				defer mu.Unlock()
				if first == nil {
					first = proto.CloneOf(a)
				}
				a.Credentials = first.GetCredentials()
			})},
		{"keeps-a-key", "uses the last key that worked where none is given", by("configuration.required"),
			accounts(func(a *connectorv1.Account) {
				mu.Lock()
				defer mu.Unlock()
				if a.GetCredentials()["api_key"] != "" {
					keys = maps.Clone(a.GetCredentials())
				} else if keys == nil {
					keys = map[string]string{"api_key": "harbor-default-key"}
				}
				a.Credentials = keys
			})},
		{"one-at-a-time", "refuses a list while another is under way", by("concurrency.lists"),
			wrong{
				request: func(c *call) error {
					if c.list() == nil {
						return nil
					}
					if !busy.TryLock() {
						return connector.Errorf(connector.UpstreamUnavailable, "busy")
					}
					context.AfterFunc(c.ctx, busy.Unlock)
					return nil
				},
			}},
		{"one-ends-all-end", "ends all lists when one of them is cancelled", by("cancellation.others"),
			wrong{context: func(ctx context.Context) context.Context {
				mu.Lock()
				defer mu.Unlock()
				mine, cancel := context.WithCancel(ctx)
				context.AfterFunc(ctx, func() {
					mu.Lock()
					defer mu.Unlock()
					for _, other := range running {
						other()
					}
				})
				running = append(running, cancel)
				return mine
			}}},
		{"needs-authenticate", "refuses what comes before Authenticate", by("concurrency.first-call"),
			wrong{request: func(c *call) error {
				switch {
				case c.operation == "Authenticate":
					ready.Store(true)
				case c.account() != nil && !ready.Load():
					return connector.Errorf(connector.UpstreamUnavailable, "not signed in yet")
				}
				return nil
			}}},
		{"region-unknown-accepted", "takes a region that it does not have", by("configuration.region"),
			accounts(func(a *connectorv1.Account) {
				if r := a.GetSettings()["region"]; r != "north" && r != "south" {
					delete(a.GetSettings(), "region")
				}
			})},
		{"setting-empty-refused", "refuses a setting that is empty", by("configuration.empty"),
			wrong{request: func(c *call) error {
				if v, set := c.account().GetSettings()["ship"]; set && v == "" {
					return connector.InvalidField("settings.ship", "is empty")
				}
				return nil
			}}},
		{"secret-among-settings", "takes the key from the settings, too", by("configuration.wrong-map"),
			accounts(func(a *connectorv1.Account) {
				if k := a.GetSettings()["api_key"]; k != "" {
					a.Credentials = map[string]string{"api_key": k}
					delete(a.Settings, "api_key")
				}
			})},
		{"operator-key-refused", "refuses an operator's key that it has no use for", by("configuration.operator-known"),
			wrong{request: func(c *call) error {
				if c.account().GetOperator()["burst"] != "" {
					return connector.InvalidField("operator.burst", "there is no burst here")
				}
				return nil
			}}},
		{"asks-before-it-checks", "asks the vendor before it looks at the account", by("configuration.nothing-sent"),
			wrong{request: func(c *call) error {
				if base := c.account().GetOperator()["base_url"]; strings.HasPrefix(base, "https://127.0.0.1") {
					client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true}} //nolint:gosec // a stand-in
					if r, err := client.Get(base + "/"); err == nil {                                                                                  //nolint:noctx // as careless as the rest
						_ = r.Body.Close()
					}
				}
				return nil
			}}},
		{"authenticate-refuses", "takes no key", by("authenticate.good"),
			wrong{end: func(c *call, err error) error {
				if err == nil && c.operation == "Authenticate" {
					return connector.Errorf(connector.CredentialsRejected, "no")
				}
				return err
			}}},
		{"lists-for-anybody", "answers an empty list where the key is wrong", by("authenticate.rejected-lists"),
			swallows(connector.CredentialsRejected)},
		{"authenticate-not-true", "calls a resource available that it may not read", by("authenticate.true"),
			wrong{end: func(c *call, err error) error {
				if c.operation == "ListGroups" {
					return connector.Errorf(connector.PermissionMissing, "the key may not read crews")
				}
				return err
			}}},
		{"authenticate-sees-less", "sees less in Authenticate than in its receipts", by("authenticate.visibility"),
			authentications(func(a *connectorv1.Authentication) {
				for _, r := range a.GetResources() {
					r.Visibility = connectorv1.Visibility_VISIBILITY_PARTIAL
				}
			})},
		{"authenticate-warns-of-nothing", "warns without a word", by("authenticate.warnings"),
			authentications(func(a *connectorv1.Authentication) {
				a.Warnings = append(a.GetWarnings(), &connectorv1.AccountWarning{})
			})},
		{"authenticate-someone", "calls an identity by an id that no user has", by("authenticate.identity"),
			authentications(func(a *connectorv1.Authentication) {
				a.Identity = &connectorv1.Identity{Id: "1", Name: "Harbor master", Email: "member1@harbor.example"}
			})},
		{"authenticate-forbidden", "says of a 403 that the key was refused, when it tries the key", by("authenticate.forbidden"),
			wrong{end: func(c *call, err error) error {
				if e := failed(err); e != nil && e.Reason == connector.PermissionMissing && c.operation == "Authenticate" {
					e.Reason = connector.CredentialsRejected
					return e
				}
				return err
			}}},
		{"authenticate-reads-all", "asks the vendor twenty times to try a key", by("authenticate.cheap"), wrong{again: 20}},
		{"setting-unknown-accepted", "takes a setting that it does not have", by("configuration.unknown"),
			accounts(func(a *connectorv1.Account) {
				maps.DeleteFunc(a.GetSettings(), func(k, _ string) bool { return k != "ship" && !operatorKeys[k] })
			})},
		{"credential-unknown-accepted", "takes a credential that it does not have", by("configuration.unknown"),
			accounts(func(a *connectorv1.Account) {
				maps.DeleteFunc(a.GetCredentials(), func(k, _ string) bool { return k != "api_key" })
			})},
		{"operator-unknown-accepted", "takes an operator's key that it does not have", by("configuration.unknown"),
			accounts(func(a *connectorv1.Account) {
				maps.DeleteFunc(a.GetOperator(), func(k, _ string) bool { return !operatorKeys[k] })
			})},
		{"operator-key-among-settings", "lets an end user say where requests go", by("configuration.operator-key-as-setting"),
			accounts(func(a *connectorv1.Account) {
				maps.DeleteFunc(a.GetSettings(), func(k, _ string) bool { return operatorKeys[k] })
			})},
		{"setting-malformed-accepted", "takes a value that its field does not allow", by("configuration.malformed"),
			accounts(func(a *connectorv1.Account) {
				if v := a.GetSettings()["ship"]; len(v) > 64 || strings.ContainsAny(v, "\x00\n") {
					delete(a.GetSettings(), "ship")
				}
				for k, v := range a.GetOperator() {
					if k == "requests_per_minute" && strings.Trim(v, "0123456789") != "" {
						delete(a.GetOperator(), k)
					}
				}
			})},
		{"http-accepted", "takes a base URL that is not https", by("configuration.operator-malformed"),
			accounts(func(a *connectorv1.Account) {
				if v := a.GetOperator()["base_url"]; strings.HasPrefix(v, "http://") {
					a.Operator["base_url"] = "https" + strings.TrimPrefix(v, "http")
				}
			})},
		{"method-unknown-accepted", "takes an auth method that it does not have", by("configuration.auth-method"),
			accounts(func(a *connectorv1.Account) { a.AuthMethodId = "" })},
		{"id-not-required", "takes an account without an id", by("configuration.account-id"),
			accounts(func(a *connectorv1.Account) {
				if a.GetId() == "" {
					a.Id = "nobody"
				}
			})},
		{"authenticate-always", "takes any key", by("authenticate.wrong"),
			wrong{instead: func(c *call) proto.Message {
				if c.operation != "Authenticate" || c.key() == "" {
					return nil
				}
				a := &connectorv1.Authentication{}
				for _, kind := range []connectorv1.ResourceKind{1, 2, 3} {
					a.Resources = append(a.Resources, &connectorv1.ResourceAccess{
						Kind: kind, Availability: connectorv1.Availability_AVAILABILITY_AVAILABLE, Visibility: connectorv1.Visibility_VISIBILITY_FULL,
					})
				}
				return &connectorv1.AuthenticateResponse{Authentication: a}
			}}},
		{"authenticate-forgets-resource", "does not judge a resource that it describes", by("authenticate.resources"),
			authentications(func(a *connectorv1.Authentication) { a.Resources = a.GetResources()[1:] })},
		{"authenticate-no-reason", "does not say why a resource cannot be read", by("authenticate.reasons"),
			authentications(func(a *connectorv1.Authentication) {
				a.Resources[0].Availability, a.Resources[0].Reason = connectorv1.Availability_AVAILABILITY_UNKNOWN, ""
			})},
	}
}

var operatorKeys = map[string]bool{"base_url": true, "ca_pem": true, "requests_per_minute": true, "burst": true, "max_wait": true}

// authentications makes a mutant that answers Authenticate otherwise.
func authentications(change func(*connectorv1.Authentication)) wrong {
	return wrong{answer: func(_ *call, answer proto.Message) {
		if a, ok := answer.(*connectorv1.AuthenticateResponse); ok {
			change(a.GetAuthentication())
		}
	}}
}
