package resttest

import (
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if isControl(r.URL.Path) {
		s.control(w, r)
		return
	}
	path := s.api.collective(r.URL.Path)
	n := s.counts.arrived(path)
	var fault *Fault
	if f := s.fault.Load(); f != nil {
		fault = (*f)(r, n)
	}
	if fault == nil {
		fault = s.meets(path, r.URL.Query())
	}
	if fault != nil {
		s.header(w, s.playing.Load().config)
		if !s.inject(w, r, fault) {
			return
		}
	}
	s.answer(w, r)
}

// header sets what all answers carry, as it is now.
func (s *Server) header(w http.ResponseWriter, config Config) {
	config.Header(w.Header(), s.limiter.allowance(time.Now(), config.Limit()))
}

// answer is what a request gets that meets no fault.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	playing := s.playing.Load()
	config := playing.config
	if !s.wait(r, time.Duration(config.Common().Delay)) {
		return
	}
	key, given, shown := s.api.Scheme.key(r)
	accepted := shown && config.Accepts(key)
	var wait time.Duration
	if accepted {
		wait = s.limiter.take(time.Now(), config.Limit())
	}
	s.header(w, config)
	w.Header().Set("Content-Type", s.api.mediaType())
	switch {
	case !accepted:
		s.counts.refused(given)
		s.fail(w, http.StatusUnauthorized, "Unauthorized")
	case wait > 0:
		w.Header().Set("Retry-After", strconv.Itoa(seconds(wait)))
		s.counts.limited()
		s.fail(w, http.StatusTooManyRequests, "Too many requests")
	case r.Method != http.MethodGet && !slices.Contains(s.api.Methods, r.Method):
		s.fail(w, http.StatusMethodNotAllowed, "Method not allowed")
	default:
		playing.handler.ServeHTTP(w, r)
	}
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

func (s *Server) fail(w http.ResponseWriter, status int, text string) {
	Reply(w, status, s.api.Error(status, text))
}

// Reply answers with a whole body.
func Reply(w http.ResponseWriter, status int, body []byte) {
	w.Header()["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	_, _ = w.Write(body) //nolint:gosec // a stand-in, whose clients are connectors
}

// pageBytes is room for a page of a hundred users.
const pageBytes = 160 << 10

var buffers = sync.Pool{New: func() any { b := make([]byte, 0, pageBytes); return &b }}

// Render answers 200 with the body that write appends, in memory that is used again.
func Render(w http.ResponseWriter, write func([]byte) []byte) {
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	*buffer = write((*buffer)[:0])
	Reply(w, http.StatusOK, *buffer)
}
