package connector

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"time"

	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Binding is what the page tokens of a list are bound to besides the request: a token that comes back with any of it
// changed is BAD_PAGE_TOKEN, because its cursor would mean something else.
type Binding struct {
	Connector string // its name
	Resource  string // "users"
	Endpoint  string // base URL in force, which the region and the operator decide
	PageSize  int32  // the size in force, after defaults and maximum: see [PageSize]
	// CursorVersion counts the meanings that the connector's cursors have had. A token of another version is
	// PAGE_TOKEN_EXPIRED: start again.
	CursorVersion uint32
	// Visibility is how much the credentials see, as far as is known when the list begins. It binds nothing: the least of
	// all segments travels in the tokens. Not set: unknown.
	Visibility connectorv1.Visibility
}

// PageSize is the page size in force for a request: what was asked for, within the resource's default and maximum.
func PageSize(options *connectorv1.ListOptions, byDefault, maximum int32) int32 {
	n := options.GetPageSize()
	if n <= 0 {
		n = byDefault
	}
	return min(n, maximum)
}

// digest is the fingerprint of everything that a token is bound to. Order and repetition of filters and expand do not
// matter; credential, deadline and page limit are not in it, so that a token survives their change.
func (b Binding) digest(req ListRequest) [sha256.Size]byte {
	h := sha256.New()
	var n [8]byte
	put := func(parts ...string) {
		binary.BigEndian.PutUint64(n[:], uint64(len(parts)))
		h.Write(n[:])
		for _, p := range parts { // length first: no two lists of parts look the same
			binary.BigEndian.PutUint64(n[:], uint64(len(p)))
			h.Write(n[:])
			h.Write([]byte(p))
		}
	}
	o := req.Options
	put(b.Connector, b.Resource, b.Endpoint, req.Account.GetId())
	settings := req.Account.GetSettings()
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		if settings[key] != "" {
			put("setting", key, settings[key])
		}
	}
	filters := slices.Clone(o.GetFilters())
	slices.SortFunc(filters, func(a, b *connectorv1.Filter) int { return strings.Compare(a.GetName(), b.GetName()) })
	for _, f := range filters {
		put(append([]string{"filter", f.GetName()}, sortedSet(f.GetValues())...)...)
	}
	put(append([]string{"expand"}, sortedSet(o.GetExpand())...)...)
	binary.BigEndian.PutUint32(n[:4], uint32(b.PageSize))
	n[4] = 0
	if o.GetRaw() {
		n[4] = 1
	}
	h.Write(n[:5])
	return [sha256.Size]byte(h.Sum(nil))
}

func sortedSet(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return slices.Compact(s)
}

// position is what a token carries: the listing's facts and the vendor's cursor.
type position struct {
	listing    [16]byte
	started    time.Time
	drift      bool
	visibility connectorv1.Visibility
	cursor     string
}

// Layout of a token before base64url: format, flags, 16 bytes listing id, 8 bytes start (Unix ns), 4 bytes cursor version,
// the cursor, and the first 12 bytes of SHA-256 over digest and all before. The sum finds damage and misuse; it is no
// proof against forgery, which would gain nothing: a token holds no authority, and its cursor is only ever a query value.
const (
	tokenFormat = 1
	tokenHead   = 2 + 16 + 8 + 4
	tokenSum    = 12
	flagDrift   = 1
	flagPartial = 2
	flagFull    = 4 // neither: unknown
	allFlags    = flagDrift | flagPartial | flagFull
	// maxCursor is the longest cursor whose token stays within MaxTokenSize (base64 makes 4 bytes of 3).
	maxCursor = MaxTokenSize/4*3 - tokenHead - tokenSum
)

func (p position) token(digest [sha256.Size]byte, version uint32) string {
	b := make([]byte, 0, tokenHead+len(p.cursor)+tokenSum)
	flags := byte(0)
	if p.drift {
		flags |= flagDrift
	}
	switch p.visibility {
	case connectorv1.Visibility_VISIBILITY_PARTIAL:
		flags |= flagPartial
	case connectorv1.Visibility_VISIBILITY_FULL:
		flags |= flagFull
	default:
	}
	b = append(b, tokenFormat, flags)
	b = append(b, p.listing[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(p.started.UnixNano()))
	b = binary.BigEndian.AppendUint32(b, version)
	b = append(b, p.cursor...)
	sum := tokenChecksum(digest, b)
	return base64.RawURLEncoding.EncodeToString(append(b, sum[:]...))
}

func parseToken(token string, digest [sha256.Size]byte, version uint32) (position, error) {
	var p position
	if !validToken(token) { // base64 would pass over line breaks
		return p, badToken("it is no page token of any connector")
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(b) < tokenHead+tokenSum {
		return p, badToken("it is damaged or of another connector")
	}
	if b[0] != tokenFormat {
		return p, badToken("it is of an unknown format")
	}
	body, sum := b[:len(b)-tokenSum], b[len(b)-tokenSum:]
	if tokenChecksum(digest, body) != [tokenSum]byte(sum) {
		return p, badToken("it is damaged, or of a list with other options, of another account or of another connector")
	}
	if v := binary.BigEndian.Uint32(body[26:30]); v != version {
		e := Errorf(PageTokenExpired, "the page token is of another version of the connector")
		e.Path, e.Suggestion = "options.page_token", "start the list again, without a page token"
		return p, e
	}
	if body[1]&^allFlags != 0 || body[1]&flagPartial != 0 && body[1]&flagFull != 0 {
		return p, badToken("it is of an unknown format")
	}
	p.drift = body[1]&flagDrift != 0
	switch {
	case body[1]&flagPartial != 0:
		p.visibility = connectorv1.Visibility_VISIBILITY_PARTIAL
	case body[1]&flagFull != 0:
		p.visibility = connectorv1.Visibility_VISIBILITY_FULL
	default:
		p.visibility = connectorv1.Visibility_VISIBILITY_UNKNOWN
	}
	copy(p.listing[:], body[2:18])
	p.started = time.Unix(0, int64(binary.BigEndian.Uint64(body[18:26]))).UTC()
	p.cursor = string(body[tokenHead:])
	return p, nil
}

func tokenChecksum(digest [sha256.Size]byte, body []byte) [tokenSum]byte {
	h := sha256.New()
	h.Write(digest[:])
	h.Write(body)
	return [tokenSum]byte(h.Sum(nil)[:tokenSum])
}

func badToken(why string) error {
	e := Errorf(BadPageToken, "the page token cannot be used: %s", why)
	e.Path = "options.page_token"
	e.Suggestion = "send the token with the same account, region, filters, expand, raw and page size as the list it is from, or start the list again without one"
	return e
}
