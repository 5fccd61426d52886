package conformance

import (
	"context"
	"encoding/base64"
	"regexp"
	"strings"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

func tokensCases() Group {
	return Group{ID: "tokens", About: "Page tokens: what they look like, what they are bound to, and what they are not.", Cases: []Case{
		{
			ID:       "tokens.form",
			Sentence: "A token is URL-safe ASCII, of at most 2048 bytes.",
			Contract: says("list.proto", "## Page tokens", "is URL-safe ASCII (`A-Z a-z 0-9 - _ . ~`), at most 2048 bytes"),
			Severity: Must, Needs: account, check: tokensForm,
			Fix: "Encode tokens in base64url without padding; a cursor that does not fit makes no token.",
		},
		{
			ID:       "tokens.unique",
			Sentence: "No two pages of a stream carry the same token, nor the one that the request came with.",
			Contract: says("list.proto", "PageInfo.next_page_token", "In one stream no two pages carry the same token, nor the one that the request came with."),
			Severity: Must, Needs: account, check: tokensUnique,
			Fix: "Make each page's token of the vendor's cursor behind that page.",
		},
		{
			ID:       "tokens.no-secret",
			Sentence: "A token holds nothing of the credentials, however it is encoded.",
			Contract: says("list.proto", "## Page tokens", "holds no secret, and nothing personal besides what the vendor's own cursor may hold"),
			Severity: Must, Needs: account, check: tokensNoSecret,
			Fix: "Take the credentials from the request, always; tokens are stored and logged by hosts.",
		},
		tokenCase("foreign", "A token of nobody's is BAD_PAGE_TOKEN.", "it is BAD_PAGE_TOKEN", tokensForeign),
		tokenCase("damaged", "A token that was changed or cut anywhere is BAD_PAGE_TOKEN.", "a checksum finds damage and mistakes", tokensDamaged),
		tokenCase("account", "A token of another account is BAD_PAGE_TOKEN.", bound, tokensAccount),
		tokenCase("settings", "A token of other settings is BAD_PAGE_TOKEN.", bound, tokensSettings),
		tokenCase("resource", "A token of another resource is BAD_PAGE_TOKEN.", bound, tokensResource),
		tokenCase("filters", "A token of other filters is BAD_PAGE_TOKEN.", bound, tokensFilters),
		tokenCase("expand", "A token of another expand is BAD_PAGE_TOKEN.", bound, tokensExpand),
		tokenCase("raw", "A token of a list without raw is BAD_PAGE_TOKEN with it.", bound, tokensRaw),
		tokenCase("page-size", "A token of another page size is BAD_PAGE_TOKEN.", bound, tokensPageSize),
		{
			ID:       "tokens.base-url",
			Sentence: "A token of another base URL is BAD_PAGE_TOKEN.",
			Contract: says("list.proto", "## Page tokens", bound),
			Severity: Must, Needs: stand, check: tokensBaseURL,
			Fix: "Put the base URL in force into the token's checksum.",
		},
		{
			ID:       "tokens.page-limit",
			Sentence: "A token works under another page limit.",
			Contract: says("list.proto", "## Page tokens", "It is **not** bound to the credential, the deadline or the page limit"),
			Severity: Must, Needs: account, check: tokensPageLimit,
			Fix: "Leave the page limit out of the token's checksum.",
		},
		{
			ID:       "tokens.rotation",
			Sentence: "A token works after the credential was rotated.",
			Contract: says("list.proto", "## Page tokens", "works in another process, on another machine, after rotation of the credential"),
			Severity: Must, Needs: stand, check: tokensRotation,
			Fix: "Leave the credential out of the token and its checksum, and make it no key of either.",
		},
	}}
}

const bound = "is bound to resource, account id, settings, base URL, filters, expand, raw and the page size in force"

// tokenCase is about a token that must not be taken.
func tokenCase(id, sentence, quote string, check func(context.Context, *trial)) Case {
	return Case{
		ID: "tokens." + id, Sentence: sentence, Contract: says("list.proto", "## Page tokens", quote),
		Severity: Must, Needs: account, check: check,
		Fix: "Have a checksum in each token, over its content and all that it is bound to, and compare it before anything is sent.",
	}
}

// withToken finds a list of several pages: its options, and a token in it.
func (t *trial) withToken(ctx context.Context) (k *kind, o *connectorv1.ListOptions, token string) {
	for k := range t.lists(ctx) {
		o := t.inPages(ctx, k)
		if tokens := t.list(ctx, k, o).tokens(); len(tokens) > 0 {
			return k, o, tokens[0]
		}
	}
	t.cannotRun("no list has a second page")
	return nil, nil, ""
}

// wantBadToken notes a list that went on, or failed otherwise than for its token.
func (t *trial) wantBadToken(s *stream, what string) {
	t.wantReason(s.failure, s.kind.listCall+" with "+what, connector.BadPageToken)
}

var tokenForm = regexp.MustCompile(`^[A-Za-z0-9._~-]*$`)

func tokensForm(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		for _, token := range t.list(ctx, k, t.inPages(ctx, k)).tokens() {
			if len(token) > connector.MaxTokenSize || !tokenForm.MatchString(token) {
				t.failf("%s: a token of %d bytes: %q", k.listCall, len(token), clip(token, maxName))
			}
		}
	}
}

