package report

import "encoding/binary"

// index numbers things in the order in which they are first met, so that a user holds a number and not the thing.
type index[K comparable] struct {
	at  map[K]int32
	all []K
}

func (x *index[K]) number(k K) int32 {
	n, ok := x.at[k]
	if !ok {
		if x.at == nil {
			x.at = map[K]int32{}
		}
		n = int32(len(x.all))
		x.at[k], x.all = n, append(x.all, k)
	}
	return n
}

// setOf is a key that stands for numbers: users hold few different sets of roles, and each is kept once.
func setOf(numbers []int32) string {
	b := make([]byte, 0, 4*len(numbers))
	for _, n := range numbers {
		b = binary.BigEndian.AppendUint32(b, uint32(n))
	}
	return string(b)
}

// numbersOf is what a key of setOf stands for.
func numbersOf(set string) []int32 {
	numbers := make([]int32, 0, len(set)/4)
	for ; len(set) > 0; set = set[4:] {
		numbers = append(numbers, int32(binary.BigEndian.Uint32([]byte(set[:4]))))
	}
	return numbers
}
