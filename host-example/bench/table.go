package main

import (
	"fmt"
	"time"
)

// table prints rows as they are measured.
type table struct{}

func (*table) head(title string) {
	fmt.Printf("%s\n  %-32s %10s %10s %8s %8s %8s\n", title, "", "ours", "baseline", "ratio", "must", "dream")
}

func (*table) ratio(name string, ours, baseline time.Duration, ratio, must, dream float64) {
	fmt.Printf("  %-32s %10s %10s %7.2fx %8s %8s  %s\n", name, milliseconds(ours), milliseconds(baseline), ratio, times(must), times(dream), verdict(ratio <= must))
}

func (*table) duration(name string, ours, must, dream time.Duration) {
	word := ""
	if must > 0 {
		word = verdict(ours <= must)
	}
	fmt.Printf("  %-32s %10s %10s %8s %8s %8s  %s\n", name, milliseconds(ours), "", "", bound(must), bound(dream), word)
}

func (*table) note(text string) { fmt.Printf("    %s\n", text) }

func verdict(ok bool) string {
	if ok {
		return "reached"
	}
	return "missed"
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/1e6) }

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
