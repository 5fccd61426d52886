package rest

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Whatever each page takes, a walk that hands nothing on is never silent for long, nor was it with what came before it.
func TestBeat(t *testing.T) {
	for _, took := range []time.Duration{time.Millisecond, time.Second, progressEvery - time.Millisecond, 3 * progressEvery} {
		synctest.Test(t, func(t *testing.T) {
			s := newSeries(500)
			s.took, s.answer = took, func(s *series, start, count, _ int) row { // so that pages come one after the other
				p := s.right(start, count)
				p.Total = Untold
				return p
			}
			last := time.Now()
			time.Sleep(progressEvery - time.Millisecond) // another request, of which there was nothing to say
			beat := NewBeat(func(*connectorv1.Progress) error {
				if silence := time.Since(last); silence >= 2*progressEvery {
					t.Errorf("%v a page: silent for %v", took, silence)
				}
				last = time.Now()
				return nil
			})
			err := s.walk(t.Context(), connect(t, s.vendor, nil), func(x *Indexed) {
				x.Progress = beat.Progress
				x.Deliver = func(*connectorv1.PageInfo, Place) (bool, error) { return false, beat.Work("reading") }
			})
			if silence := time.Since(last); err != nil || silence >= 2*progressEvery {
				t.Errorf("%v a page: silent for %v at the end, %v", took, silence, err)
			}
		})
	}
	enough := errors.New("enough")
	if err := NewBeat(func(*connectorv1.Progress) error { return enough }).Work("reading"); err != enough {
		t.Error(err)
	}
}
