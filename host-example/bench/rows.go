package main

import (
	"fmt"
	"strconv"
	"time"
)

// compared are the columns of the rows below.
var compared = []string{"ours", "baseline", "ratio", "must", "dream", ""}

// ratio is a row that is judged by what it is of its baseline.
func (t *table) ratio(name string, ours, baseline time.Duration, ratio, must float64) {
	t.row(name, milliseconds(ours), milliseconds(baseline), times(ratio), atMost(must, times), "", judge(ratio, must))
}

// beside shows what something is compared with that is no bound.
func (t *table) beside(name string, ours, baseline time.Duration) {
	t.row(name, "", milliseconds(baseline), times(float64(ours)/float64(baseline)))
}

// difference is a row that is judged by how much it is more than its baseline.
func (t *table) difference(name string, ours, baseline, must time.Duration) {
	more := ours - baseline
	t.row(name, milliseconds(ours), milliseconds(baseline), fmt.Sprintf("%+.1f ms", float64(more)/1e6),
		atMost(must, milliseconds), "", judge(more, must))
}

func (t *table) duration(name string, ours, must, dream time.Duration) {
	t.row(name, milliseconds(ours), "", "", atMost(must, milliseconds), atMost(dream, milliseconds), judge(ours, must))
}

func (t *table) size(name string, ours, must int64) {
	t.row(name, mebibytes(ours), "", "", atMost(must, mebibytes), "", judge(ours, must))
}

func (t *table) count(name string, ours, must int) {
	t.row(name, strconv.Itoa(ours), "", "", "<= "+strconv.Itoa(must), "", judge(ours, must))
}

// unknown is a row that cannot be filled here.
func (t *table) unknown(name string) { t.row(name, "", "", "", "", "", "not told here") }

// number is what can be measured.
type number interface {
	~int | ~int64 | ~float64
}

// judge says whether a bound was kept to; nothing where there is none.
func judge[N number](n, must N) string {
	switch {
	case must == 0:
		return ""
	case n <= must:
		return "reached"
	}
	return "missed"
}

// atMost is a bound; nothing where there is none.
func atMost[N number](n N, text func(N) string) string {
	if n == 0 {
		return ""
	}
	return "<= " + text(n)
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/1e6) }

func mebibytes(n int64) string { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }

func times(x float64) string { return fmt.Sprintf("%.2fx", x) }
