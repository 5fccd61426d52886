package plugin_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/lattice"
	"github.com/trellis-iam/trellis/connector/lattice/latticetest"
	"github.com/trellis-iam/trellis/plugin"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// counting is the Lattice connector; the user called "goroutines" is how many it has.
type counting struct{ *lattice.Connector }

func (c counting) GetUser(ctx context.Context, req connector.GetRequest) (*iamv1.User, error) {
	if req.ID == "goroutines" {
		return &iamv1.User{Id: req.ID, Name: strconv.Itoa(runtime.NumGoroutine())}, nil
	}
	return c.Connector.GetUser(ctx, req)
}

// holdings are what host and connector hold.
type holdings struct{ hostGoroutines, hostFiles, goroutines, files int }

func takeStock(t *testing.T, p *plugin.Plugin) holdings {
	t.Helper()
	u, err := p.GetUser(t.Context(), get("goroutines"))
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(u.GetName())
	if err != nil {
		t.Fatal(err)
	}
	return holdings{runtime.NumGoroutine(), openFiles(t, os.Getpid()), n, openFiles(t, p.PID())}
}

func openFiles(t *testing.T, pid int) int {
	t.Helper()
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// Accounts leave nothing behind: after hundreds of them, each with a key of its own and 64 at a time, a connector keeps
// connections of the last few. When those are gone too, both processes hold what they held before.
func TestManyAccounts(t *testing.T) {
	const (
		accounts = 300
		atOnce   = 64
		kept     = 64 // connections that are idle, as connector/rest bounds them
	)
	p, _ := launch(t, "counting")
	takeStock(t, p) // whatever a first call makes is made
	before := takeStock(t, p)

	server, err := latticetest.NewServer(latticetest.Config{Users: 20})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	server.SetFault(func(r *http.Request, _ int64) *latticetest.Fault { // takes all keys that begin with its own
		if strings.HasPrefix(r.Header.Get("Authorization"), "Bearer "+server.APIKey) {
			r.Header.Set("Authorization", "Bearer "+server.APIKey)
		}
		return nil
	})
	numbers := make(chan int)
	var readers sync.WaitGroup
	for range atOnce {
		readers.Go(func() {
			for n := range numbers {
				if err := readAccount(t.Context(), p, server, n); err != nil {
					t.Errorf("account %d: %v", n, err)
				}
			}
		})
	}
	for n := range accounts {
		numbers <- n
	}
	close(numbers)
	readers.Wait()

	if n := server.Requests(); n != accounts {
		t.Errorf("%d requests for %d accounts", n, accounts)
	}
	if wrong := server.WrongAuthorizations(); len(wrong) > 0 {
		t.Errorf("%d keys were not taken", len(wrong))
	}
	// In this process is the vendor too, and would count.
	eventually(t, "idle connections are few", func() bool { return openFiles(t, p.PID()) <= before.files+kept })
	server.Close()
	eventually(t, fmt.Sprintf("what is held is back to %+v", before), func() bool {
		now := takeStock(t, p)
		return now.hostGoroutines <= before.hostGoroutines && now.hostFiles <= before.hostFiles &&
			now.goroutines <= before.goroutines && now.files <= before.files
	})
}

// readAccount reads a page of an account, and checks that it is whole.
func readAccount(ctx context.Context, c connector.Connector, server *latticetest.Server, number int) error {
	account := &connectorv1.Account{
		Id: "account-" + strconv.Itoa(number),
		Operator: map[string]string{
			connector.OperatorBaseURL: server.URL, connector.OperatorCAPEM: server.CAPEM(), connector.OperatorRequestsPerMinute: "0",
		},
		Credentials: map[string]string{"api_key": server.APIKey + "-" + strconv.Itoa(number)},
	}
	receipt, err := c.ListUsers(ctx, connector.ListRequest{Account: account, Options: &connectorv1.ListOptions{PageLimit: 1}},
		connector.SinkFuncs[*iamv1.User]{})
	if err == nil && receipt.GetItems() != 20 {
		return fmt.Errorf("%d users came", receipt.GetItems())
	}
	return err
}
