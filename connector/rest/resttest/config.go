package resttest

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"time"
)

// Config is what a stand-in is: the vendor as its package describes it, with what can be told. It is a pointer to a struct
// that embeds [Settings], from which Common, Accepts, Limit and Header come; a vendor has its own of those, but for Common,
// where it does otherwise. Its JSON is that of the control endpoint.
type Config interface {
	// API describes the vendor. It is asked for once.
	API() API
	// Open is the vendor with this configuration, at an address. The handler answers requests that came with a key that is
	// accepted, within the rate; its answers have the vendor's media type unless it sets another. The configuration does not
	// change any more.
	Open(url string) http.Handler
	// Check says what cannot be; Settings are checked besides.
	Check() error
	// Clone is a copy that can be changed while this one is read.
	Clone() Config

	// Common are the settings that all stand-ins have.
	Common() *Settings
	// Accepts says whether a key is taken.
	Accepts(key string) bool
	// Limit is how many requests are taken.
	Limit() Limit
	// Header sets the headers that all answers have, those of faults too, which can change them. What is left is told as it
	// is once the request is counted.
	Header(header http.Header, left Allowance)
}

// Settings are what all stand-ins can be told. Durations are written with units in JSON: "50ms".
type Settings struct {
	// APIKey is the key that is taken; empty: the vendor's package has one.
	APIKey string `json:"api_key"`

	// Delay is how long each answer takes.
	Delay Duration `json:"delay"`
	// Rate answers 429 to more than Rate requests in any Window; 0: no limit. Window 0: a minute.
	Rate   int      `json:"rate"`
	Window Duration `json:"window"`
	// Burst makes the limit a bucket of so many requests, refilled steadily with Rate a Window; 0: it is none.
	Burst int `json:"burst"`

	// Port is where to listen; 0: any free one. It cannot be changed later.
	Port int `json:"-"`
	// HTTP2 offers HTTP/2 besides HTTP/1.1. It cannot be changed later.
	HTTP2 bool `json:"-"`
	// ControlKey opens the control endpoint; empty: a new one. It cannot be changed later.
	ControlKey string `json:"-"`
}

// Common are the settings themselves.
func (s *Settings) Common() *Settings { return s }

// Accepts takes the one key that is set.
func (s *Settings) Accepts(key string) bool { return Same(key, s.APIKey) }

// Limit is the one that is set.
func (s *Settings) Limit() Limit { return Limit{s.Rate, s.Burst, time.Duration(s.Window)} }

// Header sets none.
func (*Settings) Header(http.Header, Allowance) {}

// Same compares a key that came with one that is known.
func Same(got, want string) bool { return subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1 }

func check(config Config) error {
	switch s := config.Common(); {
	case s.Rate < 0 || s.Burst < 0 || s.Delay < 0 || s.Window < 0:
		return errors.New("resttest: rate, burst, delay and window must not be negative")
	case s.Burst > 0 && s.Rate == 0:
		return errors.New("resttest: a burst needs a rate")
	case config.Accepts(s.ControlKey):
		return errors.New("resttest: the control key must not be an API key")
	}
	return config.Check()
}
