package handshake

import (
	"strings"
	"testing"
)

func TestCheckVersions(t *testing.T) {
	for _, c := range []struct{ env, want string }{
		{"1", ""},
		{"1,2", ""},
		{"2, 1", ""},
		{"3,x,1", ""},
		{"2", "upgrade the connector"},
		{"2,3", "upgrade the connector"},
		{"0", "upgrade the host"},
		{"0,2", "upgrade the connector"},
		{"x", "upgrade the host"},
		{"\x1b[2J", `upgrade the host`},
		{"", EnvVersions + " is not set"},
	} {
		err := CheckVersions(c.env)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%q: %v", c.env, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%q: %v, want %q", c.env, err, c.want)
		case err != nil && strings.Contains(err.Error(), "\x1b"):
			t.Errorf("%q: the text has control characters", c.env)
		}
	}
}
