package connect

import (
	"maps"
	"slices"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// methodID is the path of the choice between auth methods.
const methodID = "auth_method_id"

// Form is what there is to fill in for an account of one connector. What its account holds is answered. It asks nobody, and
// does nothing: see [Fill].
type Form struct {
	About   *connectorv1.Description
	Account *connectorv1.Account
	// CAFile is the file that the account's ca_pem is from; "" where it has none, or not from a file.
	CAFile string
	// ReadCA reads such a file. Where it is nil, nobody is asked for one.
	ReadCA func(path string) (string, error)
}

// NewForm is the form of a connector for an account that is filled in as far as someone has by other means: those values are
// not asked for. A connector that has no way to authenticate that this host knows is UNSUPPORTED.
func NewForm(about *connectorv1.Description, begun *connectorv1.Account) (*Form, error) {
	f := &Form{About: about, Account: &connectorv1.Account{
		Id: begun.GetId(), AuthMethodId: begun.GetAuthMethodId(),
		Settings: map[string]string{}, Operator: map[string]string{}, Credentials: map[string]string{},
	}}
	for _, m := range []struct{ to, from map[string]string }{
		{f.Account.Settings, begun.GetSettings()}, {f.Account.Operator, begun.GetOperator()}, {f.Account.Credentials, begun.GetCredentials()},
	} {
		maps.Copy(m.to, m.from)
	}
	usable := f.methods()
	if len(usable) == 0 {
		return nil, connector.Errorf(connector.ReasonUnsupported, "%s has no way to authenticate that this program knows", about.GetName())
	}
	if len(usable) == 1 && f.Account.AuthMethodId == "" && usable[0] != about.GetAuthMethods()[0] {
		f.Account.AuthMethodId = usable[0].GetId() // not the first, which is what none would mean
	}
	if _, err := f.fields(); err != nil {
		return nil, err
	}
	return f, nil
}

// methods are the ways to authenticate that this host can use.
func (f *Form) methods() []*connectorv1.AuthMethod {
	return slices.DeleteFunc(slices.Clone(f.About.GetAuthMethods()), func(m *connectorv1.AuthMethod) bool {
		return m.GetKind() == nil // of a later contract
	})
}

// Method is the way to authenticate that was chosen.
func (f *Form) Method() *connectorv1.AuthMethod {
	methods := f.methods()
	i := slices.IndexFunc(methods, func(m *connectorv1.AuthMethod) bool { return m.GetId() == f.Account.GetAuthMethodId() })
	return methods[max(i, 0)]
}

// MethodQuestion asks for the way to authenticate. There is none where there is but one, or one is chosen.
func (f *Form) MethodQuestion() (Question, bool) {
	methods := f.methods()
	if len(methods) == 1 || f.Account.GetAuthMethodId() != "" {
		return Question{}, false
	}
	q := Question{ID: methodID, Label: "Way to authenticate", Default: methods[0].GetId()}
	for _, m := range methods {
		q.Choices = append(q.Choices, Choice{m.GetId(), m.GetTitle()})
	}
	return q, true
}

// fields are all that the account may hold: where the application is comes first, and then how to get in.
func (f *Form) fields() ([]connector.AccountField, error) {
	fields, err := connector.AccountFields(f.About, f.Account.GetAuthMethodId())
	operator := func(field connector.AccountField) bool { return field.In == connector.InOperator }
	return slices.Concat(only(fields, operator), slices.DeleteFunc(fields, operator)), err
}

// only are the fields for which it holds.
func only(fields []connector.AccountField, holds func(connector.AccountField) bool) []connector.AccountField {
	return slices.DeleteFunc(slices.Clone(fields), func(field connector.AccountField) bool { return !holds(field) })
}

// open are the fields that have no value yet.
func (f *Form) open() []connector.AccountField {
	fields, _ := f.fields() // the method is one of the description's
	return only(fields, func(field connector.AccountField) bool { return f.values(field.In)[field.GetKey()] == "" })
}

// Questions are what has to be answered before the account can be tried, and what the chosen method asks for besides. What
// only operators set is asked for only where the connector cannot do without it.
func (f *Form) Questions() []Question {
	return f.ask(func(field connector.AccountField) bool { return field.GetRequired() || f.ofMethod(field) })
}

// Options are the connector's own settings, which nobody has to make.
func (f *Form) Options() []Question {
	return f.ask(func(field connector.AccountField) bool {
		return field.In == connector.InSettings && !field.GetRequired() && !f.ofMethod(field)
	})
}

func (f *Form) ask(which func(connector.AccountField) bool) []Question {
	var questions []Question
	for _, field := range f.open() {
		if which(field) {
			questions = append(questions, questionOf(field))
		}
	}
	return questions
}

// ofMethod reports whether a field is asked for with the credentials: the method's own, and the region that they are of.
func (f *Form) ofMethod(field connector.AccountField) bool {
	if field.In == connector.InOperator {
		return false
	}
	return field.GetKey() == connector.SettingRegion && len(f.About.GetRegions()) > 0 ||
		slices.ContainsFunc(f.Method().GetFields().GetFields(), func(other *connectorv1.Field) bool { return other.GetKey() == field.GetKey() })
}

// Missing are the fields without which the account is none.
func (f *Form) Missing() []connector.AccountField {
	return only(f.open(), func(field connector.AccountField) bool { return field.GetRequired() })
}

// Set takes an answer. An empty one unsets the value; another method drops the values that only the former had. The error is of
// a file that was there when the question was answered.
func (f *Form) Set(id, answer string) error {
	if id == methodID {
		f.Account.AuthMethodId = answer
		f.dropUnknown()
		return nil
	}
	fields, _ := f.fields()
	for _, field := range fields {
		switch {
		case field.Path() != id:
		case isCA(field):
			return f.setCA(answer)
		case answer == "":
			delete(f.values(field.In), field.GetKey())
		default:
			f.values(field.In)[field.GetKey()] = answer
		}
	}
	return nil
}

func (f *Form) dropUnknown() {
	fields, _ := f.fields()
	for _, in := range []string{connector.InSettings, connector.InCredentials} {
		maps.DeleteFunc(f.values(in), func(key, _ string) bool {
			return !slices.ContainsFunc(fields, func(field connector.AccountField) bool { return field.In == in && field.GetKey() == key })
		})
	}
}

// values are one of the account's maps.
func (f *Form) values(in string) map[string]string {
	switch in {
	case connector.InSettings:
		return f.Account.Settings
	case connector.InOperator:
		return f.Account.Operator
	}
	return f.Account.Credentials
}

// Check holds the account to the contract, as the connector will.
func (f *Form) Check() error { return connector.CheckAccount(f.About, f.Account) }
