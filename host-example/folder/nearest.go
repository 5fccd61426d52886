package folder

import (
	"cmp"
	"slices"
	"strings"
)

// Nearest is the name that was probably meant: one that begins like it, or the most similar one of which no more than a
// third differs; "" where there is none.
func Nearest(name string, names []string) string {
	const longest = 64 // no connector's name is longer, and the distance costs the product of both lengths
	if name == "" || len(name) > longest || len(names) == 0 {
		return ""
	}
	if i := slices.IndexFunc(names, func(n string) bool { return strings.HasPrefix(n, name) }); i >= 0 {
		return names[i]
	}
	near := slices.MinFunc(names, func(a, b string) int { return cmp.Compare(distance(name, a), distance(name, b)) })
	if distance(name, near) <= max(len(name), len(near))/3 {
		return near
	}
	return ""
}

// distance is how many bytes were left out, put in or mistaken for others, or have changed places with the next one (the
// optimal string alignment distance).
func distance(a, b string) int {
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, above, row = above, row, before
		row[0] = i + 1
		for j := range len(b) {
			change := above[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, row[j]+1, above[j+1]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
