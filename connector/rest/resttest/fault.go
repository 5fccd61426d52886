package resttest

import (
	"crypto/tls"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Fault is what a request meets instead of, or before, its right answer. What is zero does not happen. After Delay comes
// one of the others, in the order in which they stand here, and the right answer after Delay alone.
type Fault struct {
	// Delay is how long nothing comes.
	Delay time.Duration
	// Hang answers nothing until the client has gone or the server closes.
	Hang bool
	// Reset closes the connection without an answer.
	Reset bool
	// Refuse closes all connections, and refuses new ones for so long, or until rules are set.
	Refuse time.Duration
	// Endless answers with a body of so many bytes, made as they are sent: a page whose first record has no end.
	Endless int64
	// Ask changes the request; what is then right comes.
	Ask func(r *http.Request)
	// Edit changes the right answer's body.
	Edit func(r *http.Request, body []byte) []byte
	// EditHeader changes the right answer's header.
	EditHeader func(r *http.Request, h http.Header)
	// Slow sends the right answer in pieces, over so long.
	Slow time.Duration
	// Truncate sends this many bytes of the answer's body (Body, or the right one where Status is 0), under a header that
	// promises all of them, and closes the connection. nil: all is sent.
	Truncate *int
	// Status is answered, with Header and Body.
	Status int
	Header http.Header
	Body   []byte
}

// SetFault makes f decide on each request from now on: n counts them, from 1. nil: no faults. f is called by many
// goroutines at once.
func (s *Server) SetFault(f func(r *http.Request, n int64) *Fault) {
	if f == nil {
		s.fault.Store(nil)
		return
	}
	s.fault.Store(&f)
}

// inject makes a fault happen, and reports whether the right answer is still to come. It may end the connection by the
// panic that net/http has for it.
func (s *Server) inject(w http.ResponseWriter, r *http.Request, f *Fault) (goOn bool) {
	if !s.wait(r, f.Delay) {
		panic(http.ErrAbortHandler)
	}
	switch {
	case f.Hang:
		select {
		case <-r.Context().Done():
		case <-s.closing:
		}
		panic(http.ErrAbortHandler)
	case f.Reset:
		reset(w)
		panic(http.ErrAbortHandler)
	case f.Refuse > 0:
		if reopen := s.gate.shut(f.Refuse); reopen != nil { //nolint:contextcheck // the gate outlives the request
			s.served.Go(reopen)
		}
		panic(http.ErrAbortHandler)
	case f.Endless > 0:
		s.endless(w, r, f.Endless)
	case f.Ask != nil:
		f.Ask(r)
		return true
	case f.Edit != nil || f.EditHeader != nil:
		right := s.right(r)
		if right.status == http.StatusOK && f.Edit != nil {
			right.body = f.Edit(r, right.body)
		}
		if right.status == http.StatusOK && f.EditHeader != nil {
			f.EditHeader(r, right.header)
		}
		maps.Copy(w.Header(), right.header)
		Reply(w, right.status, right.body)
	case f.Slow > 0:
		s.slow(w, r, f.Slow)
	case f.Truncate != nil:
		s.truncate(w, r, f)
		panic(http.ErrAbortHandler)
	case f.Status != 0:
		maps.Copy(w.Header(), f.Header)
		w.WriteHeader(f.Status)
		_, _ = w.Write(f.Body)
	default:
		return true
	}
	return false
}

// reset drops the connection with a TCP reset. Over HTTP/2, where it cannot be taken, the stream is reset by the caller.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	if t, ok := conn.(*net.TCPConn); ok {
		_ = t.SetLinger(0)
	}
	_ = conn.Close()
}

// truncate sends a part of an answer.
func (s *Server) truncate(w http.ResponseWriter, r *http.Request, f *Fault) {
	whole := &recorder{header: f.Header.Clone(), status: f.Status, body: f.Body}
	if f.Status == 0 {
		whole = s.right(r)
	}
	maps.Copy(w.Header(), whole.header)
	w.Header().Set("Content-Length", strconv.Itoa(len(whole.body)))
	w.WriteHeader(whole.status)
	_, _ = w.Write(whole.body[:min(max(*f.Truncate, 0), len(whole.body))])
	_ = http.NewResponseController(w).Flush()
}

// slowPieces is how many pieces a slow answer comes in.
const slowPieces = 10

func (s *Server) slow(w http.ResponseWriter, r *http.Request, over time.Duration) {
	whole := s.right(r)
	maps.Copy(w.Header(), whole.header)
	w.WriteHeader(whole.status)
	for i := range slowPieces {
		if !s.wait(r, over/slowPieces) {
			panic(http.ErrAbortHandler)
		}
		n := len(whole.body)
		_, _ = w.Write(whole.body[i*n/slowPieces : (i+1)*n/slowPieces])
		_ = http.NewResponseController(w).Flush()
	}
}

// endless sends a page whose first record's name goes on and on.
func (s *Server) endless(w http.ResponseWriter, r *http.Request, size int64) {
	w.Header().Set("Content-Type", s.api.mediaType())
	w.WriteHeader(http.StatusOK)
	sent, err := io.WriteString(w, `{"`+s.api.Pages.Items+`":[{"`+s.api.Pages.ID+`":"endless","name":"`)
	chunk := make([]byte, 256<<10)
	for i := range chunk {
		chunk[i] = 'x'
	}
	for left := size - int64(sent); left > 0 && err == nil && r.Context().Err() == nil; left -= int64(sent) {
		sent, err = w.Write(chunk[:min(left, int64(len(chunk)))])
	}
}

// right is the answer that a request would have had.
func (s *Server) right(r *http.Request) *recorder {
	whole := &recorder{header: http.Header{}}
	s.answer(whole, r)
	return whole
}

// recorder keeps an answer.
type recorder struct {
	header http.Header
	status int
	body   []byte
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) { r.status = status }

func (r *recorder) Write(b []byte) (int, error) {
	r.body = append(r.body, b...)
	return len(b), nil
}
