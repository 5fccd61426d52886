package cli

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/sample"
)

// column is a column of CSV.
func column(t *testing.T, text, name string) []string {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatalf("%v: %q", err, text)
	}
	for i, n := range lines[0] {
		if n == name {
			var all []string
			for _, line := range lines[1:] {
				all = append(all, line[i])
			}
			return all
		}
	}
	t.Fatalf("there is no column %s: %q", name, lines[0])
	return nil
}

// pageIDs are the ids in what -o json writes of a list.
func pageIDs(t *testing.T, text string) []string {
	t.Helper()
	var page struct{ Data []struct{ ID string } }
	if err := json.Unmarshal([]byte(text), &page); err != nil {
		t.Fatalf("%v: %q", err, text)
	}
	all := []string{}
	for _, item := range page.Data {
		all = append(all, item.ID)
	}
	return all
}

// Lists come in the formats for programs, over several pages, with fields, and when there is nothing.
func TestFormats(t *testing.T) {
	w := newWorld(t)
	for _, kind := range []string{"users", "roles", "groups"} {
		lines := w.list(t.Context(), kind, "sample", "--set", "users=120", "-o", "ndjson")
		array := w.list(t.Context(), kind, "sample", "--set", "users=120", "-o", "json")
		array.want(t, 0, "complete")
		sheet := w.list(t.Context(), kind, "sample", "--set", "users=120", "-o", "csv")
		sheet.want(t, 0, "complete")
		want := ids(t, lines.stdout)
		if d := cmp.Diff(want, pageIDs(t, array.stdout)); d != "" {
			t.Error(kind, d)
		}
		if d := cmp.Diff(want, column(t, sheet.stdout, "id")); d != "" {
			t.Error(kind, d)
		}
	}

	none := w.list(t.Context(), "users", "sample", "--set", "users=0", "-o", "json")
	if none.want(t, 0); !strings.HasPrefix(none.stdout, "{\"data\":[],\n\"next\":null,\n\"receipt\":{") {
		t.Errorf("a page of none: %q", none.stdout)
	}
	none = w.list(t.Context(), "users", "sample", "--set", "users=0", "-o", "csv")
	if none.want(t, 0); !strings.HasPrefix(none.stdout, "id,name,") || strings.Count(none.stdout, "\n") != 1 {
		t.Errorf("a sheet of none: %q", none.stdout)
	}

	field := []string{"users", "sample", "--set", "users=2", "--field", "badge=raw.number + 1000"}
	sheet := w.list(t.Context(), append(field, "-o", "csv")...)
	if d := cmp.Diff([]string{"1001", "1002"}, column(t, sheet.stdout, "fields.badge")); d != "" {
		t.Error(d)
	}
	array := w.list(t.Context(), append(field, "-o", "json", "--raw")...)
	if pageIDs(t, array.stdout); strings.Count(array.stdout, `"unified_custom_fields":{"badge":`) != 2 || !strings.Contains(array.stdout, `"raw":{`) {
		t.Error(array.stdout)
	}

	if r := w.run(t.Context(), "connectors", "-o", "json"); r.status != 0 || !strings.HasPrefix(r.stdout, "[\n{\"name\":\"sample\"") {
		t.Error(r)
	}
	var fields []struct{ Expression string }
	if r := w.list(t.Context(), "fields", "sample", "-o", "json"); json.Unmarshal([]byte(r.stdout), &fields) != nil || len(fields) == 0 {
		t.Error(r)
	}
}

// What came of a list that ends early is whole by itself; the exit status and stderr say that it is not all. A list of which
// nothing came is no list of none.
func TestFormatsOfPartialLists(t *testing.T) {
	failure := connector.Errorf(connector.UpstreamUnavailable, "the vendor answered 503")
	w := newWorld(t)
	w.add("broken", &broken{Connector: sample.New(), pages: 2, err: failure})
	w.add("nothing", &broken{Connector: sample.New(), err: failure})
	ctx, cancel := context.WithCancelCause(t.Context())
	w.add("slow", &broken{Connector: sample.New(), pages: 3, before: func(page int) {
		if page == 2 {
			cancel(errors.New("interrupt signal received"))
		}
	}})
	read := map[string]func(text string) []string{
		"json": func(text string) []string { return pageIDs(t, text) },
		"csv":  func(text string) []string { return column(t, text, "id") },
	}
	for format, idsIn := range read {
		r := w.list(t.Context(), "users", "broken", "-o", format)
		r.want(t, 4, "partial: 4 users came before that")
		if d := cmp.Diff(upTo(1, 4), idsIn(r.stdout)); d != "" {
			t.Error(format, d)
		}
		if r := w.list(t.Context(), "users", "nothing", "-o", format); r.status != 5 || r.stdout != "" {
			t.Errorf("%s of nothing: %+v", format, r)
		}
	}
	r := w.list(ctx, "users", "slow", "-o", "json")
	r.want(t, 4, "trellis: interrupt signal received", "partial: 4 users")
	if d := cmp.Diff(upTo(1, 4), pageIDs(t, r.stdout)); d != "" {
		t.Error(d)
	}
	// The end cannot be written: the list is not whole, whatever came of it.
	w.stdout = &failing{1, errors.New("disk full")}
	w.list(t.Context(), "users", "sample", "-o", "json").want(t, 4, "the output cannot be written: disk full", "partial: 25 users")
}

// What there is to say about fields is said of a list that ends early, too.
func TestFieldsOfPartialLists(t *testing.T) {
	w := newWorld(t)
	w.add("broken", &broken{Connector: sample.New(), pages: 2, err: connector.Errorf(connector.UpstreamUnavailable, "503")})
	w.list(t.Context(), "users", "broken", "--field", "x=1/0").want(t, 4,
		"field x: failed for 4 users, first with: column 2: division by zero", "partial: 4 users")
}
