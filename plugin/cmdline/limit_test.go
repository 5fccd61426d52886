package cmdline

import "testing"

func TestPlan(t *testing.T) {
	for _, tt := range []struct {
		limit          int64
		asked, largest int32
		size, pages    int32
	}{
		{0, 0, 100, 0, 0},                    // no limit, no choice
		{0, 30, 100, 30, 0},                  // the caller's size
		{1, 0, 100, 1, 1},                    // within one page
		{100, 0, 100, 100, 1},                //
		{250, 0, 100, 50, 5},                 // no other size from 51 to 100 fits as well
		{1000, 0, 100, 100, 10},              //
		{101, 0, 100, 100, 1},                // a prime: one less
		{199, 0, 100, 99, 2},                 // a prime: two pages of 99
		{120, 30, 100, 30, 4},                // the caller's size, whole pages
		{100, 30, 100, 30, 3},                //
		{500, 200, 100, 100, 5},              // more than the connector gives is read as that
		{10, 30, 100, 30, 1},                 // less than a page: refused by the caller of plan
		{10, 0, 0, 0, 0},                     // pages do not apply
		{1 << 62, 0, 1000, 1000, 1<<31 - 1},  // no overflow
		{1 << 62, 1000, 0, 1000, 1<<31 - 1},  //
		{1<<31 - 1, 0, 1000, 993, 2_162_622}, // a prime, large: one less
		{3, 0, 2, 1, 3},                      //
		{7, 0, 1, 1, 7},                      //
	} {
		size, pages := plan(tt.limit, tt.asked, tt.largest)
		if size != tt.size || pages != tt.pages {
			t.Errorf("plan(%d, %d, %d) = %d, %d, want %d, %d", tt.limit, tt.asked, tt.largest, size, pages, tt.size, tt.pages)
		}
	}
	// Never more than asked for, and never less by a page or more.
	for largest := int32(1); largest < 60; largest++ {
		for limit := int64(1); limit < 500; limit++ {
			size, pages := plan(limit, 0, largest)
			if n := int64(size) * int64(pages); n > limit || limit-n >= int64(size) || size > largest {
				t.Fatalf("plan(%d, 0, %d) = %d, %d", limit, largest, size, pages)
			}
		}
	}
}
