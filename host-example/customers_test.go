package main

import (
	"os"
	"slices"
	"testing"
)

func file(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// customer is a customer of an application.
type customer struct {
	connector string
	linked
}

// customerOf links a customer of a connector's application.
func customerOf(t *testing.T, connector string, users int, seed uint64) customer {
	t.Helper()
	i := slices.IndexFunc(applications, func(a application) bool { return a.connector == connector })
	return customer{connector, applications[i].link(t, users, seed)}
}
