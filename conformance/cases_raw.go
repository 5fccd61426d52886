package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func rawCases() Group {
	return Group{ID: "raw", About: "The vendor's own record behind an item, byte for byte, where it is asked for.", Cases: []Case{
		{
			ID:       "raw.asked",
			Sentence: "With raw, each item that is no derived one carries the vendor's JSON of it.",
			Contract: says("list.proto", "ListOptions.raw", "True: each item carries the vendor's JSON of it"),
			Severity: Must, Needs: account, check: rawAsked,
			Fix: "Keep the bytes of each record while its page is decoded; above 1 MiB set `raw_omitted` instead.",
		},
		{
			ID:       "raw.json",
			Sentence: "Raw is one JSON object, of at most 1 MiB.",
			Contract: saysModel("source.proto", "Source.raw", "at most 1 MiB"),
			Severity: Must, Needs: account, check: rawJSON,
			Fix: "Take the bytes of the whole record, and nothing around it.",
		},
		{
			ID:       "raw.own",
			Sentence: "Raw is the record of this item: its id stands in it.",
			Contract: saysModel("source.proto", "Source.raw", "The vendor's JSON of this item, byte for byte."),
			Severity: Must, Needs: account, check: rawOwn,
			Fix: "Copy the bytes before the decoder's memory is used again, and look at the index.",
		},
		{
			ID:       "raw.verbatim",
			Sentence: "Raw is what the vendor sent, byte for byte.",
			Contract: says("list.proto", "ListOptions.raw", "byte for byte as in the answer that it is from"),
			Severity: Must, Needs: stand, check: rawVerbatim,
			Fix: "Do not decode and encode it again: numbers, order, escapes and white space are evidence.",
		},
		{
			ID:       "raw.not-asked",
			Sentence: "Without raw no item carries it.",
			Contract: saysModel("source.proto", "Source.raw", "Only where the request asked for `raw`"),
			Severity: Must, Needs: account, check: rawNotAsked,
			Fix: "Leave `source.raw` empty unless the request's `raw` is true: it holds all that the vendor knows of a person.",
		},
		{
			ID:       "raw.keeps",
			Sentence: "With raw the same items come, `source` apart.",
			Contract: says("connector.proto", "ConnectorService.GetUser", "The answer equals what a list with the same options would have held, `source` apart."),
			Severity: Must, Needs: account, check: rawKeeps,
			Fix: "Map records the same way whether raw is asked for or not.",
		},
		{
			ID:       "raw.get",
			Sentence: "An item that is read by its id carries its raw where that is asked for, and not elsewhere.",
			Contract: says("connector.proto", "GetOptions.raw", "As `ListOptions.raw`."),
			Severity: Must, Needs: account, check: rawGet,
			Fix: "Keep the answer's bytes in gets, too, without white space around the record.",
		},
	}}
}

var withRaw = &connectorv1.ListOptions{Raw: true}

// derived reports whether an item is no record of the vendor's.
func derived(one item) bool { return strings.HasPrefix(one.GetId(), reserved) }

// everyRaw lists with raw, and hands over each item that must have it and whatever it has.
func everyRaw(ctx context.Context, t *trial, judge func(k *kind, one item, raw []byte)) {
	tried := 0
	for k := range t.lists(ctx) {
		s := t.listed(ctx, t.connector(ctx), k, withRaw)
		if s == nil {
			continue
		}
		for _, one := range s.items() {
			if !derived(one) {
				tried++
				judge(k, one, one.GetSource().GetRaw())
			}
		}
	}
	if tried == 0 && !t.failed() {
		t.cannotRun("there is no item with a record of the vendor's")
	}
}

func rawAsked(ctx context.Context, t *trial) {
	everyRaw(ctx, t, func(k *kind, one item, raw []byte) {
		if (len(raw) > 0) == one.GetSource().GetRawOmitted() {
			t.failf("%s: %q has %d bytes of raw, and raw_omitted is %v", k.listCall, clip(one.GetId(), maxName), len(raw), one.GetSource().GetRawOmitted())
		}
	})
}

