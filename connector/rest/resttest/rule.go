package resttest

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Rule is a fault as data: which requests meet it, and what it is.
type Rule struct {
	// Path is what requests it is about: a path as [Server.RequestsByPath] has it, "/v1/users" or "/v1/user/{id}"; empty: all.
	Path string `json:"path,omitempty"`
	// Query are parameters that those requests have, with these values; "" for one that they do not have.
	Query map[string]string `json:"query,omitempty"`
	// From is the first of those requests that meets the fault, counted from 1 when the rule was set; 0 is 1.
	From int64 `json:"from,omitempty"`
	// Every makes it one request in so many, from From on; 0 and 1: all of them.
	Every int64 `json:"every,omitempty"`
	// Times is how often it happens; 0: without end.
	Times int64 `json:"times,omitempty"`

	// Kind is what happens; [Server.Kinds] has them all.
	Kind string `json:"kind"`

	Status     int               `json:"status,omitempty"`
	Headers    map[string]string `json:"headers,omitempty"`
	Body       string            `json:"body,omitempty"`
	RetryAfter int               `json:"retry_after,omitempty"` // seconds
	// RetryAfterDate writes RetryAfter as an HTTP date.
	RetryAfterDate bool     `json:"retry_after_date,omitempty"`
	Location       string   `json:"location,omitempty"`
	For            Duration `json:"for,omitempty"` // how long
	Bytes          int64    `json:"bytes,omitempty"`
	Index          int      `json:"index,omitempty"` // of a record in its page, from 0

	// Seen and Hits count: the requests that the rule is about, and those that met it. They are told, and not read.
	Seen int64 `json:"seen"`
	Hits int64 `json:"hits"`
}

// check says what is wrong with a rule.
func (r *Rule) check(kinds map[string]Kind) error {
	k, ok := kinds[r.Kind]
	switch {
	case !ok:
		return fmt.Errorf("resttest: there is no fault %q; there is %s", r.Kind, strings.Join(slices.Sorted(maps.Keys(kinds)), ", "))
	case r.From < 0 || r.Every < 0 || r.Times < 0 || r.RetryAfter < 0 || r.For < 0 || r.Bytes < 0 || r.Index < 0:
		return errors.New("resttest: numbers of a fault must not be negative")
	case r.Status != 0 && (r.Status < 200 || r.Status > 599):
		return errors.New("resttest: a status is 200 to 599")
	case k.NeedsStatus && r.Status == 0:
		return fmt.Errorf("resttest: %s needs a status", r.Kind)
	case k.NeedsLocation && r.Location == "":
		return fmt.Errorf("resttest: %s needs a location", r.Kind)
	}
	return nil
}

// header is what a rule's answers carry.
func (r *Rule) header(contentType string) http.Header {
	h := http.Header{"Content-Type": {contentType}}
	if r.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(r.RetryAfter))
		if r.RetryAfterDate {
			h.Set("Retry-After", time.Now().UTC().Add(time.Duration(r.RetryAfter)*time.Second).Format(http.TimeFormat))
		}
	}
	if r.Location != "" {
		h.Set("Location", r.Location)
	}
	for name, value := range r.Headers {
		h.Set(name, value)
	}
	return h
}

// rules are the rules in force.
type rules struct {
	mu  sync.Mutex
	all []*Rule
}

// SetRules makes these the rules in force, in place of any that were; the first that a request meets counts. What SetFault
// decides comes before them. A server that refuses connections takes them again.
func (s *Server) SetRules(all ...Rule) error {
	set, err := s.checked(all)
	if err != nil {
		return err
	}
	s.rules.mu.Lock()
	s.rules.all = set
	s.rules.mu.Unlock()
	s.gate.admit()
	return nil
}

// AddRules adds rules to those in force.
func (s *Server) AddRules(more ...Rule) error {
	set, err := s.checked(more)
	if err != nil {
		return err
	}
	s.rules.mu.Lock()
	defer s.rules.mu.Unlock()
	s.rules.all = append(s.rules.all, set...)
	return nil
}

// checked are copies of rules that can be used, with nothing counted yet.
func (s *Server) checked(all []Rule) ([]*Rule, error) {
	set := make([]*Rule, len(all))
	for i, rule := range all {
		if err := rule.check(s.kinds); err != nil {
			return nil, err
		}
		rule.Seen, rule.Hits = 0, 0
		set[i] = &rule
	}
	return set, nil
}

// Rules are the rules in force, with their counts.
func (s *Server) Rules() []Rule {
	s.rules.mu.Lock()
	defer s.rules.mu.Unlock()
	all := make([]Rule, len(s.rules.all))
	for i, r := range s.rules.all {
		all[i] = *r
	}
	return all
}

// meets is the fault that a request meets, and nil where it meets none.
func (s *Server) meets(path string, query url.Values) *Fault {
	s.rules.mu.Lock()
	defer s.rules.mu.Unlock()
	var met *Rule
	for _, r := range s.rules.all {
		if !r.isAbout(path, query) {
			continue
		}
		r.Seen++
		after := r.Seen - max(r.From, 1)
		if met == nil && after >= 0 && after%max(r.Every, 1) == 0 && (r.Times == 0 || r.Hits < r.Times) {
			r.Hits++
			met = r
		}
	}
	if met == nil {
		return nil
	}
	return s.kinds[met.Kind].Make(met)
}

func (r *Rule) isAbout(path string, query url.Values) bool {
	for name, value := range r.Query {
		if query.Get(name) != value {
			return false
		}
	}
	return r.Path == "" || r.Path == path
}
