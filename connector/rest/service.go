package rest

import (
	"cmp"
	"context"
	"log/slog"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/proto"
)

// API is what a connector says of the API that it reads.
type API struct {
	// Description is what Describe answers. The first region's base URL is the default one; the setting `region` picks
	// another.
	Description *connectorv1.Description
	// BaseURL is where an API without regions is. Empty: the operator must say it.
	BaseURL string
	// KeyField is the field of the credentials that holds the key; Scheme is how it is sent.
	KeyField string
	Scheme   Scheme
	// KeyPrefixes are how the vendor's keys begin. Empty: keys have no form of their own.
	KeyPrefixes []KeyPrefix
	// PathKeys are the operator's keys that say where on the host something is.
	PathKeys []string
	// Pace is how fast requests may follow each other, unless the operator sets it; RateHeaders are those of [Settings].
	Pace        Pace
	RateHeaders RateHeaders

	// Accept, ReadError and Suggest are those of [Options].
	Accept    string
	ReadError func(body []byte) ErrorBody
	Suggest   map[connector.Reason]string
}

// Service is what connectors to APIs over HTTP have in common: the description, and how an account is opened. A connector
// embeds it.
type Service struct {
	api  API
	pool *Pool
	log  *slog.Logger
}

// ServiceOption changes how a service works.
type ServiceOption func(*serviceOptions)

type serviceOptions struct {
	policy Policy
	log    *slog.Logger
}

// WithPolicy sets how patient a connector is with its vendor; [DefaultPolicy] otherwise.
func WithPolicy(p Policy) ServiceOption { return func(o *serviceOptions) { o.policy = p } }

// WithLog has each request that fails logged; without it nothing is.
func WithLog(log *slog.Logger) ServiceOption { return func(o *serviceOptions) { o.log = log } }

// NewService makes a service. The description belongs to it from then on.
func NewService(api API, options ...ServiceOption) *Service {
	o := serviceOptions{policy: DefaultPolicy()}
	for _, option := range options {
		option(&o)
	}
	return &Service{api: api, pool: NewPool(o.policy), log: o.log}
}

// Close closes connections that are idle. The service stays usable.
func (s *Service) Close() error {
	s.pool.Close()
	return nil
}

// Describe says what the connector is. It needs no account and no network.
func (s *Service) Describe(context.Context) (*connectorv1.Description, error) {
	return proto.CloneOf(s.api.Description), nil
}

// Session is one call's way to an account.
type Session struct {
	*Client
	// Endpoint is the base URL in force: what page tokens are bound to.
	Endpoint string
	// Account is the account, checked.
	Account *connectorv1.Account
	// Environment is what the key's prefix tells.
	Environment connectorv1.Environment
}

// Open checks an account and makes the client for it. Nothing is sent.
func (s *Service) Open(account *connectorv1.Account) (*Session, error) {
	d := s.api.Description
	if err := connector.CheckAccount(d, account); err != nil {
		return nil, err
	}
	key, environment, err := s.api.readKey(account)
	if err != nil {
		return nil, err
	}
	credential, err := s.api.Scheme.credential(account, s.api.KeyField, key)
	if err != nil {
		return nil, err
	}
	if err := s.api.checkPaths(account); err != nil {
		return nil, err
	}
	settings, err := ReadSettings(account, Settings{BaseURL: s.baseURL(account), Pace: s.api.Pace, RateHeaders: s.api.RateHeaders})
	if err != nil {
		return nil, err
	}
	client := s.pool.Client(Options{
		Settings:       settings,
		Credential:     credential,
		CredentialPath: "credentials." + s.api.KeyField,
		UserAgent:      "trellis-connector-" + d.GetName() + "/" + d.GetVersion(),
		Accept:         s.api.Accept,
		ReadError:      s.api.ReadError,
		Log:            s.log,
		Suggest:        s.api.Suggest,
	})
	return &Session{Client: client, Endpoint: settings.BaseURL, Account: account, Environment: environment}, nil
}

// OpenList checks a request for a list, and opens its account.
func (s *Service) OpenList(kind connectorv1.ResourceKind, req connector.ListRequest) (*Session, error) {
	if err := connector.CheckListOptions(s.resource(kind), req.Options); err != nil {
		return nil, err
	}
	return s.Open(req.Account)
}

// OpenGet checks a request for one item, and opens its account.
func (s *Service) OpenGet(kind connectorv1.ResourceKind, req connector.GetRequest) (*Session, error) {
	if err := connector.CheckGetOptions(s.resource(kind), req.ID, req.Options); err != nil {
		return nil, err
	}
	return s.Open(req.Account)
}

// baseURL is where an account's requests go, unless the operator sets it.
func (s *Service) baseURL(account *connectorv1.Account) string {
	regions := s.api.Description.GetRegions()
	chosen := account.GetSettings()["region"]
	for _, r := range regions {
		if r.GetId() == cmp.Or(chosen, regions[0].GetId()) {
			return r.GetBaseUrl()
		}
	}
	return s.api.BaseURL
}

// resource is what the description says of a kind.
func (s *Service) resource(kind connectorv1.ResourceKind) *connectorv1.Resource {
	for _, r := range s.api.Description.GetResources() {
		if r.GetKind() == kind {
			return r
		}
	}
	return nil
}
