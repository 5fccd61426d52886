package demo

import (
	"strconv"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattica/latticatest"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/connector/scim/scimtest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Sizes of the directories: enough to see speed, little enough to wait for.
const (
	vendorUserCount = 2_000
	sampleUserCount = 50_000
	groupCount      = 40
)

// seed makes customers whose first users are of several statuses and scripts.
const seed = 21

// application is one that the demonstration links.
type application struct {
	connector string
	link      func() (*link, error)
}

// link is an account at an application.
type link struct {
	account *connectorv1.Account
	close   func()
}

// applications are the vendors, each played by its stand-in, and the sample.
var applications = []application{
	{"lattice", func() (*link, error) {
		s, err := latticetest.NewServer(latticetest.Config{Users: vendorUserCount, Seed: seed})
		if err != nil {
			return nil, err
		}
		return standIn(s.Server, "api_key"), nil
	}},
	{"lattice-scim", func() (*link, error) {
		s, err := scimtest.NewServer(scimtest.Config{Users: vendorUserCount, Seed: seed, Lattice: true})
		if err != nil {
			return nil, err
		}
		return standIn(s.Server, "api_key"), nil
	}},
	{"scim", func() (*link, error) {
		s, err := scimtest.NewServer(scimtest.Config{Users: vendorUserCount, Seed: seed, Groups: groupCount})
		if err != nil {
			return nil, err
		}
		return standIn(s.Server, "token"), nil
	}},
	{"lattica", func() (*link, error) {
		s, err := latticatest.NewServer(latticatest.Config{Users: vendorUserCount, Seed: seed})
		if err != nil {
			return nil, err
		}
		return standIn(s.Server, "api_key"), nil
	}},
	{"sample", func() (*link, error) {
		return &link{close: func() {}, account: &connectorv1.Account{
			Settings: map[string]string{"users": strconv.Itoa(sampleUserCount)}, Credentials: map[string]string{"token": sample.Token},
		}}, nil
	}},
}

// standIn links a stand-in. Base URL and certificate are for operators: an end user could not point a connector anywhere but at
// its vendor.
func standIn(s *resttest.Server, keyField string) *link {
	return &link{close: s.Close, account: &connectorv1.Account{
		Operator:    map[string]string{connector.OperatorBaseURL: s.URL, connector.OperatorCAPEM: s.CAPEM()},
		Credentials: map[string]string{keyField: s.APIKey},
	}}
}

// app is an application that is linked: its connector, and an account.
type app struct {
	connector.Connector
	name    string
	account *connectorv1.Account
	about   *connectorv1.Description
	close   func()
}

// reads are the kinds of things that the connector offers.
func (a *app) reads() (kinds []string) {
	for _, r := range a.about.GetResources() {
		kinds = append(kinds, strings.ToLower(strings.TrimPrefix(r.GetKind().String(), "RESOURCE_KIND_"))+"s")
	}
	return kinds
}

// linkAll links every application.
func linkAll(connectorOf func(name string) connector.Connector) (apps []*app, err error) {
	for _, one := range applications {
		l, err := one.link()
		if err != nil {
			closeAll(apps)
			return nil, err
		}
		l.account.Id = "demo-" + one.connector
		apps = append(apps, &app{Connector: connectorOf(one.connector), name: one.connector, account: l.account, close: l.close})
	}
	return apps, nil
}

func closeAll(apps []*app) {
	for _, a := range apps {
		a.close()
	}
}
