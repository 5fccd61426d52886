package lattice

import (
	"context"
	"errors"
	"slices"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/connector/rest"
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
	var page mappings.Page[mapping.DepartmentRecord]
	err = rest.Pages{
		Client:  s.Client,
		Request: func(cursor string) rest.Request { return api.Request(departments.Path, api.MaxPageSize, cursor) },
		Decode: func(body []byte, known func(string)) (rest.Next, error) {
			err := mappings.DecodePage(api.Shape, &page, body, false, known)
			return rest.Next{Items: len(page.Data.Elements), More: page.More, Cursor: page.Cursor}, err
		},
		Deliver: func(info *connectorv1.PageInfo, _ string) (bool, error) {
			exchanges = append(exchanges, info.GetExchanges()...)
			for i := range page.Data.Elements {
				r := &page.Data.Elements[i].Record
				if id, why := r.ID.Use(); why == "" { // one that is rejected has no id that a user could name
					all.Add(id, r)
				}
			}
			if all.Size() > maxDepartments {
				e := connector.Errorf(connector.UpstreamMalformed, "more than %d departments, far more than any company has", all.Len())
				e.Path = "$.data"
				return true, e
			}
			return false, nil
		},
		Progress: progress,
	}.Walk(ctx)
	if err != nil {
		return nil, nil, ofDepartments(err)
	}
	return all, exchanges, nil
}

// ofDepartments says of an error that it is not about the users, who were asked for first of all.
func ofDepartments(err error) error {
	if e, ok := err.(*connector.Error); ok { //nolint:errorlint // only our own, unwrapped, can be changed
		named := *e
		named.Message = "reading the departments, for expand=groups: " + e.Message
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
