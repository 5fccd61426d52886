package cmdline

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// Line is a part of an error that people read under its message.
type Line struct{ Label, Text string }

// Explain is what there is to say about an error besides its message: whose fault it is, where it is, which flag it is
// about, and what to do. The texts may be foreign: they are to be made printable.
func Explain(err error) []Line {
	if e, ok := errors.AsType[interface {
		error
		Suggestion() string
	}](err); ok {
		if e.Suggestion() == "" {
			return nil
		}
		return []Line{{"to do", e.Suggestion()}}
	}
	e, ok := errors.AsType[*connector.Error](err)
	if !ok {
		return nil
	}
	var lines []Line
	add := func(label, text string) {
		if text != "" {
			lines = append(lines, Line{label, text})
		}
	}
	add("reason", string(e.Reason)+faults[e.Whose()])
	add("vendor", vendor(e))
	add("said", e.UpstreamExcerpt)
	if flag := flagOf(e.Path); flag != "" {
		add("flag", flag)
	} else {
		add("where", e.Path)
	}
	if e.RetryAfter > 0 {
		add("retry", "in "+retry(e.RetryAfter).String())
	}
	add("incident", e.IncidentID)
	add("to do", InFlags(e.Suggestion))
	return lines
}

// faults says whom an error concerns.
var faults = map[connectorv1.Fault]string{
	connectorv1.Fault_FAULT_CONFIG:    ": for whoever set up the account or the command",
	connectorv1.Fault_FAULT_CONNECTOR: ": for the connector's author",
	connectorv1.Fault_FAULT_UPSTREAM:  ": for the application's vendor",
	connectorv1.Fault_FAULT_HOST:      ": for the operator of this machine",
}

func vendor(e *connector.Error) string {
	var parts []string
	if e.UpstreamStatus != 0 {
		parts = append(parts, fmt.Sprintf("HTTP %d", e.UpstreamStatus))
	}
	if e.VendorRequestID != "" {
		parts = append(parts, "request "+e.VendorRequestID)
	}
	return strings.Join(parts, ", ")
}

// retry is a time to wait, without digits that nobody waits for.
func retry(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(100 * time.Millisecond)
}

// flagPaths pairs the beginnings of paths in a request with the flags that set what they name; the rest of the path is the key.
var flagPaths = []struct{ path, flag, value string }{
	{"settings.", "--set ", "=..."},
	{"operator.ca_pem", "--operator ca_file", "=PATH"},
	{"operator.", "--operator ", "=..."},
	{"credentials.", "--secret ", "=env:NAME, file:PATH or prompt"},
	{"auth_method_id", "--auth-method", ""},
	{"account.id", "--account-id", ""},
	{"options.page_token", "--page-token", ""},
	{"options.page_size", "--page-size", ""},
	{"options.filters.", "--filter ", "=..."},
	{"options.expand", "--expand", ""},
	{"options.raw", "--raw", ""},
	{"fields.", "--field ", "=..."},
}

// operatorKey is an operator key as the contract calls it, in a text.
var operatorKey = regexp.MustCompile(`\boperator\.[a-z][a-z0-9_]*`)

// InFlags is what a connector says is to be done, with flags in place of the operator keys that the contract has: people do not
// know operator.ca_pem, and set it by --operator ca_file.
func InFlags(suggestion string) string {
	return operatorKey.ReplaceAllStringFunc(suggestion, func(key string) string {
		flag, _, _ := strings.Cut(flagOf(key), "=")
		return flag
	})
}

// flagOf is the flag that sets what a path names, and "" for paths of other things.
func flagOf(path string) string {
	for _, f := range flagPaths {
		if key, ok := strings.CutPrefix(path, f.path); ok {
			return f.flag + key + f.value
		}
	}
	return ""
}
