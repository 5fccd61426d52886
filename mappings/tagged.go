package mappings

import "reflect"

// Tagged is the table for [Members] of a struct whose fields say where they stand, as in `json:"name"`. It is made once, in a
// package's variable. A field without a tag is none of the vendor's. It panics where a tagged field is no [Value]: no test of the
// record's could pass.
func Tagged[T any]() map[string]func(*T) Value {
	known := map[string]func(*T) Value{}
	for field := range reflect.TypeFor[T]().Fields() {
		name := field.Tag.Get("json")
		if name == "" {
			continue
		}
		if !reflect.PointerTo(field.Type).Implements(reflect.TypeFor[Value]()) {
			panic("mappings: " + field.Name + " of " + reflect.TypeFor[T]().String() + " is no value of package mappings")
		}
		known[name] = func(r *T) Value {
			return reflect.ValueOf(r).Elem().FieldByIndex(field.Index).Addr().Interface().(Value)
		}
	}
	return known
}
