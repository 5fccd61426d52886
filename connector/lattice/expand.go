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

// expandGroups asks for the names of users' departments. A list reads all departments once before the first user, in
// requests of a hundred, and never one a user; so does each stream that goes on from a token, since nothing is kept
// between calls. Reading one user reads that user's department.
const expandGroups = "groups"

// maxDepartments bounds the memory that names may take: a hundred thousand departments, more than any company has.
const maxDepartments = 16 << 20

// departmentNames reads the names of all departments. exchanges are the requests that it took.
func departmentNames(
	ctx context.Context, s *rest.Session, progress func(*connectorv1.Progress) error,
) (all *mapping.Departments, exchanges []*connectorv1.Exchange, err error) {
	all = &mapping.Departments{}
	request := func(cursor string) rest.Request { return api.Request(departments.Path, api.MaxPageSize, cursor) }
	exchanges, err = collection.ReadWhole(ctx, api, s.Client, request, func(page *mappings.Page[mapping.DepartmentRecord]) error {
		for i := range page.Data.Elements {
			r := &page.Data.Elements[i].Record
			if id, why := r.ID.Use(); why == "" { // one that is rejected has no id that a user could name
				all.Add(id, r)
			}
		}
		if all.Size() > maxDepartments {
			e := connector.Errorf(connector.UpstreamMalformed, "more than %d departments, far more than any company has", all.Len())
			e.Path = "$.data"
			return e
		}
		return nil
	}, "reading the departments", progress)
	if err != nil {
		return nil, nil, ofDepartments(err)
	}
	return all, exchanges, nil
}

func ofDepartments(err error) error { return expanding(err, "the departments", expandGroups) }

// expanding says of an error that it is not about the users, who were asked for first of all.
func expanding(err error, what, expand string) error {
	if e, ok := err.(*connector.Error); ok { //nolint:errorlint // only our own, unwrapped, can be changed
		named := *e
		named.Message = "reading " + what + ", for expand=" + expand + ": " + e.Message
		return &named
	}
	return err
}

// nameDepartment is what departmentNames and Departments.Name do, for one user.
func nameDepartment(ctx context.Context, s *rest.Session, u *iamv1.User) error {
	id := u.GetDepartment().GetId()
	if id == "" {
		return nil
	}
	var known mapping.Departments
	if request, ok := departments.One(id); ok {
		err := s.Read(ctx, request, func(body []byte) error {
			var r mapping.DepartmentRecord
			got, err := mappings.DecodeRecord(&r, body)
			if err == nil && got == id {
				known.Add(id, &r)
			}
			return err
		})
		if err != nil && !errors.Is(err, connector.NotFound) { // none with this id: a warning, as in a list
			return ofDepartments(err)
		}
	}
	known.Name(u)
	return nil
}

func wantsGroups(expand []string) bool { return slices.Contains(expand, expandGroups) }
