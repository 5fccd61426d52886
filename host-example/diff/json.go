package diff

import (
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/host-example/receipt"
)

// The JSON of a difference: the types say its members and their order.

type entryJSON struct {
	Change    Kind           `json:"change"`
	Account   string         `json:"account,omitempty"`
	ID        string         `json:"id"`
	Name      string         `json:"name,omitempty"`
	ToConfirm bool           `json:"to_confirm,omitzero"` // gone or came, if a second list says so too
	Rejected  bool           `json:"rejected,omitzero"`   // missing or new, because the other list had it and could not use it
	Fields    []changeJSON   `json:"fields,omitempty"`
	Item      jsontext.Value `json:"item,omitempty"`
}

// changeJSON has null for what is absent.
type changeJSON struct {
	Field string         `json:"field"`
	Old   jsontext.Value `json:"old"`
	New   jsontext.Value `json:"new"`
}

// AppendEntry appends an entry as a JSON object on one line.
func AppendEntry(dst []byte, e Entry) ([]byte, error) {
	j := entryJSON{
		Change: e.Kind, Account: e.Account, ID: e.ID, Name: nameOf(e.Item), ToConfirm: e.ToConfirm, Rejected: e.Rejected,
	}
	if e.Kind != Changed {
		j.Item = e.Item
	}
	for _, c := range e.Changes {
		j.Fields = append(j.Fields, changeJSON{c.Field, c.Old, c.New})
	}
	return appendJSON(dst, j)
}

type summaryJSON struct {
	Came        int64          `json:"came"`
	New         int64          `json:"new"`
	Gone        int64          `json:"gone"`
	Missing     int64          `json:"missing"`
	Changed     int64          `json:"changed"`
	OldItems    int64          `json:"old_items"`
	NewItems    int64          `json:"new_items"`
	NotCompared []string       `json:"not_compared,omitempty"`
	Evidence    []evidenceJSON `json:"evidence"`
}

type evidenceJSON struct {
	Account string     `json:"account,omitempty"`
	Old     provenJSON `json:"old"`
	New     provenJSON `json:"new"`
}

// provenJSON is what one list proves.
type provenJSON struct {
	AbsenceIsEvidence bool            `json:"absence_is_evidence"`
	ToConfirm         bool            `json:"to_confirm"`
	Doubts            []receipt.Doubt `json:"doubts"`
	ListingID         string          `json:"listing_id,omitempty"`
	ListingStartedAt  time.Time       `json:"listing_started_at,omitzero"`
	FinishedAt        time.Time       `json:"finished_at,omitzero"`
}

// AppendSummary appends what the difference comes to, and what the lists prove, as a JSON object on one line.
func (d *Diff) AppendSummary(dst []byte) ([]byte, error) {
	s := d.summary
	j := summaryJSON{
		Came: s.Kinds[Came], New: s.Kinds[New], Gone: s.Kinds[Gone], Missing: s.Kinds[Missing], Changed: s.Kinds[Changed],
		OldItems: s.Old, NewItems: s.New, NotCompared: s.NotCompared,
	}
	for _, e := range d.Evidence() {
		j.Evidence = append(j.Evidence, evidenceJSON{e.Account, proven(&e.Old), proven(&e.New)})
	}
	return appendJSON(dst, j)
}

func proven(r *receipt.Receipt) provenJSON {
	return provenJSON{
		r.AbsenceIsEvidence, r.AbsenceIsEvidence && r.ToConfirm(), r.Doubts, r.ListingID, r.ListingStartedAt, r.FinishedAt,
	}
}

func appendJSON(dst []byte, v any) ([]byte, error) {
	text, err := json.Marshal(v, jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return dst, err
	}
	return output.AppendJSON(dst, text)
}
