package lattice

import (
	"github.com/trellis-iam/trellis/mappings"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// Departments are the names of a company's departments, by id: what it takes to name the one of a user, whose record has
// its id alone. The zero value knows none. Once it is full, several goroutines may read it.
type Departments struct {
	byID map[string]departmentName
	size int
}

// departmentName is a name; or why there is none though the vendor sent something.
type departmentName struct{ text, why string }

// entrySize is what a department costs besides the bytes of its id and name: a map's slot and two strings' headers.
const entrySize = 96

// Add takes down the name of a department whose id is usable. The later of two with one id counts.
func (d *Departments) Add(id string, r *DepartmentRecord) {
	if d.byID == nil {
		d.byID = map[string]departmentName{}
	}
	var notes mappings.Notes
	name := departmentName{text: r.Name.Text(&notes, "$.name")}
	for _, w := range notes.Source(nil).GetWarnings() {
		name.why = w.GetReason()
	}
	old, known := d.byID[id]
	d.byID[id] = name
	d.size += len(name.text) - len(old.text)
	if !known {
		d.size += len(id) + entrySize
	}
}

// Size is about how many bytes of memory they take.
func (d *Departments) Size() int { return d.size }

// Len is how many there are.
func (d *Departments) Len() int { return len(d.byID) }

// Name fills in the name of a user's department, wherever the user refers to it. A department that is not known, or whose
// name cannot be used, is a warning; one without a name is none, for nothing is wrong.
func (d *Departments) Name(u *iamv1.User) {
	id := u.GetDepartment().GetId()
	if id == "" {
		return
	}
	name, known := d.byID[id]
	switch {
	case !known:
		warn(u, "$.department.id", "no department with this id is told, so that its name is not known")
	case name.why != "":
		warn(u, "$.department", "the name of the department: "+name.why)
	}
	u.Department.Name = name.text
	for _, m := range u.GetGroups().GetValues() {
		if m.GetGroup().GetId() == id {
			m.Group.Name = name.text
		}
	}
}

// warn adds to what was noted when the user was mapped.
func warn(u *iamv1.User, path, reason string) {
	if u.Source == nil {
		u.Source = &iamv1.Source{}
	}
	u.Source.Warnings = append(u.Source.Warnings, &iamv1.Warning{Path: path, Reason: reason})
}
