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
	if isControl(r.URL.Path) {
		s.control(w, r)
		return
	}
	path := collective(r.URL.Path)
	n := s.counts.arrived(path)
	var fault *Fault
	if f := s.fault.Load(); f != nil {
		fault = (*f)(r, n)
	}
	if fault == nil {
		fault = s.rules.meets(path)
	}
	if fault != nil && !s.inject(w, r, fault) {
		return
	}
	s.answer(w, r)
}

// answer is what a request gets that meets no fault.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	c := s.company.Load()
	if !s.wait(r, c.config.Delay) {
		return
	}
	if got := r.Header.Values("Authorization"); len(got) != 1 ||
		subtle.ConstantTimeCompare([]byte(got[0]), []byte("Bearer "+c.config.APIKey)) != 1 {
		s.counts.refused(strings.Join(got, ", "))
		fail(w, http.StatusUnauthorized, "Unauthorized")
		return
	}
	if retry := s.window.arrived(time.Now(), c.config.Rate, c.config.Window); retry > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(retry))
		s.counts.limited()
		fail(w, http.StatusTooManyRequests, "Too many requests")
		return
	}
	if r.Method != http.MethodGet {
		fail(w, http.StatusMethodNotAllowed, "Method not allowed")
		return
	}
	c.route(w, r)
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

func (c *company) route(w http.ResponseWriter, r *http.Request) {
	users := c.config.Users
	switch path := strings.Split(strings.TrimPrefix(r.URL.EscapedPath(), "/v1/"), "/"); {
	case !strings.HasPrefix(r.URL.Path, "/v1/"):
		notFound(w)
	case len(path) == 1 && path[0] == "me" && users > 0:
		one(w, func(b []byte) []byte { return c.appendUser(b, 0) })
	case len(path) == 1 && path[0] == "users":
		c.users(w, r)
	case len(path) == 1 && path[0] == "departments":
		c.list(w, r, c.departments, func(int) bool { return true }, c.appendDepartment)
	case len(path) == 2 && path[0] == "department":
		if i, ok := c.find(path[1], saltDepartment, c.departments); ok {
			one(w, func(b []byte) []byte { return c.appendDepartment(b, i) })
			return
		}
		notFound(w)
	case (len(path) == 2 || len(path) == 3) && path[0] == "user":
		i, ok := c.find(path[1], saltUser, users)
		switch {
		case !ok:
			notFound(w)
		case len(path) == 2:
			one(w, func(b []byte) []byte { return c.appendUser(b, i) })
		case path[2] == "directReports":
			c.list(w, r, users, func(k int) bool { return c.boss(k) == i }, c.appendUser)
		case path[2] == "customAttributes":
			c.list(w, r, len(attributes), func(int) bool { return true }, func(b []byte, k int) []byte {
				return c.appendAttribute(b, i, k)
			})
		default:
			notFound(w)
		}
	default:
		notFound(w)
	}
}

func one(w http.ResponseWriter, write func([]byte) []byte) {
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

var jsonType = []string{jsonText}

func fail(w http.ResponseWriter, status int, text string) {
	reply(w, status, []byte(`{"error":`+strconv.Quote(text)+`}`))
}

func notFound(w http.ResponseWriter) { fail(w, http.StatusNotFound, "Not found") }
