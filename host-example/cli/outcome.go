package cli

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/trellis-iam/trellis/host-example/words"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// outcome is how a list went.
type outcome struct {
	what    string // "users"
	from    target
	alone   bool   // going on is for this target alone, of several
	version string // the connector's
	account string // its id
	progress
	options *connectorv1.ListOptions
	receipt *connectorv1.Receipt // nil: the list was cut, by an error or within a page
	took    time.Duration
	// finished is when it ended.
	finished time.Time
	// consistency is what the connector says of lists while the data moves.
	consistency connectorv1.Consistency
}

// listError is a list that ended early. It is a partial list when items came.
type listError struct {
	err error
	outcome
}

func (e *listError) Error() string { return e.err.Error() }
func (e *listError) Unwrap() error { return e.err }

// summary tells how a list went that ended as it was asked to.
func (o *outcome) summary() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s from %s in %s, %s: ",
		words.Plural(o.items, o.what), o.from.connector, words.Plural(o.pages, "pages"), words.Duration(o.took))
	switch r := o.receipt; {
	case r.GetEnd() == connectorv1.End_END_EXHAUSTED && o.options.GetPageToken() != "":
		b.WriteString("complete from the page token on")
	case r.GetEnd() == connectorv1.End_END_EXHAUSTED:
		b.WriteString("complete")
	default:
		b.WriteString("stopped at the limit")
	}
	for _, n := range []struct {
		count int64
		what  string
	}{{o.rejected, "rejected"}, {o.warned, "with warnings"}} {
		if n.count > 0 {
			fmt.Fprintf(&b, ", %s %s", words.Thousands(n.count), n.what)
		}
	}
	if o.receipt.GetEnd() == connectorv1.End_END_EXHAUSTED {
		if why := o.doubts(); len(why) > 0 {
			b.WriteString("; absence proves nothing: " + strings.Join(why, ", "))
		} else {
			b.WriteString("; absence is evidence" + o.confirm())
		}
		return o.from.lines(b.String())
	}
	b.WriteString("\n" + o.goOn())
	return o.from.lines(b.String())
}

// confirm says what list.proto asks of hosts before they act on an absence from lists that drift.
func (o *outcome) confirm() string {
	switch o.consistency {
	case connectorv1.Consistency_CONSISTENCY_SNAPSHOT, connectorv1.Consistency_CONSISTENCY_STABLE_CURSOR:
		return ""
	}
	return ", to be confirmed by a second list"
}

// doubts are the reasons why absence from this list proves nothing; package receipt has the rules.
func (o *outcome) doubts() []string {
	r := o.proven(nil)
	why := make([]string, len(r.Doubts))
	for i, d := range r.Doubts {
		why[i] = d.Text
	}
	return why
}

// partial tells how far a list came that did not end as it was asked to.
func (e *listError) partial() string {
	return e.from.lines(fmt.Sprintf("partial: %s came before that, and stay written\n%s", words.Plural(e.items, e.what), e.goOn()))
}

// about is the same for programs that read the log.
func (o *outcome) about() []any {
	about := o.from.about()
	about = append(about,
		"of", o.what, "items", o.items, "pages", o.pages, "rejected", o.rejected, "warned", o.warned,
		"took_ms", o.took.Milliseconds(), "complete", o.receipt.GetEnd() == connectorv1.End_END_EXHAUSTED,
	)
	if token := o.goOnToken(); token != "" && o.receipt.GetEnd() != connectorv1.End_END_EXHAUSTED {
		about = append(about, "page_token", token, "come_again", o.since)
		if size := o.options.GetPageSize(); size > 0 {
			about = append(about, "page_size", size)
		}
	}
	return about
}

// goOnToken is the last token that there is: of the receipt, or of a page.
func (o *outcome) goOnToken() string { return cmp.Or(o.receipt.GetNextPageToken(), o.token) }

// goOn says with which flags the rest of the list can be had. The page size is among them where it is not the connector's
// own, because tokens are bound to it.
func (o *outcome) goOn() string {
	token := o.goOnToken()
	if token == "" {
		return "there is no point to go on from: start the list again"
	}
	flags := ""
	if size := o.options.GetPageSize(); size > 0 {
		flags = fmt.Sprintf(" --page-size %d", size)
	}
	again := ""
	if o.since > 0 {
		again = fmt.Sprintf(" (the last %s come again)", words.Thousands(o.since))
	}
	if o.alone {
		return fmt.Sprintf("to go on%s, ask for this account alone: --account %s%s --page-token %s", again, o.from.account, flags, token)
	}
	return fmt.Sprintf("to go on%s, add to the same command:%s --page-token %s", again, flags, token)
}
