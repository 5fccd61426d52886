package accounts

import "go.yaml.in/yaml/v3"

// written is an account as it stands in a file, keys in their order.
type written struct {
	Connector  string               `yaml:"connector"`
	ID         string               `yaml:"id,omitempty"`
	AuthMethod string               `yaml:"auth_method,omitempty"`
	Settings   map[string]string    `yaml:"settings,omitempty"`
	Operator   map[string]string    `yaml:"operator,omitempty"`
	Secrets    map[string]yaml.Node `yaml:"secrets,omitempty"`
}

// node is the account as it is written: texts that YAML would take for something else are in quotes.
func (a Account) node() written {
	w := written{Connector: a.Connector, ID: a.ID, AuthMethod: a.AuthMethod, Settings: a.Settings, Operator: a.Operator}
	if len(a.Secrets) > 0 {
		w.Secrets = map[string]yaml.Node{}
	}
	for key, s := range a.Secrets {
		w.Secrets[key] = s.node()
	}
	return w
}

func (s Secret) node() (n yaml.Node) {
	if len(s.Command) == 0 {
		n.SetString(s.Place)
		return n
	}
	list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, arg := range s.Command {
		var text yaml.Node
		text.SetString(arg)
		list.Content = append(list.Content, &text)
	}
	name := &yaml.Node{Kind: yaml.ScalarNode, Value: "command"}
	return yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle, Content: []*yaml.Node{name, list}}
}
