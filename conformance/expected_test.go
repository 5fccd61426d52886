package conformance

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestParseExpected(t *testing.T) {
	got, err := parseExpected([]byte("# known\n- case: a.b\n  reason: because\n- {case: c.d, reason: 'so'}\n"))
	if err != nil || !reflect.DeepEqual(got, Expected{"a.b": "because", "c.d": "so"}) {
		t.Errorf("%v, %v", got, err)
	}
	for _, text := range []string{"", "# nothing\n", "---\n", "[]\n...\n"} {
		if got, err := parseExpected([]byte(text)); err != nil || len(got) != 0 {
			t.Errorf("an empty file, %q: %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"- case: a.b": "a.b has no reason",
		"- reason: x": "entry 1 names no case",
		"- {case: a, reason: x}\n- {case: a, reason: y}": "a stands there twice",
		"- {case: a, reason: x, since: 1}":               "since not found",
		"a: b":                                           "cannot unmarshal",
		"- {case: a, reason: x}\n---\n- {case: b, reason: y}\n": "line 2: a second document begins",
		"- {case: a, reason: x}\n---\n":                         "a second document begins",
		"---\n# nothing\n---\n- {case: b, reason: y}\n":         "line 3: a second document begins",
		"- {case: a, reason: x}\n---\n- {":                      "line 3",
	} {
		if _, err := parseExpected([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestLoadExpected(t *testing.T) {
	path := filepath.Join(t.TempDir(), "expected_failures.yaml")
	if _, err := LoadExpected(path); err == nil {
		t.Error("a file that is not there is no error")
	}
	if err := os.WriteFile(path, []byte("- case: a.b"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadExpected(path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("%v", err)
	}
}

func TestJudge(t *testing.T) {
	e := Expected{"a.b": "because"}
	for _, c := range []struct {
		id      string
		outcome Outcome
		want    Outcome
		saidWhy string
	}{
		{"a.b", Failed, FailedAsKnown, "because"},
		{"a.b", FailedShould, FailedAsKnown, "because"},
		{"a.b", Passed, Failed, "it is expected to fail (because), and passes"},
		{"a.b", CouldNotRun, CouldNotRun, ""},
		{"a.b", DoesNotApply, DoesNotApply, ""},
		{"c.d", Failed, Failed, ""},
	} {
		if got := e.judge(Result{Case: Case{ID: c.id}, Outcome: c.outcome}); got.Outcome != c.want || got.Why != c.saidWhy {
			t.Errorf("%s %s: %s, %q", c.id, c.outcome, got.Outcome, got.Why)
		}
	}
}

func TestFindSecret(t *testing.T) {
	secrets := map[string]string{"api_key": `k"e<y>&1+2/3=4%41\5?6`, "short": "abc"}
	for _, form := range formsOf(secrets["api_key"]) {
		if name, found := findSecret("before "+form+" after", secrets); !found || name != "api_key" {
			t.Errorf("%q is not found", form)
		}
	}
	for _, text := range []string{"", "abc", "nothing here", strings.Repeat("QUJD", 50)} {
		if name, found := findSecret(text, secrets); found {
			t.Errorf("%s is found in %q", name, text)
		}
	}
}
