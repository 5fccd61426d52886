package demo

import (
	"strconv"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/connector/sample"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Sizes of the two directories: enough to see speed, little enough to wait for.
const (
	latticeUserCount = 2_000
	sampleUserCount  = 50_000
)

// latticeSeed makes a company whose first users are of several statuses and scripts.
const latticeSeed = 21

// app is an application that is linked for the demonstration: its connector, and an account.
type app struct {
	connector.Connector
	name    string
	account *connectorv1.Account
	about   *connectorv1.Description
}

// latticeAccount is an account at the stand-in. Base URL and certificate are for operators: an end user could not point
// the connector anywhere but at Lattice.
func latticeAccount(server *latticetest.Server) *connectorv1.Account {
	return &connectorv1.Account{
		Id: "demo-lattice",
		Operator: map[string]string{
			connector.OperatorBaseURL: server.URL,
			connector.OperatorCAPEM:   server.CAPEM(),
		},
		Credentials: map[string]string{"api_key": server.APIKey},
	}
}

func sampleAccount() *connectorv1.Account {
	return &connectorv1.Account{
		Id:          "demo-sample",
		Settings:    map[string]string{"users": strconv.Itoa(sampleUserCount)},
		Credentials: map[string]string{"token": sample.Token},
	}
}
