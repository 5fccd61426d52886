package main

import (
	"fmt"
	"strconv"
	"time"
)

// table prints rows as they are measured.
type table struct{}

// row is one line: what it is called, and one text for each column.
func (*table) row(name, ours, baseline, ratio, must, dream, word string) {
	fmt.Printf("  %-40s %10s %10s %9s %11s %8s  %s\n", name, ours, baseline, ratio, must, dream, word)
}

func (t *table) head(title string) {
	fmt.Println(title)
	t.row("", "ours", "baseline", "ratio", "must", "dream", "")
}

// ratio is a row that is judged by what it is of its baseline.
func (t *table) ratio(name string, ours, baseline time.Duration, ratio, must, dream float64) {
	t.row(name, milliseconds(ours), milliseconds(baseline), fmt.Sprintf("%.2fx", ratio), times(must), times(dream),
		verdict(ratio <= must))
}

// beside shows what something is compared with that is no bound.
func (t *table) beside(name string, ours, baseline time.Duration) {
	t.row(name, "", milliseconds(baseline), fmt.Sprintf("%.2fx", float64(ours)/float64(baseline)), "", "", "")
}

// difference is a row that is judged by how much it is more than its baseline.
func (t *table) difference(name string, ours, baseline, must time.Duration) {
	more := ours - baseline
	t.row(name, milliseconds(ours), milliseconds(baseline), fmt.Sprintf("%+.1f ms", float64(more)/1e6), bound(must), "",
		verdict(more <= must))
}

func (t *table) duration(name string, ours, must, dream time.Duration) {
	word := ""
	if must > 0 {
		word = verdict(ours <= must)
	}
	t.row(name, milliseconds(ours), "", "", bound(must), bound(dream), word)
}

func (t *table) size(name string, ours, must int64) {
	t.row(name, mebibytes(ours), "", "", "<= "+mebibytes(must), "", verdict(ours <= must))
}

func (t *table) count(name string, ours, must int) {
	t.row(name, strconv.Itoa(ours), "", "", fmt.Sprintf("<= %d", must), "", verdict(ours <= must))
}

// unknown is a row that cannot be filled here.
func (t *table) unknown(name string) { t.row(name, "", "", "", "", "", "not measured on this system") }

func (*table) note(text string) { fmt.Printf("    %s\n", text) }

func verdict(ok bool) string {
	if ok {
		return "reached"
	}
	return "missed"
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/1e6) }

func mebibytes(n int64) string { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }

func times(x float64) string {
	if x == 0 {
		return ""
	}
	return fmt.Sprintf("<= %.3gx", x)
}

func bound(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("<= %d ms", d.Milliseconds())
}
