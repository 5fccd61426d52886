package conformance

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// Every case says all that there is to say, and the contract says what the case says it does.
func TestCasesAreWhole(t *testing.T) {
	pattern := regexp.MustCompile(`^[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	for _, g := range Groups() {
		if g.About == "" || len(g.Cases) == 0 {
			t.Errorf("%s: %+v", g.ID, g)
		}
		for _, c := range g.Cases {
			if !pattern.MatchString(c.ID) || seen[c.ID] || c.Group() != g.ID {
				t.Errorf("%s: the id is taken, malformed, or of another group than %s", c.ID, g.ID)
			}
			seen[c.ID] = true
			if !strings.HasSuffix(c.Sentence, ".") || !strings.HasSuffix(c.Fix, ".") || c.check == nil ||
				!slices.Contains([]Severity{Must, Should}, c.Severity) {
				t.Errorf("%s is not whole: %+v", c.ID, c)
			}
			checkPlace(t, c)
		}
	}
}

// checkPlace looks a case's place up in the contract.
func checkPlace(t *testing.T, c Case) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "proto", "trellis", filepath.FromSlash(c.Contract.File)))
	if err != nil {
		t.Errorf("%s: %v", c.ID, err)
		return
	}
	if c.Contract.Quote == "" || !strings.Contains(plain(string(text)), plain(c.Contract.Quote)) {
		t.Errorf("%s: %s does not say %q", c.ID, c.Contract.File, c.Contract.Quote)
	}
	if strings.HasPrefix(c.Contract.Element, "#") {
		if !strings.Contains(string(text), "// "+c.Contract.Element+"\n") {
			t.Errorf("%s: %s has no heading %q", c.ID, c.Contract.File, c.Contract.Element)
		}
		return
	}
	file, err := protoregistry.GlobalFiles.FindFileByPath("trellis/" + c.Contract.File)
	if err != nil {
		t.Errorf("%s: %v", c.ID, err)
		return
	}
	if !hasElement(file, c.Contract.Element) {
		t.Errorf("%s: %s has no %s", c.ID, c.Contract.File, c.Contract.Element)
	}
}

// hasElement looks for a message, a field, an RPC, an enum, or a value of one: "End.END_EXHAUSTED".
func hasElement(file protoreflect.FileDescriptor, element string) bool {
	if enum, value, ok := strings.Cut(element, "."); ok {
		if e := file.Enums().ByName(protoreflect.Name(enum)); e != nil {
			return e.Values().ByName(protoreflect.Name(value)) != nil
		}
	}
	d, err := protoregistry.GlobalFiles.FindDescriptorByName(file.Package().Append(protoreflect.Name(element)))
	return err == nil && d.ParentFile().Path() == file.Path()
}

// plain is text without what makes comments of it, and without line ends.
func plain(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimLeft(strings.TrimSpace(line), "/")
		b.WriteString(strings.TrimSpace(line) + " ")
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// A key that is rotated is another one, of the same length.
func TestOtherEnd(t *testing.T) {
	for key, want := range map[string]string{"adk_1": "adk_Z", "adk_Z": "adk_Y", "Z": "Y"} {
		if got := otherEnd(key); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
}

// A case is no stricter than the contract: what should be so fails no run, and the vendor is gone for less than should be waited.
func TestNoStricterThanTheContract(t *testing.T) {
	for _, c := range Cases() {
		soft := strings.Contains(c.Contract.Quote, "SHOULD")
		if soft && c.Severity != Should {
			t.Errorf("%s is a %s, of what the contract says should be: %q", c.ID, c.Severity, c.Contract.Quote)
		}
	}
	if aMomentAway >= time.Second {
		t.Errorf("the vendor is gone for %v, and a connector that waits a second in all keeps to the contract", aMomentAway)
	}
}

// The cases that others name as the one to fix first are there.
func TestGroundsAreCases(t *testing.T) {
	var results []Result
	grounds := []string{
		firstStarts, firstDescribe, firstAuthenticate, firstWrongKey, firstList, firstPageSizes, firstBoundaries, firstGet, firstCall, firstExpand,
	}
	for _, id := range grounds {
		results = append(results, Result{Case: Case{ID: "x.y"}, Outcome: CouldNotRun, First: id})
	}
	if got := missing(results); len(got) != len(grounds) {
		t.Errorf("%d of %d are cases", len(got), len(grounds))
	}
	results = append(results, Result{Case: Case{ID: firstList}, Outcome: Failed})
	if got := missing(results); len(got) != len(grounds)-1 {
		t.Errorf("a case that has run is missing: %d", len(got))
	}
}
