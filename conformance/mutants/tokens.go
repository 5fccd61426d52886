package mutants

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"hash/crc32"
	"strconv"
	"strings"
	"sync"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// wraps makes a mutant whose tokens are others than the good connector's: give makes one, and read takes it back, or
// refuses it with ok false.
func wraps(give func(c *call, token string) string, read func(c *call, token string) (good string, ok bool)) wrong {
	return wrong{
		request: func(c *call) error {
			o := c.list()
			if o.GetPageToken() == "" {
				return nil
			}
			good, ok := read(c, o.GetPageToken())
			if !ok {
				return connector.Errorf(connector.BadPageToken, "the page token cannot be used")
			}
			o.PageToken = good
			return nil
		},
		event: func(c *call, e *event) []*event {
			if e.token() != "" {
				e.info.NextPageToken = give(c, e.token())
			}
			if e.receipt.GetNextPageToken() != "" {
				e.receipt.NextPageToken = give(c, e.receipt.GetNextPageToken())
			}
			return one(e)
		},
	}
}

// after takes away what a mutant put before a token.
func after(_ *call, token string) (string, bool) {
	_, good, ok := strings.Cut(token, ".")
	return good, ok
}

// prefixed makes a mutant whose tokens have something before them that tells too much.
func prefixed(what func(*call) string) wrong {
	return wraps(func(c *call, token string) string { return what(c) + "." + token }, after)
}

