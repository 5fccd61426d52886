package latticatest

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// Plan is what the workspace's owner pays for.
type Plan string

// Lattica's plans. The limit of Enterprise is agreed on by contract: here there is none.
const (
	Free       Plan = "free"
	Team       Plan = "team"
	Business   Plan = "business"
	Enterprise Plan = "enterprise"
)

// limits are the published ones, in requests a minute.
var limits = map[Plan]resttest.Limit{
	Free:       {Rate: 60, Burst: 120},
	Team:       {Rate: 300, Burst: 600},
	Business:   {Rate: 1200, Burst: 2400},
	"":         {Rate: 1200, Burst: 2400},
	Enterprise: {},
}

func (p Plan) check() error {
	if _, ok := limits[p]; !ok {
		return errors.New("latticatest: a plan is free, team, business or enterprise")
	}
	return nil
}

// Limit is that of the plan, unless another is set.
func (c *Config) Limit() resttest.Limit {
	if c.Rate > 0 {
		return c.Settings.Limit()
	}
	limit := limits[c.Plan]
	limit.Window = time.Duration(c.Window)
	return limit
}

// ResetForm is how X-RateLimit-Reset is written.
type ResetForm string

// The header has seconds: since 1970, or from now.
const (
	ResetUnix  ResetForm = "unix"
	ResetDelta ResetForm = "delta"
)

// unlimited is what is left where there is no limit.
const unlimited = 10_000

// Header tells what is left of the limit, as every answer does.
func (c *Config) Header(h http.Header, left resttest.Allowance) {
	if left.Limit == 0 {
		left.Left = unlimited
	}
	reset := left.Full
	if c.ResetNext {
		reset = left.Next
	}
	at := reset.Unix()
	if reset.Nanosecond() > 0 {
		at++ // never before it is true
	}
	if c.ResetForm == ResetDelta {
		at = int64((time.Until(reset) + time.Second - 1) / time.Second)
	}
	h.Set("X-RateLimit-Remaining", strconv.Itoa(left.Left))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(max(at, 0), 10))
}
