package output

import (
	"errors"
	"slices"
	"strings"
	"testing"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// writes keeps what is written, write by write, and fails from the given one on; 0: never.
type writes struct {
	all    []string
	failAt int
}

var errFull = errors.New("full")

func (w *writes) Write(p []byte) (int, error) {
	if w.failAt > 0 && len(w.all)+1 >= w.failAt {
		return 0, errFull
	}
	w.all = append(w.all, string(p))
	return len(p), nil
}

func writersTo(w *writes) map[string]Writer[*iamv1.Role] {
	return map[string]Writer[*iamv1.Role]{
		"ndjson": NewLines(w, Roles()), "json": NewArray(w, Roles()), "csv": NewCSV(w, Roles()),
		"page":  NewPage(w, Roles(), func() ([]byte, error) { return []byte(`"next":null`), nil }),
		"table": NewRows(NewTable(w, 0, Roles().Columns), Roles()),
	}
}

// A page is one write, a page of nothing is none, and the end makes a whole of them.
func TestWriters(t *testing.T) {
	const names = "id,name,description,type,type_source_value,derived,created_at,updated_at,warnings\r\n"
	item := func(id string) string { return `{"id":"` + id + `","remote_id":"` + id + `"}` }
	one, two, three := &iamv1.Role{Id: "1"}, &iamv1.Role{Id: "2"}, &iamv1.Role{Id: "3"}
	for format, want := range map[string][]string{
		"ndjson": {item("1") + "\n" + item("2") + "\n", item("3") + "\n"},
		"json":   {"[\n" + item("1") + ",\n" + item("2"), ",\n" + item("3"), "\n]\n"},
		"page":   {"{\"data\":[\n" + item("1") + ",\n" + item("2"), ",\n" + item("3"), "\n],\n\"next\":null}\n"},
		"csv":    {names + "1,,,,,false,,,\r\n2,,,,,false,,,\r\n", "3,,,,,false,,,\r\n"},
		"table":  {"ID  NAME  TYPE  RECORD\n1               vendor's\n2               vendor's\n", "3               vendor's\n"},
	} {
		out := &writes{}
		w := writersTo(out)[format]
		for _, page := range [][]*iamv1.Role{nil, {one, two}, {}, {three}} {
			if err := w.Items(page); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.End(); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(out.all, want) {
			t.Errorf("%s: %q, want %q", format, out.all, want)
		}
	}
	for format, want := range map[string]string{"ndjson": "", "json": "[]\n", "page": "{\"data\":[],\n\"next\":null}\n", "csv": names, "table": ""} {
		out := &writes{}
		if err := writersTo(out)[format].End(); err != nil || strings.Join(out.all, "") != want {
			t.Errorf("%s of none: %q, %v, want %q", format, out.all, err, want)
		}
	}
}

// What cannot be written is an error, of the page or of the end.
func TestWritersFail(t *testing.T) {
	for format := range writersTo(&writes{}) {
		if err := writersTo(&writes{failAt: 1})[format].Items([]*iamv1.Role{{Id: "1"}}); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", format, err)
		}
	}
	w := NewPage(&writes{}, Roles(), func() ([]byte, error) { return nil, errFull })
	if err := w.End(); !errors.Is(err, errFull) {
		t.Errorf("the end of a page: %v", err)
	}
	w = NewArray(&writes{failAt: 2}, Roles())
	if err := w.Items([]*iamv1.Role{{Id: "1"}}); err != nil {
		t.Fatal(err)
	}
	if err := w.End(); !errors.Is(err, errFull) {
		t.Errorf("the end: %v", err)
	}
}
