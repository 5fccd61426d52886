package resttest

import (
	"net/http"
	"strings"
)

// Scheme is how a vendor wants to be shown a key. The zero value: as a bearer token (RFC 6750).
type Scheme struct {
	// Header is the header that the key stands in, after Prefix; empty: Authorization, after "Bearer ".
	Header, Prefix string
	// Basic is HTTP Basic (RFC 7617), with the name of a user and the key; without a User, the key is the user name, and the
	// password is empty.
	Basic bool
	User  string
}

// header is where the key stands.
func (s Scheme) header() string {
	if s.Header == "" || s.Basic {
		return "Authorization"
	}
	return s.Header
}

// key is the key that a request shows, and whether it shows one as the vendor wants it. given is all that it showed.
func (s Scheme) key(r *http.Request) (key, given string, ok bool) {
	values := r.Header.Values(s.header())
	given = strings.Join(values, ", ")
	if len(values) != 1 {
		return "", given, false
	}
	if s.Basic {
		user, password, ok := r.BasicAuth()
		if s.User == "" {
			return user, given, ok && password == ""
		}
		return password, given, ok && Same(user, s.User)
	}
	prefix := s.Prefix
	if s.Header == "" {
		prefix = "Bearer "
	}
	key, ok = strings.CutPrefix(given, prefix)
	return key, given, ok
}

// show sets what shows a key.
func (s Scheme) show(r *http.Request, key string) {
	switch {
	case s.Basic && s.User == "":
		r.SetBasicAuth(key, "")
	case s.Basic:
		r.SetBasicAuth(s.User, key)
	case s.Header == "":
		r.Header.Set("Authorization", "Bearer "+key)
	default:
		r.Header.Set(s.Header, s.Prefix+key)
	}
}

// Headers are those that show the key which the server was started with; nil where it is a bearer token.
func (s *Server) Headers() map[string]string {
	if s.api.Scheme == (Scheme{}) {
		return nil
	}
	r := &http.Request{Header: http.Header{}}
	s.api.Scheme.show(r, s.APIKey)
	name := s.api.Scheme.header()
	return map[string]string{name: r.Header.Get(name)}
}
