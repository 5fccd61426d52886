package scim_test

import (
	"bufio"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/connectortest"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/connector/rest/resttest"
	"github.com/trellis-iam/trellis/connector/scim"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// tools is where the packages of npm are: make lint installs them.
const tools = "../../.ci/tools"

// needScimmy skips the test where Node or the packages are missing, for which make test does not ask. In CI they must be there.
func needScimmy(t *testing.T) (node, folder string) {
	t.Helper()
	node, err := exec.LookPath("node")
	folder, abs := filepath.Abs(tools)
	_, there := os.Stat(filepath.Join(folder, "node_modules", "scimmy-routers"))
	if err := errors.Join(err, abs, there); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("SCIMMY is missing: %v", err)
		}
		t.Skipf("SCIMMY, a SCIM provider in JavaScript, is not here (npm install in .ci/tools): %v", err)
	}
	return node, folder
}

// scimmy starts a provider that nobody here wrote, with so many users and groups, and returns an account at it.
func scimmy(t *testing.T, users, groups int) *connectorv1.Account {
	t.Helper()
	node, folder := needScimmy(t)
	certificate, ca, err := resttest.NewCertificate("SCIMMY")
	if err != nil {
		t.Fatal(err)
	}
	key, err := x509.MarshalPKCS8PrivateKey(certificate.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	certFile, keyFile := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	const token = "scimmy-token-0123456789"
	if err := errors.Join(
		os.WriteFile(certFile, []byte(ca), 0o600),
		os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), 0o600),
	); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	cmd := exec.CommandContext(ctx, node, "testdata/scimmy.cjs", folder, certFile, keyFile, token, strconv.Itoa(users), strconv.Itoa(groups))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		defer cancel()
		_ = stdin.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("SCIMMY ended with %v: %s", err, stderr.String())
		}
	})
	port, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("SCIMMY does not start: %v", err)
	}
	return &connectorv1.Account{
		Id:          "scimmy",
		Operator:    map[string]string{"base_url": "https://127.0.0.1:" + strings.TrimSpace(port) + "/scim", "ca_pem": ca},
		Credentials: map[string]string{"token": token},
	}
}

// A provider that nobody here wrote is read whole, by the connector as it is.
func TestSCIMMY(t *testing.T) {
	const users, groups = 2000, 20
	a := scimmy(t, users, groups)
	s := scim.New(scim.Generic(), rest.WithPolicy(rest.DefaultPolicy()))
	defer s.Close()
	c := connector.Checked(s)
	size := &connectorv1.ListOptions{PageSize: 500} // it makes all users for each answer, which takes it half a second

	auth, err := c.Authenticate(t.Context(), a)
	if err != nil || len(auth.GetWarnings()) != 0 || len(auth.GetResources()) != 3 {
		t.Fatalf("%v, %v", auth, err)
	}
	for _, r := range auth.GetResources() {
		if r.GetAvailability() != connectorv1.Availability_AVAILABILITY_AVAILABLE {
			t.Errorf("%v", r)
		}
	}

	all := listUsers(t, c, a, size)
	wantWhole(t, all, users)
	if len(all.Exchanges()) != users/500 || all.Receipt.GetWarned() != 0 {
		t.Errorf("%d requests, %v", len(all.Exchanges()), all.Receipt)
	}
	u := all.Items[123]
	if u.GetName() != "Üser 123" || u.GetEmployeeId() != "123" || u.GetManager().GetId() != "user-15" || u.GetDepartment().GetName() != "Department 4" ||
		u.GetRoles().GetValues()[0].GetRole().GetId() != "trellis:role:member" || u.GetCreatedAt() == nil {
		t.Errorf("%v", u)
	}

	on := listUsers(t, c, a, &connectorv1.ListOptions{PageSize: 500, PageToken: all.Tokens()[2]})
	if on.Err != nil || len(on.Items) != users-3*500 || on.Items[0].GetId() != all.Items[3*500].GetId() || on.Receipt.GetDriftObserved() {
		t.Errorf("gone on with: %d users, %v, %v", len(on.Items), on.Receipt, on.Err)
	}

	for name, c2 := range map[string]struct {
		filters []*connectorv1.Filter
		n       int
	}{
		"disabled": {status1("disabled"), users / 10},
		"address":  {named("email", "user77@example.com"), 1},
		"username": {named("username", "user78@example.com"), 1},
		"quoted":   {named("username", `no"body`), 0},
	} {
		l := listUsers(t, c, a, &connectorv1.ListOptions{PageSize: 500, Filters: c2.filters})
		if l.Err != nil || len(l.Items) != c2.n {
			t.Errorf("%s: %d users, want %d, %v", name, len(l.Items), c2.n, l.Err)
		}
	}

	teams := connectortest.Groups(t.Context(), c, a, nil)
	if teams.Err != nil || len(teams.Items) != groups || len(teams.Items[3].GetMembers().GetUserIds()) != users/groups {
		t.Errorf("%d groups, %v", len(teams.Items), teams.Err)
	}

	one, err := c.GetUser(t.Context(), connector.GetRequest{Account: a, ID: "user-7"})
	if err != nil || one.GetUsername() != "user7@example.com" {
		t.Errorf("%v, %v", one, err)
	}
	_, err = c.GetUser(t.Context(), connector.GetRequest{Account: a, ID: "nobody"})
	connectortest.WantError(t, err, connector.NotFound, "scim", a.GetCredentials()["token"])
	a.Credentials = map[string]string{"token": "another-token-0123456789"}
	_, err = c.Authenticate(t.Context(), a)
	if e := connectortest.WantError(t, err, connector.CredentialsRejected, "scim", a.GetCredentials()["token"]); e.UpstreamExcerpt != "Authorization not detected!" {
		t.Errorf("%+v", e)
	}
}
