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

// distance is the Levenshtein distance in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
