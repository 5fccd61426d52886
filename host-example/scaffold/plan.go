package scaffold

import (
	"fmt"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"github.com/trellis-iam/trellis/plugin/exit"
)

// Plan is a connector to be written.
type Plan struct {
	// Name is the connector's: "acme-desk". Title is what people call the application.
	Name, Title string
	// Auth is how requests show their key: one of Auths. Paging is how a page leads to the next: one of Pagings.
	Auth, Paging string
	// Module is the path of its module.
	Module string
	// Dir is where it goes. It is empty, or does not exist.
	Dir string
	// Trellis is what the module requires.
	Trellis Trellis
}

// Auths and Pagings are what there are templates for, the usual one first.
var (
	Auths   = []string{"bearer", "basic", "header"}
	Pagings = []string{"cursor", "offset", "link"}
)

// Package is the name of the Go package: the connector's, without hyphens.
func (p Plan) Package() string { return strings.ReplaceAll(p.Name, "-", "") }

// TitleOf is the title of a connector for which none is given: "Acme Desk".
func TitleOf(name string) string {
	words := strings.Split(name, "-")
	for i, w := range words {
		if w != "" {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, " ")
}

// ModuleOf is the path of the module for which none is given. Nobody can fetch it, which is as it should be until somebody decides.
func ModuleOf(name string) string { return "example.com/trellis-connector-" + name }

const maxName = 40 // a name stands in columns, environment variables and file names

var (
	namePattern   = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`) // describe.proto
	modulePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._~-]*(/[A-Za-z0-9._~][A-Za-z0-9._~-]*)*$`)
)

// taken are packages that a connector's files import, and names of packages and folders that Go, or a file here, reads in a way of
// its own.
var taken = []string{
	"bin", "collection", "conformance", "connector", "coverage", "documentation", "exec", "filepath", "fmt", "goldentest", "init", "internal",
	"main", "mappings", "plugin", "rest", "resttest", "sandbox", "test", "testdata", "testing", "vendor",
}

// Check says what is wrong with the plan; existing are the names of the connectors that there are. Errors are those of usage.
func (p Plan) Check(existing []string) error {
	switch pkg := p.Package(); {
	case !namePattern.MatchString(p.Name) || len(p.Name) > maxName:
		return exit.Usagef("%.64q is no name of a connector: at most %d of a to z, 0 to 9 and single hyphens, beginning with a letter, such as acme-desk",
			p.Name, maxName)
	case slices.Contains(existing, p.Name):
		return exit.Usagef("there is a connector %s already; choose another name", p.Name)
	case token.IsKeyword(pkg) || slices.Contains(taken, pkg):
		return exit.Usagef("a Go package cannot be called %s here; choose another name, such as %s-app", pkg, p.Name)
	case !slices.Contains(Auths, p.Auth):
		return exit.Usagef("--auth is %s, not %.32q", oneOf(Auths), p.Auth)
	case !slices.Contains(Pagings, p.Paging):
		return exit.Usagef("--paging is %s, not %.32q", oneOf(Pagings), p.Paging)
	case !modulePattern.MatchString(p.Module):
		return exit.Usagef("%.128q is no path of a Go module, such as github.com/you/trellis-connector-%s", p.Module, p.Name)
	case p.Title == "" || len(p.Title) > 64 || strings.ContainsFunc(p.Title, unfit):
		return exit.Usagef("a title has 1 to 64 bytes that can be printed, without quotation marks, backslashes and braces")
	}
	return nil
}

// unfit reports what a title must not have, because it stands in Go and in Markdown.
func unfit(r rune) bool { return r < ' ' || strings.ContainsRune("\"\\`{}<>\u007f", r) }

func oneOf(words []string) string {
	last := len(words) - 1
	return fmt.Sprintf("%s or %s", strings.Join(words[:last], ", "), words[last])
}
