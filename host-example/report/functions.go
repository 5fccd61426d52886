package report

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/trellis-iam/trellis/host-example/words"
)

// functions are what the page's template calls.
var functions = template.FuncMap{
	"n":      number,
	"count":  func(n any, things string) string { return words.Plural(integer(n), things) },
	"table":  func(r interface{ captioned(caption string) any }, caption string) any { return r.captioned(caption) },
	"iso":    func(t time.Time) string { return t.Format(time.RFC3339) },
	"day":    func(t time.Time) string { return t.Format("2 January 2006") },
	"moment": func(t time.Time) string { return t.Format("2 January 2006, 15:04 UTC") },
	"list":   func(words []string) string { return strings.Join(words, ", ") },
	"when":   when,
	"factor": factor,
	"bar":    bar,
	"share":  share,
	"facts":  facts,
	"having": having,
	"shown":  func(users []User) []User { return users[:min(len(users), maxWhere)] },
	"hidden": func(users []User) int { return len(users) - min(len(users), maxWhere) },
}

func integer(n any) int64 {
	switch n := n.(type) {
	case int:
		return int64(n)
	case *int64:
		return *n
	case int64:
		return n
	}
	panic(fmt.Sprintf("%T is no number", n)) // a mistake in the template, which every test of the page would meet
}

func number(n any) string { return words.Thousands(integer(n)) }

// having are the users with one of the statuses.
func having(users []User, statuses ...string) []User {
	var some []User
	for _, u := range users {
		if slices.Contains(statuses, u.Status()) {
			some = append(some, u)
		}
	}
	return some
}

const untold = template.HTML(`<span class="untold">not told</span>`)

// when is a day, because access reviews do not ask for the hour.
func when(t time.Time) template.HTML {
	if t.IsZero() {
		return untold
	}
	return template.HTML(`<time datetime="` + t.Format(time.DateOnly) + `">` + t.Format("2 Jan 2006") + `</time>`) //nolint:gosec // digits
}

func factor(set *bool) template.HTML {
	switch {
	case set == nil:
		return untold
	case *set:
		return "set up"
	}
	return `<strong class="failed">none</strong>`
}

// bar shows how users divide over statuses. The numbers stand beside it; for those who cannot see it, it says them, too.
func bar(s Statuses, of int64) template.HTML {
	var rects, said strings.Builder
	at := 0.0
	for _, part := range []struct {
		class, name string
		n           int64
	}{
		{"enabled", "enabled", s.Enabled},
		{"disabled", "disabled", s.Disabled},
		{"pending", "pending", s.Pending},
		{"unmapped_value", "other", s.Unmapped},
		{"untold", "not told", s.NotTold},
	} {
		if part.n == 0 {
			continue
		}
		width := 100 * float64(part.n) / float64(of)
		fmt.Fprintf(&rects, `<rect class="%s" x="%.2f" width="%.2f" height="8"/>`, part.class, at, width)
		fmt.Fprintf(&said, "%s%s %s", comma(said.Len()), words.Thousands(part.n), part.name)
		at += width
	}
	return svg(said.String(), rects.String())
}

func comma(written int) string {
	if written == 0 {
		return ""
	}
	return ", "
}

// share shows a number as a part of another.
func share(n *int64, of int64) template.HTML {
	if of == 0 {
		return ""
	}
	part := min(float64(*n)/float64(of), 1) // a group may have members who are none of the users
	return svg(fmt.Sprintf("%s of %s", words.Thousands(*n), words.Plural(of, "users")),
		fmt.Sprintf(`<rect class="share" width="%.2f" height="8"/>`, 100*part))
}

func svg(said, rects string) template.HTML {
	return template.HTML(`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="` + //nolint:gosec // numbers, and words of our own
		said + `">` + rects + `</svg>`)
}

// fact is of how many users something is told.
type fact struct {
	N   int64
	All bool
}

// facts are those of [Told], in the order of the table's columns.
func facts(c Counts) []fact {
	t := c.Told
	var all []fact
	for _, n := range []int64{t.Status, t.Email, t.Roles, t.Groups, t.AccountType, t.MultiFactor, t.LastSeen, t.Created} {
		all = append(all, fact{n, n == c.Users && n > 0})
	}
	return all
}
