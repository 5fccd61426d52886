package main

import (
	"context"
	"slices"
	"time"
)

// timing is something that is timed, and what it took each time.
type timing struct {
	run  func() (time.Duration, error)
	took []time.Duration
}

func (m *timing) median() time.Duration { return medianOf(m.took) }

// over are the ratios of this timing to another, pair by pair.
func (m *timing) over(o *timing) []float64 {
	ratios := make([]float64, len(m.took))
	for i := range m.took {
		ratios[i] = float64(m.took[i]) / float64(o.took[i])
	}
	return ratios
}

// alternate times all in turn, so that a machine that drifts hurts all alike; and once before that to warm caches up,
// which is not counted.
func alternate(runs int, all ...*timing) error {
	for i := range runs + 1 {
		for _, m := range all {
			took, err := m.run()
			if err != nil {
				return err
			}
			if i > 0 {
				m.took = append(m.took, took)
			}
		}
	}
	return nil
}

// medianOf is the middle of some values; 0 of none.
func medianOf[V int64 | time.Duration | float64](values []V) V {
	if len(values) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(values))[len(values)/2]
}

// pause lets time pass, and reports that the context has ended meanwhile.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
