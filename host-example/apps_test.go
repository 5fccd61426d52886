package main

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/trellis-iam/trellis/connector/lattica/latticatest"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/connector/sample"
	"github.com/trellis-iam/trellis/connector/scim/scimtest"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// application is one application that there is a connector to, and a customer of it to link. A new connector adds a row here, which
// puts it through the conformance kit and the faults that all survive.
type application struct {
	connector string
	// link makes a customer with so many users; two of different seeds have nobody in common.
	link func(t *testing.T, users int, seed uint64) linked
	// faults is what TestFaults must know; nil where there is no vendor whose faults could be met.
	faults *vendorFaults
	// folder makes the folder that the connector is in; nil: it is among those that are always built. It skips the test where
	// what it takes is not here.
	folder func(t testing.TB) string
}

// flags are what the program needs to find the connector.
func (a application) flags(t *testing.T) []string {
	t.Helper()
	if a.folder == nil {
		return nil
	}
	return []string{"--plugins", a.folder(t)}
}

// linked is an account at a customer of an application.
type linked struct {
	account *connectorv1.Account
	// secret is the credential, which nobody may ever see.
	secret string
	// server is the stand-in; nil where there is no vendor.
	server *resttest.Server
}

var applications = []application{
	{connector: "lattica", faults: latticaFaults, link: linkLattica},
	{connector: "lattice", faults: latticeFaults, link: func(t *testing.T, users int, seed uint64) linked {
		s, err := latticetest.NewServer(latticetest.Config{
			Users: users, Seed: seed, Settings: latticetest.Settings{APIKey: "lattice-suite-key-" + strconv.FormatUint(seed, 10)},
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		return remote(s.Server, "api_key")
	}},
	{connector: "lattice-scim", faults: latticeSCIMFaults, link: func(t *testing.T, users int, seed uint64) linked {
		return linkSCIM(t, scimtest.Config{Users: users, Seed: seed, Lattice: true}, "api_key")
	}},
	{connector: "scim", faults: scimFaults, link: func(t *testing.T, users int, seed uint64) linked {
		return linkSCIM(t, scimtest.Config{Users: users, Seed: seed, Groups: 120}, "token")
	}},
	{connector: "sample", link: func(_ *testing.T, users int, seed uint64) linked {
		token := sample.Token + "-" + strconv.FormatUint(seed, 10)
		return linked{secret: token, account: &connectorv1.Account{
			Settings: map[string]string{"users": strconv.Itoa(users)}, Credentials: map[string]string{"token": token},
		}}
	}},
}

// remote is an account at a stand-in, without pacing, whose key stands in a field of the credentials.
func remote(s *resttest.Server, field string) linked {
	return linked{secret: s.APIKey, server: s, account: &connectorv1.Account{
		Operator:    map[string]string{"base_url": s.URL, "ca_pem": s.CAPEM(), "requests_per_minute": "0"},
		Credentials: map[string]string{field: s.APIKey},
	}}
}

func linkLattica(t *testing.T, users int, seed uint64) linked {
	t.Helper()
	s, err := latticatest.NewServer(latticatest.Config{
		Users: users, Seed: seed, Settings: resttest.Settings{APIKey: "lat_live_suite_key_" + strconv.FormatUint(seed, 10)},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return remote(s.Server, "api_key")
}

func linkSCIM(t *testing.T, config scimtest.Config, field string) linked {
	t.Helper()
	config.APIKey = "scim-suite-key-" + strconv.FormatUint(config.Seed, 10)
	s, err := scimtest.NewServer(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return remote(s.Server, field)
}

// flagsAt are the flags of an account at a stand-in, with the pace that the connector keeps by itself.
func flagsAt(t *testing.T, connector string, s *resttest.Server, field string) []string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"ca.pem": s.CAPEM(), "key": s.APIKey + "\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return []string{
		connector, "--operator", "base_url=" + s.URL, "--operator", "ca_file=" + filepath.Join(dir, "ca.pem"),
		"--secret", field + "=file:" + filepath.Join(dir, "key"),
	}
}
