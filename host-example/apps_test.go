package main

import (
	"strconv"
	"testing"

	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/connector/scim/scimtest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// application is one application of the suite that all connectors pass: its connector, and a customer of it to link. A new
// connector adds a row here.
type application struct {
	connector string
	// link makes a customer with so many users; two of different seeds have nobody in common.
	link func(t *testing.T, users int, seed uint64) linked
	// pageSize is one that makes several pages of suiteUsers.
	pageSize int32
}

// linked is an account at a customer of an application.
type linked struct {
	account *connectorv1.Account
	// secret is the credential, which nobody may ever see.
	secret string
	// shared is set where all customers have the same ids.
	shared bool
}

var applications = []application{
	{connector: "lattice", pageSize: 50, link: func(t *testing.T, users int, seed uint64) linked {
		s, err := latticetest.NewServer(latticetest.Config{
			Users: users, Seed: seed, Settings: latticetest.Settings{APIKey: "lattice-suite-key-" + strconv.FormatUint(seed, 10)},
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		return remote(s.URL, s.CAPEM(), "api_key", s.APIKey)
	}},
	{connector: "lattice-scim", pageSize: 50, link: func(t *testing.T, users int, seed uint64) linked {
		return linkSCIM(t, scimtest.Config{Users: users, Seed: seed, Lattice: true}, "api_key")
	}},
	{connector: "scim", pageSize: 50, link: func(t *testing.T, users int, seed uint64) linked {
		return linkSCIM(t, scimtest.Config{Users: users, Seed: seed, Groups: 120}, "token")
	}},
	{connector: "sample", pageSize: 50, link: func(_ *testing.T, users int, seed uint64) linked {
		token := sample.Token + "-" + strconv.FormatUint(seed, 10)
		return linked{secret: token, shared: true, account: &connectorv1.Account{
			Settings: map[string]string{"users": strconv.Itoa(users)}, Credentials: map[string]string{"token": token},
		}}
	}},
}

// remote is an account at a stand-in, without pacing.
func remote(url, ca, field, key string) linked {
	return linked{secret: key, account: &connectorv1.Account{
		Operator:    map[string]string{"base_url": url, "ca_pem": ca, "requests_per_minute": "0"},
		Credentials: map[string]string{field: key},
	}}
}

func linkSCIM(t *testing.T, config scimtest.Config, field string) linked {
	config.APIKey = "scim-suite-key-" + strconv.FormatUint(config.Seed, 10)
	s, err := scimtest.NewServer(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return remote(s.URL, s.CAPEM(), field, s.APIKey)
}
