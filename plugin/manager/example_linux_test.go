package manager_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/plugin/manager"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// connectors makes a folder as an operator does: a binary, and the lock file that trusts it.
func connectors() string {
	folder, err := os.MkdirTemp("", "connectors-")
	if err == nil {
		err = link(folder, "sample")
	}
	if err == nil {
		err = record(folder, "sample", "0.1.0")
	}
	if err != nil {
		log.Fatal(err)
	}
	return folder
}

// Ten lines of a host: who is in Orchard, and is that all of them?
func ExampleManager() {
	folder := connectors() // `trellis connectors trust --all` was here
	defer os.RemoveAll(folder)

	m, err := manager.New(manager.Config{Folder: folder})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer m.Close()
	account := &connectorv1.Account{Id: "acme", Credentials: map[string]string{"token": "sample-orchard"}}
	users := connector.SinkFuncs[*iamv1.User]{OnPage: func(p connector.Page[*iamv1.User]) error {
		fmt.Println(len(p.Items), "users, the first is", p.Items[0].GetName())
		return nil
	}}
	receipt, err := m.Connector("sample").ListUsers(context.Background(), connector.ListRequest{Account: account}, users)
	fmt.Println(receipt.GetEnd(), receipt.GetItems(), err)
	// Output:
	// 25 users, the first is Ama Apple
	// END_EXHAUSTED 25 <nil>
}
