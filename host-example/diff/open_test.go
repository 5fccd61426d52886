package diff

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trellis-iam/trellis/host-example/receipt"
	"github.com/trellis-iam/trellis/plugin/exit"
)

// receiptOf is the receipt of a list that is evidence, of a day in January.
func receiptOf(items int64, day int) receipt.Receipt {
	at := time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC)
	return receipt.Receipt{
		Format: receipt.Format, Connector: "x", Resource: "users", End: receipt.Exhausted, Items: items,
		Visibility: receipt.Full, Consistency: "snapshot", ListingID: "l", ListingStartedAt: at, FinishedAt: at.Add(time.Hour),
	}
}

// put writes a file with a text, and with receipts beside it.
func put(t *testing.T, name, text string, receipts ...receipt.Receipt) Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if len(receipts) > 0 {
		f, err := receipt.Create(path+ReceiptSuffix, "")
		if err == nil {
			err = f.Write(receipts...)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return Source{Items: path}
}

// What is wrong with a file is said with its name, the line, and what is wrong there.
func TestFilesThatAreNone(t *testing.T) {
	good := put(t, "old", "{\"id\":\"1\"}\n")
	for text, want := range map[string]string{
		"{\"id\":\"1\"}\n{\"id\":\"2\",\"na":       "line 2: the file ends within an item",
		"{\"id\":\"1\"}\n{\"id\":\"2\"":            "line 2: the file ends within an item",
		"{\"data\":[\n{\"id\":\"1\"},\n":           "the file ends within an item",
		"{\"id\":\"1\"}\n\n{\"id\" 2}":             "line 3",
		"{\"id\":\"1\"}\n{\"name\":\"x\"}\n":       "line 2: the item has no id",
		"{\"id\":7}":                               "line 1: the item has no id",
		"{\"id\":\"1\"}\nid,name\n":                "line 2",
		"\"x\"":                                    "line 1: an object was expected",
		"[1]":                                      "line 1 at /0: an item is an object",
		"{\"data\":[7]}":                           "line 1 at /data/0: an item is an object",
		"{\"id\":\"1\",\"id\":\"2\"}":              "duplicate object member name",
		"{\"id\":\"\xff\"}":                        "invalid UTF-8",
		"{\"data\":[],\"receipt\":{}}":             "the receipt: it is no receipt",
		"{\"data\":[],\"receipts\":[7]}":           "the receipt: ",
		"{\"data\":[],\"receipt\":{\"format\":9}}": "use a newer one",
	} {
		source := put(t, "new", text)
		_, err := Open(good, source)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), source.Items) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// What the arguments have wrong is an error of usage, and names what differs.
func TestListsThatCannotBeCompared(t *testing.T) {
	good := put(t, "old", "{\"id\":\"1\"}\n", receiptOf(1, 1))
	other := func(change func(*receipt.Receipt)) Source {
		r := receiptOf(1, 2)
		change(&r)
		return put(t, "new", "{\"id\":\"1\"}\n", r)
	}
	withReceipt := good
	withReceipt.Receipts = good.Items + ".none"
	two := receiptOf(1, 2)
	two.PageToken, two.Expand = "t", []string{"groups"}
	for want, source := range map[string]Source{
		`the connector of the old one is "x", that of the new one "y"`: other(func(r *receipt.Receipt) { r.Connector = "y" }),
		`the resource of the old one is "users", that of the new one`:  other(func(r *receipt.Receipt) { r.Resource = "roles" }),
		`the account of the old one is "", that of the new one "acme"`: other(func(r *receipt.Receipt) { r.Account = "acme" }),
		`the filters of the old one is "", that of the new one "a=b"`:  other(func(r *receipt.Receipt) { r.Filters = map[string][]string{"a": {"b"}} }),
		"the items of one list say whose they are":                     put(t, "new", `{"id":"1","account":"a"}`),
		"there is no file " + good.Items + ".none":                     withReceipt,
		"there is no file nowhere":                                     {Items: "nowhere"},
		"is no file":                                                   {Items: t.TempDir()},
		"are not of one list":                                          put(t, "new", "", receiptOf(1, 2), two),
	} {
		_, err := Open(good, source)
		if !errors.Is(err, exit.ErrUsage) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// A file that another program changes meanwhile is an error, and not another person.
func TestFileThatChanges(t *testing.T) {
	old, after := put(t, "old", `{"id":"1","name":"a"}`), put(t, "new", `{"id":"1","name":"b"}`)
	d := compare(t, old, after)
	if err := os.Truncate(after.Items, 5); err != nil {
		t.Skipf("an open file cannot be cut here: %v", err)
	}
	if err := d.Each(func(Entry) error { return nil }, Changed); !errors.Is(err, errChanged) {
		t.Error(err)
	}
}

// FuzzScan: whatever a file holds, reading it ends with an error or with items that can be read again where they are said to be.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{
		"", "{\"id\":\"1\"}\n{\"id\":\"2\",\"account\":\"a\"}", `{"data":[{"id":"1"}],"receipt":{"format":1}}`, `[{"id":"1"}]`,
		`{"next":null,"data":[],"receipts":[{"format":1},{"format":1}]}`, `{"data":7,"id":"x"}`, "{\"id\":\"\\u0031\"} [", "\ufeff{}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := Open(Source{Items: path}, Source{Items: path})
		if err != nil {
			if !strings.Contains(err.Error(), path) {
				t.Errorf("%v: does not name the file", err)
			}
			return
		}
		defer d.Close()
		if s := d.Summary(); s.Old != s.New || len(d.keys) != 0 {
			t.Errorf("%+v between a file and itself", s)
		}
		for k, i := range d.rows {
			v, err := d.old.read(d.pairs[i].old)
			if err != nil || idOf(v) != k.id {
				t.Errorf("%q is read again as %s, %v", k.id, v, err)
			}
		}
	})
}