func rawJSON(ctx context.Context, t *trial) {
	everyRaw(ctx, t, func(k *kind, one item, raw []byte) {
		if len(raw) > 0 && (!json.Valid(raw) || raw[0] != '{' || len(raw) > connector.MaxRawSize) {
			t.failf("%s: the raw of %q, %d bytes, is no JSON object of at most 1 MiB", k.listCall, clip(one.GetId(), maxName), len(raw))
		}
	})
}

func rawOwn(ctx context.Context, t *trial) {
	everyRaw(ctx, t, func(k *kind, one item, raw []byte) {
		if len(raw) > 0 && !standsIn(raw, one.GetId()) {
			t.failf("%s: the id of %q does not stand in its raw", k.listCall, clip(one.GetId(), maxName))
		}
	})
}

// standsIn reports whether a string or a number of a JSON text is an id.
func standsIn(raw []byte, id string) bool {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	for {
		token, err := d.Token()
		if err != nil {
			return false
		}
		switch v := token.(type) {
		case string:
			if v == id {
				return true
			}
		case json.Number:
			if v.String() == id {
				return true
			}
		}
	}
}

func rawVerbatim(ctx context.Context, t *trial) {
	t.needsUsers(ctx)
	s := t.sandbox(ctx, standingUsers, firstSeed)
	got := t.connector(ctx).list(ctx, users(), s.account(), &connectorv1.ListOptions{Raw: true, PageSize: t.pageSize(ctx, users())})
	tried := 0
	for _, p := range got.pages() {
		var answers []byte
		for _, x := range p.info.GetExchanges() {
			if strings.Contains(x.GetUrl(), "REDACTED") {
				t.cannotRun("what the vendor answered cannot be asked for again: a request's URL is not told in full")
			}
			body, err := s.answer(ctx, x.GetUrl())
			t.must(err)
			answers = append(append(answers, body...), '\n')
		}
		for _, one := range p.items {
			if raw := one.GetSource().GetRaw(); len(raw) > 0 && len(answers) > 0 {
				tried++
				if !bytes.Contains(answers, raw) {
					t.failf("ListUsers: the raw of %q does not stand in what the vendor answers", clip(one.GetId(), maxName))
				}
			}
		}
	}
	if tried == 0 && !t.failed() {
		t.cannotRun("no page has raw and tells its exchanges: %v", got.failure)
	}
}

// answer is what the stand-in answers to a request like one that the connector made, with the account's credentials.
func (s *sandbox) answer(ctx context.Context, url string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, err
	}
	for _, key := range s.about.Account.Credentials {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	for name, value := range s.about.Headers {
		r.Header.Set(name, value)
	}
	response, err := s.control.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	return io.ReadAll(io.LimitReader(response.Body, connector.MaxMessageSize))
}

func rawNotAsked(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		for _, one := range t.whole(ctx, k).items() {
			if s := one.GetSource(); len(s.GetRaw()) > 0 || s.GetRawOmitted() {
				t.failf("%s: %q has raw", k.listCall, clip(one.GetId(), maxName))
			}
		}
	}
}

func rawKeeps(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		if s := t.listed(ctx, t.connector(ctx), k, withRaw); s != nil {
			if d := difference(s.items(), t.whole(ctx, k).items()); d != "" {
				t.failf("%s with raw differs from the list without: %s", k.listCall, d)
			}
		}
	}
}

func rawGet(ctx context.Context, t *trial) {
	for k := range t.kinds(opGet) {
		for _, one := range some(t.whole(ctx, k).items(), gotten) {
			for _, raw := range []bool{true, false} {
				got, f := t.connector(ctx).get(ctx, k, t.account(), one.GetId(), &connectorv1.GetOptions{Raw: raw})
				if f != nil || got == nil {
					t.failf("%s of %q with raw=%v: %v", k.getCall, clip(one.GetId(), maxName), raw, f)
					continue
				}
				has := got.GetSource().GetRaw()
				if want := raw && !derived(one); want != (len(has) > 0 || got.GetSource().GetRawOmitted()) || len(has) > 0 && !standsIn(has, one.GetId()) {
					t.failf("%s of %q with raw=%v: %d bytes of raw, in which its id stands: %v", k.getCall, clip(one.GetId(), maxName), raw, len(has), standsIn(has, one.GetId()))
				}
			}
		}
	}
}
