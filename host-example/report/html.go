package report

import (
	"bufio"
	"crypto/sha256"
	_ "embed" // the page's parts
	"encoding/base64"
	"html/template"
	"io"
	"strings"
)

var (
	//go:embed page/page.html
	pageText string
	//go:embed page/page.css
	cssText string
	//go:embed page/page.js
	jsText string

	// Browsers read line ends as \n before they hash, however the files were checked out.
	styleText, scriptText = unixLines.Replace(cssText), unixLines.Replace(jsText)
	unixLines             = strings.NewReplacer("\r\n", "\n")
)

// policy allows the page its own style and script, by their hashes, and nothing else: no request, no frame, no form.
func policy() string {
	return "default-src 'none'; style-src '" + hashOf(styleText) + "'; script-src '" + hashOf(scriptText) +
		"'; base-uri 'none'; form-action 'none'"
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// WriteHTML writes the report as one page, for a browser. Lists longer than a page can bear are cut, and say so.
func WriteHTML(w io.Writer, r *Report) error {
	// Parsed for each page: it takes some milliseconds, and a program makes one.
	t, err := template.New("page").Funcs(functions).Parse(unixLines.Replace(strings.TrimSpace(pageText)))
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(w, 64<<10) // templates write word by word
	if err := t.Execute(b, newPage(r)); err != nil {
		return err
	}
	return b.Flush()
}
