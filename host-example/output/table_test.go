package output

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

var threeColumns = []Column{{Title: "ID", Whole: true}, {Title: "NAME", Max: 10}, {Title: "NOTE", Optional: true}}

func tableOf(t *testing.T, width int, columns []Column, pages ...[][]string) string {
	t.Helper()
	var b bytes.Buffer
	table := NewTable(&b, width, columns)
	for _, p := range pages {
		if err := table.Rows(p); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestTable(t *testing.T) {
	for _, tt := range []struct {
		name    string
		width   int
		columns []Column
		pages   [][][]string
		want    string
	}{
		{
			"columns are aligned, wide characters too", 0, threeColumns,
			[][][]string{{{"1", "Ada", "x"}, {"22", "山田太郎", "y"}, {"333", "Zoë", "z"}, {"4", "e\u0301mile", ""}}},
			"" +
				"ID   NAME      NOTE\n" +
				"1    Ada       x\n" +
				"22   山田太郎  y\n" +
				"333  Zoë       z\n" +
				"4    e\u0301mile\n",
		},
		{
			"the first page decides what is shown; later ones make columns wider, within their bounds", 0, threeColumns,
			[][][]string{{{"1", "Ada", ""}}, {{"12345", "Ada Lovelace", "not shown"}, {"2", "Bo", ""}}, {{"3", "Cy", ""}}},
			"" +
				"ID  NAME\n" +
				"1   Ada\n" +
				"12345  Ada Lovel…\n" +
				"2      Bo\n" +
				"3      Cy\n",
		},
		{
			"later pages make columns wider as far as the terminal goes, and then cells are cut", 24,
			[]Column{{Title: "ID", Whole: true}, {Title: "NAME"}, {Title: "STATUS"}},
			[][][]string{{{"9", "Ada", "enabled"}}, {{"10", "Ada of London", "disabled"}, {"11", "Bo", "enabled"}}},
			"" +
				"ID  NAME  STATUS\n" +
				"9   Ada   enabled\n" +
				"10  Ada of Lo…  disabled\n" +
				"11  Bo          enabled\n",
		},
		{
			"a status is whole, whichever the first page has", 0,
			Users().Columns[2:4],
			[][][]string{{{"user9@example.com", "enabled"}}, {{"user10@example.com", "disabled"}}},
			"" +
				"EMAIL              STATUS\n" +
				"user9@example.com  enabled\n" +
				"user10@example.com  disabled\n",
		},
		{
			"a column has a bound", 0, threeColumns,
			[][][]string{{{"1", "Ada Lovelace", "n"}, {"2", "山田太郎太郎", "n"}}},
			"" +
				"ID  NAME        NOTE\n" +
				"1   Ada Lovel…  n\n" +
				"2   山田太郎…   n\n",
		},
		{
			"on a narrow terminal optional columns go first, then texts get narrower", 20,
			[]Column{{Title: "ID", Whole: true}, {Title: "NAME"}, {Title: "NOTE", Optional: true}},
			[][][]string{{{"123", "Ada Lovelace of London", "a note"}}},
			"" +
				"ID   NAME\n" +
				"123  Ada Lovelace o…\n",
		},
		{
			"a terminal narrower than all that may be cut: records, of all that there is", 24,
			[]Column{{Title: "ID", Whole: true}, {Title: "NAME"}, {Title: "STATUS"}, {Title: "NOTE", Optional: true}},
			[][][]string{
				{{"123456789", "Ada Lovelace", "enabled", "a note that is too long"}, {"12345678901234567", "", "pending", ""}},
				{{"123456789012345678901234567", "", "", "n"}},
			},
			"" +
				"ID      123456789\n" +
				"NAME    Ada Lovelace\n" +
				"STATUS  enabled\n" +
				"NOTE    a note that is …\n" +
				"\n" +
				"ID\n" +
				"12345678901234567\n" +
				"STATUS  pending\n" +
				"\n" +
				"ID\n" +
				"123456789012345678901234567\n" +
				"NOTE    n\n",
		},
		{
			"a later id that is longer than its column has a line of its own where it would move its row over the edge", 24,
			threeColumns,
			[][][]string{{{"123", "Ada Lovelace", "n"}}, {{"123456", "Ada", "o"}, {"1234567890123", "Grace Hopper", "p"}}},
			"" +
				"ID   NAME        NOTE\n" +
				"123  Ada Lovel…  n\n" +
				"123456  Ada         o\n" +
				"1234567890123\n" +
				"     Grace Hop…  p\n",
		},
		{
			"what acts on terminals is escaped", 0, threeColumns,
			[][][]string{{{"\x1b[2J", "a\nb\tc", "\u202e\u009b\xff"}}},
			"" +
				"ID       NAME     NOTE\n" +
				"\\x1b[2J  a\\nb\\tc  \\u202e\\u009b\uFFFD\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tableOf(t, tt.width, tt.columns, tt.pages...)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Rows of all views have a cell for every column, nil items included.
func TestViews(t *testing.T) {
	users, roles, groups := Users(), Roles(), Groups()
	got := tableOf(t, 0, users.Columns, [][]string{users.Row(ada()), users.Row(plainUser()), users.Row(&iamv1.User{
		Id: "3", Roles: &iamv1.RoleAssignments{}, Status: iamv1.UserStatus_USER_STATUS_UNMAPPED, StatusSourceValue: "on leave",
	}), users.Row(nil)})
	got += tableOf(t, 0, roles.Columns, [][]string{roles.Row(admins()), roles.Row(nil)})
	got += tableOf(t, 0, groups.Columns, [][]string{groups.Row(team()), groups.Row(nil)})
	want := strings.TrimLeft(`
ID                                    NAME         EMAIL                        STATUS               ROLES      GROUPS  TITLE              TYPE   MFA  LAST ACTIVE
0b3f6f0e-0000-4000-8000-000000000001  Ada Example  ada@example.com              pending              Admin, r2  Team    Engineer           human  yes  2024-02-29
0b3f6f0e-0000-4000-8000-000000000001  Ada Example  ada.example@company.example  enabled              Member             Software Engineer
3                                                                               unmapped (on leave)  -

ID             NAME   TYPE   RECORD    DESCRIPTION
trellis:admin  Admin  admin  derived   Derived from isAdmin
                             vendor's
ID  NAME     TYPE         PARENT  ROLES  MEMBERS  DESCRIPTION
7   Pickers  cost_center  All     -      2        Who pick

`, "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"":           "",
		"plain text": "plain text",
		"Zoë 山田　太郎 👩\u200d💻 می\u200cخواهم": "Zoë 山田　太郎 👩\u200d💻 می\u200cخواهم",
		"\x1b]0;title\a":  `\x1b]0;title\a`,
		"a\r\nb":          `a\r\nb`,
		"\u2066abc\u2069": `\u2066abc\u2069`,
		"\xc3(":           "\uFFFD(",
		"\x00\xff":        "\\x00\uFFFD",
		"\U000e0041":      `\U000e0041`,
	} {
		if got := Printable(in); got != want {
			t.Errorf("Printable(%q) = %q, want %q", in, got, want)
		}
	}
}

// Whatever cells hold, a row is one line, nothing in it acts, and all columns begin where their titles do.
func FuzzTable(f *testing.F) {
	f.Add("1", "Ada", "note", 40)
	f.Add("\x1b[31m", "山田\u0301\u200d", "\xff\n", 3)
	f.Fuzz(func(t *testing.T, id, name, note string, width int) {
		columns := []Column{{Title: "ID"}, {Title: "NAME", Max: 12}, {Title: "NOTE", Optional: true}}
		out := tableOf(t, width%200, columns, [][]string{{id, name, note}})
		lines := strings.Split(out, "\n")
		if w := width % 200; w > 0 && w < 3*leastWidth+2*gap {
			for _, line := range lines { // they may be those of a record
				if Width(line) > max(w, leastScreen) {
					t.Fatalf("%d cells on %d: %q", Width(line), w, line)
				}
			}
		} else if len(lines) != 3 || lines[2] != "" {
			t.Fatalf("not two lines: %q", out)
		}
		if strings.ContainsFunc(out, func(r rune) bool { return r != '\n' && unicode.IsControl(r) }) {
			t.Fatalf("a control character: %q", out)
		}
		if w := width % 200; w > 0 && Width(lines[1]) > max(w, leastScreen) {
			t.Fatalf("%d cells on %d: %q", Width(lines[1]), w, lines[1])
		}
	})
}

func TestTableReportsWriteErrors(t *testing.T) {
	full := errors.New("full")
	if err := NewTable(failing{full}, 0, threeColumns).Rows([][]string{{"1", "2", "3"}}); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
