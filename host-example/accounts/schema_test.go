package accounts

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

// The schema has the parser's opinion of every file, as far as a schema can have one.
func TestSchema(t *testing.T) {
	text, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("accounts.schema.json", text); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("accounts.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range cases {
		if tt.unseen {
			continue
		}
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(tt.text), &doc); err != nil {
			t.Fatal(err)
		}
		var value any
		if len(doc.Content) > 0 {
			value = plainValue(t, doc.Content[0])
		}
		if err := s.Validate(value); (err == nil) != (tt.problems == nil) {
			t.Errorf("%s: the parser says %q, the schema: %v", tt.name, tt.problems, err)
		}
	}
}

// plainValue is a node as editors see it: keys are texts.
func plainValue(t *testing.T, n *yaml.Node) any {
	t.Helper()
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plainValue(t, n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, plainValue(t, c))
		}
		return list
	}
	var v any
	if err := n.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}
