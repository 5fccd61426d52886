// Package collection reads the collections of a REST API: lists, whose pages lead from one to the next, and their records. A connector says where a collection is and how a record is mapped, as data; this package does the rest.
//
//	var api = collection.API{
//		Connector: "lattice", Vendor: "Lattice", Shape: mapping.Pages, Size: "limit", Cursor: "startingAfter", MaxPageSize: 100,
//	}
//
//	func (c *Connector) ListGroups(ctx context.Context, req connector.ListRequest, sink connector.Sink[*iamv1.Group]) (*connectorv1.Receipt, error) {
//		return departments.List(ctx, c.Service, req, sink)
//	}
//
// The usual ways of paging are data: by a cursor ([API.Cursor]), by the number of an item or of a page ([API.Offset],
// [API.Page]), by the URL of the next page ([API.Links]). A connector that is made of collections alone is a [Connector].
//
// What it takes care of: options are checked before anything is sent; tokens are bound to what they must be bound to; the
// next page is asked for while one is mapped; a cursor that the vendor no longer takes is PAGE_TOKEN_EXPIRED; an answer for
// another id than the one asked for is NOT_FOUND.
//
// A list that the vendor does not document has a PathKey: its path is assumed then, which is said wherever it is described
// ([Collection.Resource], [Collection.PathField], [Collection.Access]), and by the error where there is no such list.
//
// A list that takes more than one walk (a pass for each status) is made of [Lister] and [Leg].
package collection

import (
	"bytes"
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/mappings"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// API is what the collections of one vendor have in common.
type API struct {
	// Connector is the connector's name; Vendor is what people call the application.
	Connector, Vendor string
	// Shape is how a page looks.
	Shape mappings.Shape
	// Size is the query parameter for how many records a page shall have.
	Size string

	// One of these says how a page is asked for. Cursor is the parameter that takes the cursor of the page before; Offset, how many
	// records to pass over; Page, the number of the page, from 1.
	Cursor, Offset, Page string
	// Links: the page before has the page's URL, as Shape's Cursor or, where that has none, in its header Link (RFC 8288). Nothing
	// but the URL's query is used.
	Links bool

	// MaxPageSize is the most records that the vendor puts into a page. The fewest requests are made with it, so it is the
	// default too.
	MaxPageSize int32
	// CursorVersion counts the meanings that the cursors in page tokens have had.
	CursorVersion uint32
	// Permissions are what the credentials need for any of them.
	Permissions []*connectorv1.Permission
	// Public are further query parameters whose values are neither secret nor personal.
	Public []string
}

// Request asks for the page of a collection that a cursor, or the query of a URL, leads to; "" for the first.
func (a API) Request(path string, size int32, cursor string) rest.Request {
	query := url.Values{a.Size: {strconv.Itoa(int(size))}}
	switch {
	case cursor == "":
	case a.Links:
		query, _ = url.ParseQuery(cursor) // which was one: see Lister.cursors
	default:
		query.Set(a.Cursor, cursor)
	}
	return rest.Request{Path: path, Query: query, Public: a.public()}
}

// byNumber reports whether pages are asked for by numbers.
func (a API) byNumber() bool { return a.Offset != "" || a.Page != "" }

// numbered asks for so many records from one on, which is counted from 1.
func (a API) numbered(path string, start, count int) rest.Request {
	query := url.Values{a.Size: {strconv.Itoa(count)}}
	if a.Page != "" {
		query.Set(a.Page, strconv.Itoa((start-1)/count+1))
	} else {
		query.Set(a.Offset, strconv.Itoa(start-1))
	}
	return rest.Request{Path: path, Query: query, Public: a.public()}
}

// public are the parameters whose values may be shown. What a URL of the vendor's has besides is nobody's to judge.
func (a API) public() []string {
	return slices.DeleteFunc(slices.Concat(a.Public, []string{a.Size, a.Cursor, a.Offset, a.Page}), func(name string) bool { return name == "" })
}

// Collection is one kind of record, T, that is read as items M.
type Collection[T any, R mappings.Record[T], M connector.Item] struct {
	API
	// Kind is what the items are.
	Kind connectorv1.ResourceKind
	// Name is what page tokens call the list: "groups". Object is what the vendor calls a record: "department".
	Name, Object string
	// Path lists the collection: "/v1/departments". Record is what stands before a record's id: "/v1/department/".
	Path, Record string
	// Edges is where it stands who holds these roles, or is a member of these groups.
	Edges connectorv1.EdgeLocation
	// PathKey is the operator's key that says where else the list is, for one that the vendor does not document: then Path
	// is assumed, and a list that is not there says so.
	PathKey string
	// Item maps a record whose id is usable. raw is the record's own JSON, where it was asked for.
	Item func(id string, r *T, raw []byte) M
	// Visibility is how much the credentials see, as far as is known before a request. Not set: unknown.
	Visibility connectorv1.Visibility
}

// List reads the collection from the request's page token on.
func (c Collection[T, R, M]) List(
	ctx context.Context, s *rest.Service, req connector.ListRequest, sink connector.Sink[M],
) (*connectorv1.Receipt, error) {
	l, err := c.Begin(s, req, sink)
	if err != nil {
		return nil, err
	}
	full, err := l.Walk(ctx, Leg[M]{From: l.Listing.Cursor()})
	return l.End(full, err)
}

// Get reads one record.
func (c Collection[T, R, M]) Get(ctx context.Context, s *rest.Service, req connector.GetRequest) (M, error) {
	var none M
	session, err := s.OpenGet(c.Kind, req)
	if err != nil {
		return none, err
	}
	request, ok := c.One(req.ID)
	if !ok {
		return none, c.NotFound()
	}
	return c.record(ctx, session, request, req.ID, req.Options.GetRaw())
}

// record reads one record; where its id is known, it is that one or none.
func (c Collection[T, R, M]) record(ctx context.Context, s *rest.Session, request rest.Request, want string, withRaw bool) (found M, err error) {
	err = s.Read(ctx, request, func(body []byte) error {
		var r T
		id, err := mappings.DecodeRecord[T, R](&r, body)
		if err != nil {
			return err
		}
		if want != "" && id != want { // an alias, such as a word that the vendor reads as "me"
			return c.NotFound()
		}
		var raw []byte
		if withRaw {
			raw = bytes.Clone(bytes.TrimSpace(body))
		}
		found = c.Item(id, &r, raw)
		return nil
	})
	return found, err
}

// at is the collection as it is for an account.
func (c Collection[T, R, M]) at(s *rest.Session) Collection[T, R, M] {
	if path := s.Account.GetOperator()[c.PathKey]; path != "" {
		c.Path = path
	}
	return c
}

// One asks for the record with an id. ok is false for an id that nothing can have.
func (c Collection[T, R, M]) One(id string) (request rest.Request, ok bool) {
	segment, ok := rest.Segment(id)
	return rest.Request{Path: c.Record + segment, Item: true}, ok
}

// NotFound says that there is no record with the id that was asked for.
func (c Collection[T, R, M]) NotFound() error {
	return connector.Errorf(connector.NotFound, "%s has no %s with this id", c.Vendor, c.Object)
}
