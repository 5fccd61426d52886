package latticetest

import (
	"crypto/subtle"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// pageBytes is room for a page of a hundred users.
const pageBytes = 160 << 10

var buffers = sync.Pool{New: func() any { b := make([]byte, 0, pageBytes); return &b }}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	n := s.counts.arrived(r.URL.Path)
	if f := s.fault.Load(); f != nil {
		if fault := (*f)(r, n); fault != nil && !s.inject(w, r, fault) {
			return
		}
	}
	if !s.wait(r, s.config.Delay) {
		return
	}
	if got := r.Header.Values("Authorization"); len(got) != 1 ||
		subtle.ConstantTimeCompare([]byte(got[0]), []byte("Bearer "+s.APIKey)) != 1 {
		s.counts.refused(strings.Join(got, ", "))
		fail(w, http.StatusUnauthorized, "Unauthorized")
		return
	}
	if retry := s.window.arrived(time.Now(), s.config.Rate, s.config.Window); retry > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(retry))
		s.counts.limited()
		fail(w, http.StatusTooManyRequests, "Too many requests")
		return
	}
	if r.Method != http.MethodGet {
		fail(w, http.StatusMethodNotAllowed, "Method not allowed")
		return
	}
	s.route(w, r)
}

// wait lets a delay pass, and reports whether the client is still there.
func (s *Server) wait(r *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-r.Context().Done():
	case <-s.closing:
	}
	return false
}

func (s *Server) route(w http.ResponseWriter, r *http.Request) {
	c := s.company
	switch path := strings.Split(strings.TrimPrefix(r.URL.EscapedPath(), "/v1/"), "/"); {
	case !strings.HasPrefix(r.URL.Path, "/v1/"):
		notFound(w)
	case len(path) == 1 && path[0] == "me" && s.config.Users > 0:
		s.one(w, func(b []byte) []byte { return c.appendUser(b, 0) })
	case len(path) == 1 && path[0] == "users":
		s.users(w, r)
	case len(path) == 1 && path[0] == "departments":
		s.list(w, r, c.departments, func(int) bool { return true }, c.appendDepartment)
	case len(path) == 2 && path[0] == "department":
		if i, ok := c.find(path[1], saltDepartment, c.departments); ok {
			s.one(w, func(b []byte) []byte { return c.appendDepartment(b, i) })
			return
		}
		notFound(w)
	case (len(path) == 2 || len(path) == 3) && path[0] == "user":
		i, ok := c.find(path[1], saltUser, s.config.Users)
		switch {
		case !ok:
			notFound(w)
		case len(path) == 2:
			s.one(w, func(b []byte) []byte { return c.appendUser(b, i) })
		case path[2] == "directReports":
			s.list(w, r, s.config.Users, func(k int) bool { return c.boss(k) == i }, c.appendUser)
		case path[2] == "customAttributes":
			s.list(w, r, 0, nil, nil)
		default:
			notFound(w)
		}
	default:
		notFound(w)
	}
}

func (s *Server) one(w http.ResponseWriter, write func([]byte) []byte) {
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	*buffer = write((*buffer)[:0])
	reply(w, http.StatusOK, *buffer)
}

func reply(w http.ResponseWriter, status int, body []byte) {
	h := w.Header()
	h["Content-Type"] = jsonType
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	_, _ = w.Write(body) //nolint:gosec // JSON, of our own making, to a program
}

var jsonType = []string{"application/json; charset=utf-8"}

func fail(w http.ResponseWriter, status int, text string) {
	reply(w, status, []byte(`{"error":`+strconv.Quote(text)+`}`))
}

func notFound(w http.ResponseWriter) { fail(w, http.StatusNotFound, "Not found") }
