package connect

import (
	"github.com/trellis-iam/trellis/connector"
)

// What a vendor's certificate is held to is a text of many lines, ca_pem, which nobody types: people are asked for a file that
// has it. An empty answer keeps what there is.

func isCA(field connector.AccountField) bool {
	return field.In == connector.InOperator && field.GetKey() == connector.OperatorCAPEM
}

// caQuestion asks for the file.
func (f *Form) caQuestion(field connector.AccountField) Question {
	return Question{
		ID: field.Path(), Label: "File of certificates to trust", Default: f.CAFile,
		Help: "in PEM, in place of those that this machine trusts: of the proxy that opens TLS here, or of your organization's own authority. " +
			"Whoever made them can read the credentials and all that comes, so take none of which you do not know whose they are.",
		check: func(path string) error {
			if path == "" {
				return nil
			}
			pem, err := f.readCA(path)
			if err != nil {
				return err
			}
			return reasonAlone(field.Check(pem))
		},
	}
}

// readCA reads a file as a person names it.
func (f *Form) readCA(path string) (string, error) {
	path, err := atHome(path)
	if err != nil {
		return "", err
	}
	return f.ReadCA(path)
}

// setCA takes an answer to caQuestion.
func (f *Form) setCA(path string) error {
	if path == "" {
		return nil
	}
	pem, err := f.readCA(path)
	if err != nil {
		return err
	}
	f.CAFile, err = atHome(path)
	f.Account.Operator[connector.OperatorCAPEM] = pem
	return err
}
