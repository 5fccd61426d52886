package conformance

import (
	"encoding/json"
	"io"
	"time"
)

// reportJSON is a report for programs. Members are added, never changed.
type reportJSON struct {
	Path      string         `json:"path"`
	Connector string         `json:"connector,omitempty"`
	Version   string         `json:"version,omitempty"`
	Started   time.Time      `json:"started_at"`
	Seconds   float64        `json:"seconds"`
	OK        bool           `json:"ok"`
	Counts    map[string]int `json:"counts"`
	Problems  []string       `json:"problems,omitempty"`
	Cases     []resultJSON   `json:"cases"`
}

type resultJSON struct {
	ID       string   `json:"id"`
	Outcome  Outcome  `json:"outcome"`
	Severity Severity `json:"severity"`
	Sentence string   `json:"sentence"`
	Seen     []string `json:"seen,omitempty"`
	Why      string   `json:"why,omitempty"`
	FixFirst string   `json:"fix_first,omitempty"`
	Where    string   `json:"where"`
	Contract string   `json:"contract"`
	ToDo     string   `json:"to_do"`
	Seconds  float64  `json:"seconds"`
}

// WriteJSON writes the report as one JSON object.
func (r *Report) WriteJSON(w io.Writer) error {
	out := reportJSON{
		Path: r.Path, Connector: r.Connector, Version: r.Version, Started: r.Started.UTC(), Seconds: seconds(r.Took), OK: r.OK(),
		Counts: map[string]int{}, Problems: r.Problems, Cases: make([]resultJSON, 0, len(r.Results)),
	}
	for _, one := range r.Results {
		out.Counts[string(one.Outcome)]++
		out.Cases = append(out.Cases, resultJSON{
			ID: one.Case.ID, Outcome: one.Outcome, Severity: one.Case.Severity, Sentence: one.Case.Sentence, Seen: one.Seen, Why: one.Why,
			FixFirst: one.First,
			Where:    one.Case.Contract.String(), Contract: one.Case.Contract.Quote, ToDo: one.Case.Fix, Seconds: seconds(one.Took),
		})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

// seconds are as exact as times are told.
func seconds(d time.Duration) float64 { return d.Round(time.Millisecond).Seconds() }
