package plugin

import (
	"testing"
	"time"
)

// TestNothingIsTimedByDefault: of an attached connector, the timeouts of calls are off (0, with which calls of other tests
// go on) unless they are set, and gRPC's are out of the way.
func TestNothingIsTimedByDefault(t *testing.T) {
	c, err := Config{}.attached("x")
	if err != nil {
		t.Fatal(err)
	}
	if c.CallTimeout != 0 || c.SilenceTimeout != 0 || c.StartTimeout < 24*time.Hour || c.DrainTimeout == 0 || c.Logger == nil {
		t.Errorf("%+v", c)
	}
	c, err = Config{CallTimeout: 1, SilenceTimeout: 2, StartTimeout: 3, DrainTimeout: 4}.attached("x")
	if err != nil || c.CallTimeout != 1 || c.SilenceTimeout != 2 || c.StartTimeout != 3 || c.DrainTimeout != 4 {
		t.Errorf("%+v, %v", c, err)
	}
}
