package resttest

import "time"

// Duration is a time.Duration that is written with units in JSON: "50ms".
type Duration time.Duration

// MarshalText writes it with units.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = Duration(parsed)
	return err
}
