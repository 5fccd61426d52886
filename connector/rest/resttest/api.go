package resttest

import (
	"cmp"
	"strings"
)

// API describes a vendor: what is the same whatever its stand-in is told.
type API struct {
	// Name is the vendor's: "Lattice".
	Name string
	// APIKey is the key of a server whose configuration names none. It opens nothing but stand-ins.
	APIKey string
	// Scheme is how a request shows its key.
	Scheme Scheme
	// MediaType is that of all answers; empty: JSON.
	MediaType string
	// Items are paths below which single records stand, up to the id: "/v1/user/". Requests for them are counted together.
	Items []string
	// Methods are those that the vendor answers itself besides GET; others are answered 405.
	Methods []string
	// Error is the body of an answer that is none of success.
	Error func(status int, text string) []byte
	// Pages is how lists are answered.
	Pages Pages
	// Kinds are the kinds of faults that only this vendor has.
	Kinds map[string]Kind
}

const (
	jsonText  = "application/json; charset=utf-8"
	plainText = "text/plain; charset=utf-8"
	htmlText  = "text/html; charset=utf-8"
)

func (a *API) mediaType() string { return cmp.Or(a.MediaType, jsonText) }

// collective is the path that requests for single records are counted under together.
func (a *API) collective(path string) string {
	for _, items := range a.Items {
		if id, ok := strings.CutPrefix(path, items); ok {
			path = items + "{id}"
			if _, list, ok := strings.Cut(id, "/"); ok {
				path += "/" + list
			}
		}
	}
	return path
}
