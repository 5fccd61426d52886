package connect

import (
	"errors"
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/connector"
)

// The ways to go on after credentials were not taken.
const (
	correct = "correct" // what is at fault
	all     = "all"     // every answer
	retry   = "retry"   // as it is: the vendor's, or the network's, moment
	leave   = "leave"
)

// ofCredentials are the reasons for which it is the secrets that are looked at first, where no path says more.
var ofCredentials = []connector.Reason{connector.CredentialsRejected, connector.CredentialsExpired, connector.PermissionMissing}

// AtFault are the questions to ask again after an error: the one that its path names, those for the secrets where the
// vendor refused them, or those for where the vendor is and whom to believe that where nobody could be believed. None: it is
// not, or not surely, about an answer.
func (f *Form) AtFault(err error) []Question {
	e, ok := errors.AsType[*connector.Error](err)
	if !ok {
		return nil
	}
	fields, _ := f.fields()
	return f.again(only(fields, func(field connector.AccountField) bool {
		switch {
		case isCA(field) && f.ReadCA == nil:
			return false
		case e.Path != "":
			return field.Path() == e.Path
		case e.Reason == connector.UpstreamUntrusted:
			// Where there was an answer, it was not TLS that failed.
			return isCA(field) && e.UpstreamStatus == 0 || isBaseURL(field) && f.Account.Operator[connector.OperatorBaseURL] != ""
		}
		return field.GetSecret() && slices.Contains(ofCredentials, e.Reason)
	}))
}

func isBaseURL(field connector.AccountField) bool {
	return field.In == connector.InOperator && field.GetKey() == connector.OperatorBaseURL
}

// Again are all questions that were answered, and those of the chosen method that were not.
func (f *Form) Again() []Question {
	fields, _ := f.fields()
	return f.again(only(fields, func(field connector.AccountField) bool {
		if isCA(field) {
			return f.CAFile != "" && f.ReadCA != nil // what is not from a file cannot be typed, and stays
		}
		return f.values(field.In)[field.GetKey()] != "" || field.GetRequired() || f.ofMethod(field)
	}))
}

// again makes questions of fields of which an empty answer keeps the value that there is. A secret is not repeated to
// anyone, so that it has to be typed again.
func (f *Form) again(fields []connector.AccountField) []Question {
	var questions []Question
	for _, field := range fields {
		if isCA(field) {
			questions = append(questions, f.caQuestion(field))
			continue
		}
		q := questionOf(field)
		if !q.Secret {
			q.Default = f.values(field.In)[field.GetKey()]
		}
		questions = append(questions, q)
	}
	return questions
}

// whatNext asks how to go on after an error.
func (f *Form) whatNext(atFault []Question) Question {
	q := Question{ID: "next", Label: "What now", Required: true}
	if len(atFault) > 0 {
		var labels []string
		for _, a := range atFault {
			labels = append(labels, a.Label)
		}
		q.Choices = append(q.Choices, Choice{correct, strings.Join(labels, ", ")})
	}
	q.Choices = append(q.Choices,
		Choice{retry, "try the same again"}, Choice{all, "go through all answers again"}, Choice{leave, "give up; nothing is written"})
	q.Default = q.Choices[0].Value
	return q
}
