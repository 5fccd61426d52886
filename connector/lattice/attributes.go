package lattice

import (
	"context"
	"errors"
	"slices"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
	"github.com/trellis-iam/trellis/connector/rest/collection"
	"github.com/trellis-iam/trellis/mappings"
	mapping "github.com/trellis-iam/trellis/mappings/lattice"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// expandAttributes asks for users' custom attributes. Lattice tells them of one user at a time, so that a list makes one more
// request for each user. They are made for a page at a time, before it is handed on.
const expandAttributes = "custom_attributes"

func wantsAttributes(expand []string) bool { return slices.Contains(expand, expandAttributes) }

// maxAttributes bounds the requests and the memory that one user's attributes may take: ten pages, more than any form has.
const maxAttributes = 1000

// silent is the progress of calls that are not lists.
func silent(*connectorv1.Progress) error { return nil }

// addAttributes reads the custom attributes of users into them. exchanges are the requests that it took.
func addAttributes(
	ctx context.Context, s *rest.Session, page []*iamv1.User, progress func(*connectorv1.Progress) error,
) (exchanges []*connectorv1.Exchange, err error) {
	var owners []*iamv1.User
	var paths []string
	for _, u := range page {
		if segment, ok := rest.Segment(u.GetId()); ok {
			owners, paths = append(owners, u), append(paths, users.Record+segment+"/customAttributes")
		} else {
			mapping.NoAttributes(u)
		}
	}
	var attributes mappings.Page[mapping.AttributeRecord]
	var longer []int // whose attributes are more than one page
	exchanges, err = rest.Batch{
		Client: s.Client, Things: len(owners), Doing: "reading custom attributes of users", Progress: progress,
		Request: func(i int) rest.Request { return attributesOf(paths[i], "") },
		Decode: func(i int, body []byte) error {
			if err := mappings.DecodePage(api.Shape, &attributes, body, false, nil); err != nil {
				return err
			}
			if attributes.More {
				longer = append(longer, i)
				return nil
			}
			var all mapping.Attributes
			all.Add(&attributes)
			all.Fill(owners[i])
			return nil
		},
		Failed: func(i int, err error) error {
			if errors.Is(err, connector.NotFound) { // the user has gone meanwhile, or has no such list
				mapping.NoAttributes(owners[i])
				return nil
			}
			return ofAttributes(err)
		},
	}.Run(ctx)
	for _, i := range longer {
		if err != nil {
			break
		}
		var made []*connectorv1.Exchange
		made, err = walkAttributes(ctx, s, paths[i], owners[i], progress)
		exchanges = append(exchanges, made...)
	}
	return exchanges, err
}

func attributesOf(path, cursor string) rest.Request {
	r := api.Request(path, api.MaxPageSize, cursor)
	r.Item = true // of a user: a 404 says that there is no such user
	return r
}

// walkAttributes reads one user's custom attributes from all their pages. No company is known to have so many.
func walkAttributes(
	ctx context.Context, s *rest.Session, path string, u *iamv1.User, progress func(*connectorv1.Progress) error,
) (exchanges []*connectorv1.Exchange, err error) {
	var all mapping.Attributes
	request := func(cursor string) rest.Request { return attributesOf(path, cursor) }
	exchanges, err = collection.ReadWhole(ctx, api, s.Client, request, func(page *mappings.Page[mapping.AttributeRecord]) error {
		all.Add(page)
		if all.Len() > maxAttributes {
			e := connector.Errorf(connector.UpstreamMalformed, "more than %d custom attributes of one user, far more than any company has", maxAttributes)
			e.Path = "$.data"
			return e
		}
		return nil
	}, "reading the custom attributes of a user", progress)
	if err != nil {
		return exchanges, ofAttributes(err)
	}
	all.Fill(u)
	return exchanges, nil
}

func ofAttributes(err error) error { return expanding(err, "the custom attributes", expandAttributes) }