func encode(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

// tokenMutants are wrong about what a token is.
func tokenMutants() []Mutant {
	var mu sync.Mutex
	var known []string
	return []Mutant{
		{"token-has-key", "has the key in its tokens, in base64", by("tokens.no-secret"),
			prefixed(func(c *call) string { return encode("key=" + c.key()) })},
		{"token-is-key", "has the key in its tokens, as it is", by("tokens.no-secret"),
			prefixed(func(c *call) string { return c.key() })},
		{"token-too-long", "makes tokens of 3,000 bytes", by("tokens.form"),
			prefixed(func(*call) string { return strings.Repeat("a", 3000) })},
		{"token-not-for-urls", "makes tokens with characters that mean something in a URL", by("tokens.form"),
			prefixed(func(*call) string { return "a+b/c=" })},
		{"token-fixed", "gives all pages the same token", by("tokens.unique"),
			wrong{event: func(c *call, e *event) []*event {
				if c.last == nil && e.token() != "" {
					c.last = e.clone()
				}
				if e.token() != "" {
					e.info.NextPageToken = c.last.token()
				}
				return one(e)
			}}},
		{"token-of-the-credential", "takes no token after the credential was rotated", by("tokens.rotation"),
			wraps(
				func(c *call, token string) string { return sum(c.key()) + "." + token },
				func(c *call, token string) (string, bool) {
					of, good, _ := strings.Cut(token, ".")
					return good, of == sum(c.key())
				},
			)},
		{"token-in-memory", "keeps what a token stands for in its memory", by("resume.fresh-process"),
			wraps(
				func(_ *call, token string) string {
					mu.Lock()
					defer mu.Unlock()
					known = append(known, token)
					return strconv.Itoa(len(known) - 1)
				},
				func(_ *call, token string) (string, bool) {
					mu.Lock()
					defer mu.Unlock()
					i, err := strconv.Atoi(token)
					if err != nil || i < 0 || i >= len(known) {
						return "", false
					}
					return known[i], true
				},
			)},
		{"token-of-later", "takes a token of nobody's for the start of the list", by("tokens.foreign"),
			wrong{request: func(c *call) error {
				if o := c.list(); len(o.GetPageToken()) < 40 && o != nil {
					o.PageToken = ""
				}
				return nil
			}}},
		{"token-damaged", "starts from the beginning where a token is damaged", by("tokens.damaged"),
			wraps(
				func(_ *call, token string) string { return sum(token) + "." + token },
				func(_ *call, token string) (string, bool) {
					check, good, ok := strings.Cut(token, ".")
					if ok && check != sum(good) {
						good = ""
					}
					return good, ok
				},
			)},
		{"token-cut", "takes a token that lost its end", by("tokens.damaged"),
			wraps(
				func(_ *call, token string) string { return token + ".end" },
				func(_ *call, token string) (string, bool) {
					good, _, _ := strings.Cut(token, ".")
					return good, true
				},
			)},
		{"token-with-wrong-reason", "says of a bad token that the configuration is wrong", by("tokens.foreign"),
			reasons(connector.BadPageToken, connector.InvalidConfig)},
	}
}

func sum(s string) string { return strconv.FormatUint(uint64(crc32.ChecksumIEEE([]byte(s))), 36) }

// unbound makes a mutant whose tokens work though something of the request has changed: it puts back what the token was made
// with, and so takes no notice of the change.
func unbound(restore func(now, then *connectorv1.ListUsersRequest)) wrong {
	return wraps(
		func(c *call, token string) string {
			then := &connectorv1.ListUsersRequest{Account: proto.CloneOf(c.account()), Options: proto.CloneOf(c.list())}
			then.Account.Credentials, then.Options.PageToken = nil, ""
			then.Account.Operator = map[string]string{"base_url": c.account().GetOperator()["base_url"]}
			text, _ := protojson.Marshal(then)
			var small bytes.Buffer
			_ = json.Compact(&small, text)
			return encode(small.String()) + "." + token
		},
		func(c *call, token string) (string, bool) {
			text, good, ok := strings.Cut(token, ".")
			b, err := base64.RawURLEncoding.DecodeString(text)
			then := &connectorv1.ListUsersRequest{}
			if !ok || err != nil || protojson.Unmarshal(b, then) != nil {
				return "", false
			}
			restore(&connectorv1.ListUsersRequest{Account: c.account(), Options: c.list()}, then)
			return good, true
		},
	)
}

// bindingMutants are wrong about what a token is bound to.
func bindingMutants() []Mutant {
	type request = *connectorv1.ListUsersRequest
	return []Mutant{
		{"token-of-any-account", "goes on for another account from a token", by("tokens.account"),
			unbound(func(now, then request) { now.Account.Id = then.GetAccount().GetId() })},
		{"token-of-any-settings", "goes on with other settings from a token", by("tokens.settings"),
			unbound(func(now, then request) { now.Account.Settings = then.GetAccount().GetSettings() })},
		{"token-of-any-filters", "goes on with other filters from a token", by("tokens.filters"),
			unbound(func(now, then request) { now.Options.Filters = then.GetOptions().GetFilters() })},
		{"token-of-any-expand", "goes on with another expand from a token", by("tokens.expand"),
			unbound(func(now, then request) { now.Options.Expand = then.GetOptions().GetExpand() })},
		{"token-of-any-raw", "goes on with another raw from a token", by("tokens.raw"),
			unbound(func(now, then request) { now.Options.Raw = then.GetOptions().GetRaw() })},
		{"token-of-any-page-size", "goes on with another page size from a token", by("tokens.page-size"),
			unbound(func(now, then request) { now.Options.PageSize = then.GetOptions().GetPageSize() })},
		{"token-of-any-base-url", "goes on at another address from a token", by("tokens.base-url"),
			unbound(func(now, then request) {
				now.Account.Operator["base_url"] = then.GetAccount().GetOperator()["base_url"]
				then.Account.Operator = nil
			})},
		{"token-of-any-resource", "takes a token of another resource for the start of the list", by("tokens.resource"),
			wraps(
				func(c *call, token string) string { return c.operation + "." + token },
				func(c *call, token string) (string, bool) {
					of, good, ok := strings.Cut(token, ".")
					if of != c.operation {
						good = ""
					}
					return good, ok
				},
			)},
		{"token-of-one-page-limit", "takes no token where the page limit has changed", by("tokens.page-limit"),
			wraps(
				func(c *call, token string) string { return strconv.Itoa(int(c.list().GetPageLimit())) + "." + token },
				func(c *call, token string) (string, bool) {
					of, good, _ := strings.Cut(token, ".")
					return good, of == strconv.Itoa(int(c.list().GetPageLimit()))
				},
			)},
	}
}
