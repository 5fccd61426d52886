package byhand

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trellis-iam/trellis/connector/sample"
)

// TestStatuses: the status, and the sentence that goes with it.
func TestStatuses(t *testing.T) {
	tooOpen := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(tooOpen, []byte(sample.Token), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args   []string
		status int
		words  string
	}{
		{nil, 1, "loaded by a host"},
		{[]string{"none"}, 2, "there are describe, authenticate, users, get-user, roles,"},
		{[]string{"users", "more"}, 2, "users takes flags only; see trellis-connector-sample users --help"},
		{[]string{"users", "--none"}, 2, "flag provided but not defined: -none; see trellis-connector-sample users --help"},
		{[]string{"users", "--limit", "x"}, 2, `invalid value "x" for flag -limit`},
		{[]string{"users", "--limit", "-1"}, 2, "--limit must not be negative"},
		{[]string{"users", "--secret", "token=env:TOKEN", "--limit", "0"}, 0, "complete: 25 users"},
		{[]string{"users", "--limit", "3", "--page-size", "10"}, 2, "--limit 3 is less than a page"},
		{[]string{"users", "--filter", "x"}, 2, "--filter takes name=value"},
		{[]string{"users", "--set", "x"}, 2, "--set takes key=value"},
		{[]string{"users", "--set", "users=x"}, 2, "flag     --set users=..."},
		{[]string{"users", "--secret", "token=env:TOKEN", "--page-size", "5000"}, 2, "--page-size must be 1 to 1000, or 0 for the connector's, and not 5000"},
		{[]string{"users", "--secret", "token=env:TOKEN", "--page-size", "99999999999"}, 2, "and not 99999999999"},
		{[]string{"users", "--secret", "token=env:TOKEN", "--page-token", "AAAA"}, 2, "BAD_PAGE_TOKEN"},
		{[]string{"users", "--operator", "ca_file=/none"}, 2, "--operator ca_file: "},
		{[]string{"users", "--secret", "token=env:NONE"}, 2, "the environment variable NONE is not set"},
		{[]string{"users", "--secret", "token=env:WRONG"}, 3, "to do    use a token that begins with"},
		{[]string{"users", "--secret", "token=env:TOKEN", "--timeout", "1ns"}, 1, "the time that --timeout gives (1ns) is over"},
		{[]string{"users", "--secret", "token=file:" + tooOpen}, 0, "warning: every user of this machine can read"},
		{[]string{"debug", "more"}, 2, "debug takes flags only"},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			r := run(t, sample.New(), c.args...).want(t, c.status, c.words)
			if c.status != 0 && r.stdout != "" {
				t.Errorf("stdout: %s", r.stdout)
			}
			if strings.Contains(r.stderr, "the-wrong-token") || strings.Contains(r.stderr, sample.Token) {
				t.Errorf("there is a secret: %s", r.stderr)
			}
		})
	}
}

// TestPlainSecretsAreNotRepeated: one that stands among the arguments by mistake stays there.
func TestPlainSecretsAreNotRepeated(t *testing.T) {
	const secret = "hunter2hunter2"
	for _, args := range [][]string{
		{secret}, {"users", secret}, {"users", "--secret", secret}, {"users", "--secret", "token=" + secret},
		{"users", "--none=" + secret}, {"users", "-=" + secret}, {"users", "---" + secret}, {"users", "--=" + secret},
		{"describe", "--", secret},
	} {
		if r := run(t, sample.New(), args...).want(t, 2); strings.Contains(r.stderr+r.stdout, secret) {
			t.Errorf("%q: %s", args, r.stderr)
		}
	}
}
