package rest

import "testing"

func TestPlaceAsACursor(t *testing.T) {
	for _, p := range []Place{
		{Next: 1, Total: Untold}, {Next: 31, Total: 95, Mark: 1<<64 - 1}, {Next: 31, Total: Untold, Mark: 7, Size: 10}, {Next: 1, Total: 0, Size: 1},
	} {
		if got, ok := ParsePlace(p.Cursor()); !ok || got != p {
			t.Errorf("%q is %+v, %v", p.Cursor(), got, ok)
		}
	}
	if p, ok := ParsePlace(""); !ok || p != (Place{Next: 1, Total: Untold}) {
		t.Errorf("the beginning is %+v, %v", p, ok)
	}
	for _, s := range []string{"x", "1", "1.2", "0..0", "-1..0", "1.x.0", "1.-1.0", "1..", "1..!", "1..0.0", "1..0.x", "12..0.10", "20001..0.20000", "1..0.1.1"} {
		if p, ok := ParsePlace(s); ok {
			t.Errorf("%q is %+v", s, p)
		}
	}
}
