package resttest

import (
	"maps"
	"slices"
	"sync"
)

// counts is what a server has seen.
type counts struct {
	mu     sync.Mutex
	total  int64
	byPath map[string]int64
	wrong  []string
	over   int64
}

// maxWrong bounds how many wrong credentials are kept.
const maxWrong = 1000

func (c *counts) arrived(path string) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byPath == nil {
		c.byPath = map[string]int64{}
	}
	c.byPath[path]++
	c.total++
	return c.total
}

func (c *counts) refused(authorization string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.wrong) < maxWrong {
		c.wrong = append(c.wrong, authorization)
	}
}

func (c *counts) limited() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.over++
}

// Requests is how many requests came in all.
func (s *Server) Requests() int64 {
	s.counts.mu.Lock()
	defer s.counts.mu.Unlock()
	return s.counts.total
}

// RequestsByPath is how many came for each path; ids are written {id}.
func (s *Server) RequestsByPath() map[string]int64 {
	s.counts.mu.Lock()
	defer s.counts.mu.Unlock()
	return maps.Clone(s.counts.byPath)
}

// WrongAuthorizations are the values of the Authorization header, or of the vendor's own, that were refused, "" for none: what a client sent that
// should have sent its key, or sent here what is not for here.
func (s *Server) WrongAuthorizations() []string {
	s.counts.mu.Lock()
	defer s.counts.mu.Unlock()
	return slices.Clone(s.counts.wrong)
}

// Limited is how many requests were answered 429 by Settings.Rate.
func (s *Server) Limited() int64 {
	s.counts.mu.Lock()
	defer s.counts.mu.Unlock()
	return s.counts.over
}

// ResetCounts forgets what was counted.
func (s *Server) ResetCounts() {
	s.counts.mu.Lock()
	defer s.counts.mu.Unlock()
	s.counts.total, s.counts.byPath, s.counts.wrong, s.counts.over = 0, nil, nil, 0
}