func tokensUnique(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		o := t.inPages(ctx, k)
		seen := map[string]bool{}
		for _, token := range t.list(ctx, k, o).tokens() {
			if seen[token] {
				t.failf("%s: two pages carry the same token", k.listCall)
			}
			seen[token] = true
		}
		for token := range seen {
			for _, next := range t.list(ctx, k, continued(o, token)).tokens() {
				if next == token {
					t.failf("%s: a page carries the token that was asked with", k.listCall)
				}
			}
			break
		}
	}
}

// leastSecret is the shortest part of a credential that is looked for.
const leastSecret = 6

func tokensNoSecret(ctx context.Context, t *trial) {
	for k := range t.lists(ctx) {
		for _, token := range t.list(ctx, k, t.inPages(ctx, k)).tokens() {
			for name, secret := range t.account().GetCredentials() {
				if len(secret) >= leastSecret && holds(token, secret) {
					t.failf("%s: a token holds credentials.%s", k.listCall, name)
				}
			}
		}
	}
}

// holds reports whether a token, or a part of it between dots, holds a text as it is or in base64.
func holds(token, text string) bool {
	for _, part := range append(strings.FieldsFunc(token, func(c rune) bool { return c == '.' || c == '~' }), token) {
		if strings.Contains(part, text) {
			return true
		}
		for i := range min(4, len(part)) { // where base64 begins is not known
			from := strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimRight(part[i:], "="))
			if len(from)%4 == 1 { // no base64 has that length
				from = from[:len(from)-1]
			}
			if b, err := base64.RawURLEncoding.DecodeString(from); err == nil && strings.Contains(string(b), text) {
				return true
			}
		}
	}
	return false
}

func tokensForeign(ctx context.Context, t *trial) {
	k, o, _ := t.withToken(ctx)
	for what, token := range map[string]string{
		"a word": "nonsense", "one letter": "A", "zeros": strings.Repeat("A", 80), "the longest token": strings.Repeat("Zz9_", connector.MaxTokenSize/4),
		"a token that is too long": strings.Repeat("Zz9_", connector.MaxTokenSize/4) + "A", "a URL": "https://elsewhere.example/", "a cursor": "MTIz",
		"a line break": "AbCd\nEfGh",
	} {
		t.wantBadToken(t.list(ctx, k, continued(o, token)), what+" for a token")
	}
}

func tokensDamaged(ctx context.Context, t *trial) {
	k, o, token := t.withToken(ctx)
	change := func(i int) string {
		other := byte('A')
		if token[i] == 'A' {
			other = 'Q'
		}
		return token[:i] + string(other) + token[i+1:]
	}
	for what, damaged := range map[string]string{
		"its first character changed": change(0), "one in the middle changed": change(len(token) / 2),
		"one near the end changed": change(max(0, len(token)-3)), "its last four cut off": token[:max(1, len(token)-4)],
		"its first half alone": token[:len(token)/2+1], "something after it": token + "AAAA", "itself twice": token + token,
	} {
		if len(damaged) <= connector.MaxTokenSize && damaged != token {
			t.wantBadToken(t.list(ctx, k, continued(o, damaged)), "a token with "+what)
		}
	}
}

func tokensAccount(ctx context.Context, t *trial) {
	k, o, token := t.withToken(ctx)
	other := t.account()
	other.Id += "-of-somebody-else"
	t.wantBadToken(t.connector(ctx).list(ctx, k, other, continued(o, token)), "a token of another account")
}

func tokensSettings(ctx context.Context, t *trial) {
	k, o, token := t.withToken(ctx)
	for _, change := range t.otherSettings() {
		s := t.connector(ctx).list(ctx, k, change, continued(o, token))
		if s.failure.reason() == connector.InvalidConfig {
			continue // the value is none; another setting may do
		}
		t.wantBadToken(s, "a token of other settings")
		return
	}
	t.doesNotApply("Describe has no setting that could be changed")
}

