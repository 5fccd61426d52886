package diff

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"github.com/trellis-iam/trellis/host-example/receipt"
)

// people are items by id, as members by name.
type people map[string]map[string]jsontext.Value

// anyone makes people of few ids, fields and values, so that all that can happen happens often.
func anyone(r *rand.Rand) people {
	values := []string{
		`"a"`, `"b"`, `1`, `12345678901234567890`, `12345678901234567891`, `[]`, `["a"]`, `["b","a"]`, `{"value":"x"}`, `{}`, `true`,
		`[{"id":"1","name":"n"}]`, `[{"id":"1"},{"id":"1"}]`, `[{"id":"1"},{"id":"2"}]`,
	}
	all := people{}
	for range r.IntN(8) {
		item := map[string]jsontext.Value{}
		for range r.IntN(4) {
			item[string(rune('p'+r.IntN(4)))] = jsontext.Value(values[r.IntN(len(values))])
		}
		all[strconv.Itoa(r.IntN(12))] = item
	}
	return all
}

// save writes people in any order, some of them twice, the stale one first, with a receipt.
func save(t *testing.T, r *rand.Rand, path string, of people, day int) {
	t.Helper()
	var first, second [][]byte
	for id, item := range of {
		line := func(item map[string]jsontext.Value) []byte {
			item = maps.Clone(item)
			item["id"] = jsontext.Value(`"` + id + `"`)
			text, err := json.Marshal(item)
			if err != nil {
				t.Fatal(err)
			}
			return append(text, '\n')
		}
		if r.IntN(4) == 0 {
			first = append(first, line(map[string]jsontext.Value{"p": jsontext.Value(`"stale"`)}))
		}
		second = append(second, line(item))
	}
	all := slices.Concat(first, second)
	if err := os.WriteFile(path, slices.Concat(all...), 0o600); err != nil {
		t.Fatal(err)
	}
	proof, err := receipt.Append(nil, receiptOf(int64(len(all)), day))
	if err == nil {
		err = os.WriteFile(path+ReceiptSuffix, proof, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// apply makes the new list of the old one.
func apply(t *testing.T, old people, d *Diff) people {
	t.Helper()
	all := maps.Clone(old)
	err := d.Each(func(e Entry) error {
		switch e.Kind {
		case Gone:
			delete(all, e.ID)
		case Came:
			item := map[string]jsontext.Value{}
			for _, m := range members(e.Item) {
				if m.name != "id" {
					item[m.name] = m.value
				}
			}
			all[e.ID] = item
		case Changed:
			item := maps.Clone(all[e.ID])
			for _, c := range e.Changes {
				if delete(item, c.Field); c.New != nil {
					item[c.Field] = c.New
				}
			}
			all[e.ID] = item
		default:
			t.Errorf("%s is %s, and both lists are evidence", e.ID, e.Kind)
		}
		return nil
	}, Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// set is people in a form in which the order within a field does not count.
func set(all people) map[string]map[string]string {
	sets := map[string]map[string]string{}
	for id, item := range all {
		sets[id] = map[string]string{}
		for name, v := range item {
			text := []string{plain(v)}
			if v.Kind() == '[' {
				text = text[:0]
				for _, e := range elements(v) {
					text = append(text, plain(e))
				}
				slices.Sort(text)
			}
			sets[id][name] = fmt.Sprint(v.Kind(), text)
		}
	}
	return sets
}

// The old list with the difference applied is the new list, whatever the two are.
func TestDifferenceLeadsFromOldToNew(t *testing.T) {
	dir := t.TempDir()
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1))
		before, after := anyone(r), anyone(r)
		// Someone is in both, or it would be a doubt.
		before["me"], after["me"] = map[string]jsontext.Value{"p": jsontext.Value("1")}, map[string]jsontext.Value{"q": jsontext.Value("[]")}
		old, later := filepath.Join(dir, "old"), filepath.Join(dir, "new")
		save(t, r, old, before, 1)
		save(t, r, later, after, 2)
		d, err := Open(Source{Items: old}, Source{Items: later})
		if err != nil {
			t.Fatal(err)
		}
		got := apply(t, before, d)
		d.Close()
		if diff := cmp.Diff(set(after), set(got)); diff != "" {
			t.Fatalf("seed %d: (-new +got)\n%s\n%s", seed, diff, lines(t, d))
		}
	}
}
