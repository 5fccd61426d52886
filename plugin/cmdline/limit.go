package cmdline

// plan chooses how to ask for at most limit items so that the list can be gone on with exactly where it stopped: in whole
// pages, because only the end of a page has a token. A limit within one page is that page. Of the page sizes for a larger
// limit, from half the largest to the largest, it takes the one whose pages come nearest to the limit without passing it:
// 250 is five pages of 50, 1000 ten of 100; 101, a prime, becomes one page of 100.
//
// asked is the page size that the caller insists on, 0 for none; largest is what the connector gives, 0 where pages do not
// apply. A limit of 0 is none. The answer is the page size and the number of pages to ask for, 0 for no choice.
func plan(limit int64, asked, largest int32) (size, pages int32) {
	switch {
	case limit <= 0:
		return asked, 0
	case asked > 0:
		if largest > 0 {
			asked = min(asked, largest)
		}
		return asked, pageCount(limit / int64(asked))
	case largest <= 0:
		return 0, 0
	case limit <= int64(largest):
		return int32(limit), 1
	}
	limit = min(limit, int64(largest)*maxPages)
	covered := int64(0)
	for s := int64(largest); s >= (int64(largest)+1)/2; s-- {
		if n := limit / s * s; n > covered {
			size, covered = int32(s), n
		}
	}
	return size, pageCount(covered / int64(size))
}

const maxPages = 1<<31 - 1

// pageCount fits a number of pages, of which at least one is asked for, to the contract's field.
func pageCount(n int64) int32 {
	return int32(min(max(n, 1), maxPages))
}
