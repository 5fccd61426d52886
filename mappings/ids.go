package mappings

// AppendIDs appends the ids of a list's elements, "" for one that has none that is usable.
func AppendIDs[T any, R Record[T]](ids []string, l *List[T]) []string {
	for i := range l.Elements {
		id := ""
		if e := &l.Elements[i]; e.Kind == '{' {
			key, _ := R(&e.Record).Key()
			if text, why := key.Use(); why == "" {
				id = text
			}
		}
		ids = append(ids, id)
	}
	return ids
}
