package output

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// What people see as one character is as wide as terminals that know grapheme clusters show it, and is never cut.
func TestWidth(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		width      int
		clipped    string // to 2 cells: the character itself, or an ellipsis alone
	}{
		{"CJK", "山", 2, "山"},
		{"half-width katakana", "ｶ", 1, "ｶ"},
		{"full-width letter", "Ａ", 2, "Ａ"},
		{"Hangul of jamo", "\u1112\u1161\u11ab", 2, "\u1112\u1161\u11ab"},
		{"a letter and a combining mark", "e\u0301", 1, "e\u0301"},
		{"several marks", "Z\u0351\u036b\u0343\u036a", 1, "Z\u0351\u036b\u0343\u036a"},
		{"Devanagari with a virama", "क्षि", 1, "क्षि"},
		{"Thai with a vowel above", "ที่", 1, "ที่"},
		{"emoji", "🙂", 2, "🙂"},
		{"emoji with a skin tone", "👍🏽", 2, "👍🏽"},
		{"family of joined emoji", "👩\u200d👩\u200d👧\u200d👦", 2, "👩\u200d👩\u200d👧\u200d👦"},
		{"flag", "🇩🇪", 2, "🇩🇪"},
		{"text made an emoji by a selector", "❤\ufe0f", 2, "❤\ufe0f"},
		{"keycap", "1\ufe0f\u20e3", 2, "1\ufe0f\u20e3"},
		{"Arabic", "أ", 1, "أ"},
		{"Hebrew with a point", "ש\u05c1", 1, "ש\u05c1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := Printable(tt.text)
			if text != tt.text {
				t.Errorf("it is escaped: %q", text)
			}
			if got := Width(text); got != tt.width {
				t.Errorf("%d cells, want %d", got, tt.width)
			}
			if got := (Screen{}).Clip(text, 2); got != tt.clipped {
				t.Errorf("clipped to 2: %q", got)
			}
			parts := 0
			for _, r := range text {
				parts += displaywidth.Rune(r)
			}
			if got, want := (Screen{Control: true}).Cells(text), max(tt.width, parts); got != want {
				t.Errorf("%d cells on a terminal, want %d", got, want)
			}
			// Cut between two of it, and never within one.
			if got, want := (Screen{}).Clip(text+text+"xx", tt.width+1), text+"…"; got != want {
				t.Errorf("clipped: %q, want %q", got, want)
			}
		})
	}
}

// On every terminal, whatever the data: no line is longer than it, and columns begin where their titles do.
func TestTablesFit(t *testing.T) {
	names := []string{
		"Ada Lovelace", "山田太郎と山田花子と山田一郎と山田次郎", "👩\u200d👩\u200d👧\u200d👦 👍🏽 🇩🇪🇫🇷 ❤\ufe0f of the family", "محمد عبد الله 123 (!)", "שלום עולם",
		strings.Repeat("e\u0301", 50), "\x1b[31mred\x1b[0m \u202eevil\u202c", "",
	}
	var rows []*iamv1.User
	for i, name := range names {
		rows = append(rows, &iamv1.User{
			Id: fmt.Sprintf("0b3f6f0e-0000-4000-8000-%012d", i), Name: name, Title: name,
			PrimaryEmail: strings.Repeat("long", i*5) + "@example.com", Status: iamv1.UserStatus_USER_STATUS_ENABLED,
		})
	}
	view := Users()
	for width := 36; width <= 300; width++ { // an id is 36 long
		var b bytes.Buffer
		if err := NewRows(NewTable(&b, 0, view.Columns).On(Screen{Width: width}), view).Items(rows); err != nil {
			t.Fatal(err)
		}
		status := -1
		for line := range strings.Lines(b.String()) {
			line = strings.TrimSuffix(line, "\n")
			if Width(line) > width {
				t.Fatalf("%d cells on %d: %q", Width(line), width, line)
			}
			if before, _, ok := strings.Cut(line, "STATUS"); ok && strings.HasPrefix(line, "ID") {
				status = Width(before)
			}
			if before, _, ok := strings.Cut(line, "enabled"); ok && status >= 0 && Width(before) != status {
				t.Fatalf("on %d, the status is at %d and not at %d: %q", width, Width(before), status, line)
			}
		}
		if width >= 72 != (status >= 0) {
			t.Fatalf("on %d: table %v", width, status >= 0)
		}
	}
}

// Escape sequences are for terminals that take them, and each is closed where it began.
func TestScreen(t *testing.T) {
	columns := []Column{{Title: "ID", Whole: true}, {Title: "STATUS", Colors: statusColors}, {Title: "NAME"}, {Title: "N"}}
	rows := [][]string{{"1", "enabled", "محمد", "x"}, {"2", "pending", "👩\u200d💻", "y"}, {"3", "enabled?", "Ada", "z"}, {"4", "disabled", "", ""}}
	for _, tt := range []struct {
		name   string
		screen Screen
		want   string
	}{
		{"a file", Screen{}, "ID  STATUS    NAME  N\n1   enabled   محمد  x\n2   pending   👩\u200d💻    y\n3   enabled?  Ada   z\n4   disabled\n"},
		{
			"a terminal without colours", Screen{Width: 40, Control: true},
			"ID  STATUS    NAME  N\n1   enabled   \u2068محمد\u2069  \x1b[21Gx\n2   pending   👩\u200d💻  \x1b[21Gy\n3   enabled?  Ada   z\n4   disabled\n",
		},
		{
			"a terminal with colours", Screen{Width: 40, Control: true, Color: true},
			"\x1b[1mID\x1b[m  \x1b[1mSTATUS\x1b[m    \x1b[1mNAME\x1b[m  \x1b[1mN\x1b[m\n" +
				"1   \x1b[32menabled\x1b[m   \u2068محمد\u2069  \x1b[21Gx\n2   \x1b[33mpending\x1b[m   👩\u200d💻  \x1b[21Gy\n" +
				"3   enabled?  Ada   z\n4   \x1b[2mdisabled\x1b[m\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			copied := make([][]string, len(rows))
			for i, row := range rows {
				copied[i] = append([]string(nil), row...)
			}
			if err := NewTable(&b, 0, columns).On(tt.screen).Rows(copied); err != nil {
				t.Fatal(err)
			}
			if b.String() != tt.want {
				t.Errorf("%q\nwant\n%q", b.String(), tt.want)
			}
		})
	}
}

// Whatever the text, what is clipped fits, and what fits is not clipped.
func FuzzClip(f *testing.F) {
	f.Add("👩\u200d💻 e\u0301\x1b[0m", 3, true)
	f.Fuzz(func(t *testing.T, text string, n int, control bool) {
		n = 1 + max(n, -n)%50
		text = Printable(text)
		if got := (Screen{Control: control}).Clip(text, n); Width(got) > n || (Screen{Control: control}).Cells(text) <= n && got != text {
			t.Errorf("Clip(%q, %d) = %q", text, n, got)
		}
	})
}
