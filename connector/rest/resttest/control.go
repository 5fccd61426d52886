package resttest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// ControlPath is where a server is controlled from outside, with `Authorization: Bearer <Server.ControlKey>`. No path of a
// vendor's looks like it, an API key does not open it, and what is asked there is not counted, delayed or faulted. Bodies
// and answers are JSON; a member that does not exist is an error (400), and then nothing has changed.
//
//	GET    /__control            everything below, and the kinds of faults that there are
//	GET    /__control/config     the configuration
//	PATCH  /__control/config     changes the members that are given: {"delay": "50ms", "rate": 240}
//	GET    /__control/faults     the rules in force, with how often each was met
//	PUT    /__control/faults     sets them: [{"path": "/v1/users", "from": 40, "times": 1, "kind": "status", "status": 503}]
//	POST   /__control/faults     adds one: {"kind": "rate_limit", "every": 10, "retry_after": 1}
//	DELETE /__control/faults     takes all of them back
//	GET    /__control/requests   what arrived: total, by_path, limited, wrong_authorizations
//	DELETE /__control/requests   starts counting anew
//
// [Rule] and the vendor's Config say what the members mean.
const ControlPath = "/__control"

// maxControlBody bounds what is read: thousands of records and rules.
const maxControlBody = 16 << 20

type seen struct {
	Total               int64            `json:"total"`
	ByPath              map[string]int64 `json:"by_path"`
	Limited             int64            `json:"limited"`
	WrongAuthorizations []string         `json:"wrong_authorizations"`
}

func (s *Server) seen() seen {
	all := seen{s.Requests(), s.RequestsByPath(), s.Limited(), s.WrongAuthorizations()}
	if all.ByPath == nil {
		all.ByPath = map[string]int64{}
	}
	if all.WrongAuthorizations == nil {
		all.WrongAuthorizations = []string{}
	}
	return all
}

func isControl(path string) bool {
	rest, ok := strings.CutPrefix(path, ControlPath)
	return ok && (rest == "" || rest[0] == '/')
}

// control answers a request to the control endpoint.
func (s *Server) control(w http.ResponseWriter, r *http.Request) {
	if !Same(r.Header.Get("Authorization"), "Bearer "+s.ControlKey) {
		refuse(w, http.StatusUnauthorized, "this needs the control key")
		return
	}
	read := func(v any) error { return decodeStrictly(http.MaxBytesReader(w, r.Body, maxControlBody), v) }
	var err error
	switch resource := strings.TrimPrefix(r.URL.Path, ControlPath); r.Method + " " + resource {
	case "GET ":
		answer(w, map[string]any{"config": s.config(), "faults": s.Rules(), "requests": s.seen(), "kinds": s.Kinds()})
		return
	case "GET /config":
	case "PATCH /config":
		err = s.configure(func(c Config) error { return read(c) }) // members that are not there stay as they are
	case "GET /faults":
	case "PUT /faults":
		var all []Rule
		if err = read(&all); err == nil {
			err = s.SetRules(all...)
		}
	case "POST /faults":
		var one Rule
		if err = read(&one); err == nil {
			err = s.AddRules(one)
		}
	case "DELETE /faults":
		err = s.SetRules()
	case "GET /requests":
	case "DELETE /requests":
		s.ResetCounts()
	default:
		refuse(w, http.StatusNotFound, "there is GET "+ControlPath+", and config, faults and requests below it")
		return
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	switch strings.TrimPrefix(r.URL.Path, ControlPath) {
	case "/config":
		answer(w, s.config())
	case "/faults":
		answer(w, s.Rules())
	default:
		answer(w, s.seen())
	}
}

func (s *Server) config() Config { return s.playing.Load().config }

func decodeStrictly(from io.Reader, v any) error {
	d := json.NewDecoder(from)
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("the body cannot be used: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the body's value")
	}
	return nil
}

func answer(w http.ResponseWriter, v any) {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		refuse(w, http.StatusInternalServerError, err.Error())
		return
	}
	w.Header().Set("Content-Type", jsonText)
	Reply(w, http.StatusOK, append(b, '\n'))
}

func refuse(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", jsonText)
	Reply(w, status, []byte(`{"error":`+Quote(text)+`}`))
}