// otherSettings are accounts that differ from the one under test in one setting each.
func (t *trial) otherSettings() (all []*connectorv1.Account) {
	with := func(key, value string) {
		a := t.account()
		if a.GetSettings()[key] == value {
			return
		}
		if a.Settings == nil {
			a.Settings = map[string]string{}
		}
		a.Settings[key] = value
		all = append(all, a)
	}
	for _, r := range t.about().GetRegions() {
		with("region", r.GetId())
	}
	for _, f := range t.about().GetSettings() {
		for _, c := range f.GetChoices() {
			with(f.GetKey(), c.GetValue())
		}
		if len(f.GetChoices()) == 0 {
			for _, value := range []string{"conformance", "17", "true", "https://conformance.example"} {
				with(f.GetKey(), value)
			}
		}
	}
	return all
}

func tokensResource(ctx context.Context, t *trial) {
	k, o, token := t.withToken(ctx)
	tried := 0
	for other := range t.lists(ctx) {
		if other.kind != k.kind {
			tried++
			t.wantBadToken(t.list(ctx, other, continued(o, token)), "a token of "+k.name)
		}
	}
	if tried == 0 {
		t.doesNotApply("there is one list alone")
	}
}

func tokensFilters(ctx context.Context, t *trial) {
	k, o, token := t.withToken(ctx)
	requests := t.filterRequests(ctx, k)
	if len(requests) == 0 {
		t.doesNotApply("Describe has no filter of %s", k.name)
	}
	o.Filters = requests[:1]
	t.wantBadToken(t.list(ctx, k, continued(o, token)), "a token of other filters")
}

func tokensExpand(ctx context.Context, t *trial) {
	k, o, token := t.withToken(ctx)
	expands := t.resource(k).GetExpands()
	if len(expands) == 0 {
		t.doesNotApply("Describe has no expand of %s", k.name)
	}
	o.Expand = []string{expands[0].GetName()}
	t.wantBadToken(t.list(ctx, k, continued(o, token)), "a token of another expand")
}

func tokensRaw(ctx context.Context, t *trial) {
	k, o, token := t.withToken(ctx)
	o.Raw = true
	t.wantBadToken(t.list(ctx, k, continued(o, token)), "a token of a list without raw")
}

func tokensPageSize(ctx context.Context, t *trial) {
	k, o, token := t.withToken(ctx)
	if o.GetPageSize() < 2 {
		t.doesNotApply("Describe says that pages do not apply")
	}
	o.PageSize--
	t.wantBadToken(t.list(ctx, k, continued(o, token)), "a token of another page size")
}

func tokensPageLimit(ctx context.Context, t *trial) {
	k, o, token := t.withToken(ctx)
	next := continued(o, token)
	next.PageLimit = 1
	if s := t.list(ctx, k, next); s.failure != nil {
		t.failf("%s with a token, under another page limit: %v", k.listCall, s.failure)
	}
}

// twoPages are options for users in a sandbox, and a token of the first of their pages.
func (t *trial) twoPages(ctx context.Context, a *connectorv1.Account) (o *connectorv1.ListOptions, token string) {
	t.needsUsers(ctx)
	o = t.inPages(ctx, users())
	s := t.connector(ctx).list(ctx, users(), a, o)
	if len(s.tokens()) == 0 {
		t.cannotRun("ListUsers gave no token: %v", s.failure)
	}
	return o, s.tokens()[0]
}

func tokensBaseURL(ctx context.Context, t *trial) {
	one, other := t.sandbox(ctx, standingUsers, firstSeed), t.sandbox(ctx, standingUsers, firstSeed)
	o, token := t.twoPages(ctx, one.account())
	t.wantBadToken(t.connector(ctx).list(ctx, users(), other.account(), continued(o, token)), "a token of another base URL")
}

func tokensRotation(ctx context.Context, t *trial) {
	s := t.sandbox(ctx, standingUsers, firstSeed)
	o, token := t.twoPages(ctx, s.account())
	rotated := t.rotate(ctx, s)
	if f := t.connector(ctx).list(ctx, users(), rotated, continued(o, token)).failure; f != nil {
		t.failf("ListUsers with a token, after rotation of the credential: %v", f)
	}
}

// rotate gives a sandbox another key, and is the account with it.
func (t *trial) rotate(ctx context.Context, s *sandbox) *connectorv1.Account {
	a := s.account()
	for name, value := range a.GetCredentials() {
		if value != "" {
			a.Credentials[name] = otherEnd(value)
			t.must(s.configure(ctx, map[string]any{"api_key": a.GetCredentials()[name]}))
		}
	}
	return a
}

// otherEnd is another key of the same form.
func otherEnd(key string) string {
	last := "Z"
	if strings.HasSuffix(key, last) {
		last = "Y"
	}
	return key[:len(key)-1] + last
}
