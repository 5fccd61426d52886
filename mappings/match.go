package mappings

// Match finds the vendor's value in a table, such as that of a user's states: what it stands for, and the value itself. A
// value that the table does not have is unmapped; one of another type is noted under path.
func Match[E any](s *String, n *Notes, path string, known map[string]E, unmapped E) (value E, source string) {
	s.note(n, path)
	if source = s.Source(); source == "" {
		return value, ""
	}
	if value, ok := known[source]; ok {
		return value, source
	}
	return unmapped, source
}
