package collection

import connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"

// Resource describes the collection: what can be done with it, in pages of what size. A list that is followed by cursors may
// drift, unless the vendor says more of them. Where the path is assumed, the notes say so.
func (c Collection[T, R, M]) Resource(coverage ...*connectorv1.FieldCoverage) *connectorv1.Resource {
	r := &connectorv1.Resource{
		Kind: c.Kind, Operations: []connectorv1.Operation{connectorv1.Operation_OPERATION_LIST},
		Consistency: connectorv1.Consistency_CONSISTENCY_DRIFTS, Edges: c.Edges, Permissions: c.Permissions,
		DefaultPageSize: c.MaxPageSize, MaxPageSize: c.MaxPageSize, Coverage: coverage,
	}
	if c.Record != "" {
		r.Operations = append(r.Operations, connectorv1.Operation_OPERATION_GET)
	}
	if c.PathKey != "" {
		r.Notes = []string{c.assumption() + " So is all that stands in its records."}
	}
	return r
}

// PathField describes the operator's key that says where else a collection is whose path is assumed.
func (c Collection[T, R, M]) PathField() *connectorv1.Field {
	return &connectorv1.Field{
		Key: c.PathKey, Label: "Path of " + c.Name, DefaultValue: c.Path, MaxLength: maxPath,
		Type: connectorv1.FieldType_FIELD_TYPE_STRING,
		Help: c.assumption() + " Where the list is elsewhere on the host, this says where.",
	}
}

// maxPath is longer than any path that makes sense.
const maxPath = 256

// Access says of an account what is known of a collection whose path is assumed, before it was listed: nothing.
func (c Collection[T, R, M]) Access() *connectorv1.ResourceAccess {
	return &connectorv1.ResourceAccess{
		Kind: c.Kind, Availability: connectorv1.Availability_AVAILABILITY_UNKNOWN, Reason: "assumed endpoint: " + c.assumption(),
		Visibility: connectorv1.Visibility_VISIBILITY_UNKNOWN,
	}
}

func (c Collection[T, R, M]) assumption() string {
	return c.Vendor + " documents no list of " + c.Name + "; GET " + c.Path + " is assumed."
}
