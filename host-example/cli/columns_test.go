package cli

import (
	"strings"
	"testing"
)

func TestColumns(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct {
		args   []string
		status int
		stdout string
		stderr string
	}{
		{[]string{"users", "--columns", "email,NAME", "--limit", "1"}, 0, "EMAIL                    NAME\npicker1@orchard.example  Ama Apple\n", ""},
		{[]string{"users", "-o", "csv", "--columns", "email", "--columns", "status", "--limit", "1"}, 0,
			"primary_email_address,status\r\npicker1@orchard.example,enabled\r\n", ""},
		{[]string{"users", "--columns", "fields.n,ID,n", "--field", "n=raw.number + 1", "--limit", "1"}, 0, "N  ID  N\n2  1   2\n", ""},
		{[]string{"users", "-o", "csv", "--columns", "n", "--field", "n=raw.number + 1", "--limit", "1"}, 0, "fields.n\r\n2\r\n", ""},
		{[]string{"groups", "--columns", "members,parent", "--limit", "1"}, 0, "MEMBERS  PARENT\n", ""},
		{[]string{"roles", "--columns", "name,descriptions"}, 2, "", `there is no column "descriptions"; did you mean description? there are id, name, description, type,`},
		{[]string{"users", "--columns", "id,", "-o", "csv"}, 2, "", `there is no column ""; there are id, name,`},
		{[]string{"users", "--columns", "id", "-o", "ndjson"}, 2, "", "--columns goes with -o table or csv"},
		{[]string{"users", "--columns", "id", "-o", "json", "--field", "n=1"}, 2, "", "| jq -c '{id, name}'"},
	} {
		before := len(w.launched)
		r := w.list(t.Context(), append([]string{tt.args[0], "sample"}, tt.args[1:]...)...)
		r.want(t, tt.status, tt.stderr)
		if !strings.HasPrefix(r.stdout, tt.stdout) || tt.stdout == "" && r.stdout != "" {
			t.Errorf("%q: %q, want %q", tt.args, r.stdout, tt.stdout)
		}
		if tt.status == 2 && len(w.launched) > before {
			t.Errorf("%q: a connector was started", tt.args)
		}
	}
}
