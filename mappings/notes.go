package mappings

import (
	"strings"

	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// The bounds of an item's warnings (source.proto). maxWarnings is more than any record of ours has fields; it bounds what
// a record with a hostile array can make.
const (
	maxWarnings = 64
	maxPath     = 256
	maxReason   = 512
)

// Notes takes down what could not be used of one record. The zero value is ready, and costs nothing while all is well.
// Reasons name kinds and rules, never the vendor's values: those could be personal or secret.
type Notes struct {
	warnings []*iamv1.Warning
}

// Add notes why what stands at a JSON path, such as `$.manager.id`, could not be used.
func (n *Notes) Add(path, reason string) {
	switch {
	case len(n.warnings) > maxWarnings:
		return
	case len(n.warnings) == maxWarnings:
		path, reason = "$", "there is more that could not be used"
	}
	n.warnings = append(n.warnings, &iamv1.Warning{Path: fit(path, maxPath), Reason: fit(reason, maxReason)})
}

// Source is the item's source with what was noted, and raw where it was asked for; nil where there is nothing to say.
func (n *Notes) Source(raw []byte) *iamv1.Source {
	if len(raw) == 0 && len(n.warnings) == 0 {
		return nil
	}
	return &iamv1.Source{Raw: raw, Warnings: n.warnings}
}

// fit makes s valid UTF-8 of at most n bytes.
func fit(s string, n int) string { return head(strings.ToValidUTF8(s, "\uFFFD"), n) }
