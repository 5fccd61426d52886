package cli

import (
	"context"
	"crypto/ed25519"

	"github.com/trellis-iam/trellis/host-example/folder"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/host-example/words"
	"github.com/trellis-iam/trellis/plugin/trust"
)

// trusted is a connector that is trusted from now on.
type trusted struct {
	trust.Entry
	change string // since it was last trusted
}

// trustAll trusts one connector after the other. One that cannot be keeps none of the others from it.
func (a *app) trustAll(ctx context.Context, entries []folder.Entry, key ed25519.PublicKey) error {
	before, err := trust.ReadLock(a.lock())
	if err != nil {
		return err
	}
	var good []trusted
	var failed []error
	for _, e := range entries {
		now, err := a.trust(ctx, e, key)
		if err != nil {
			failed = append(failed, err)
		} else {
			good = append(good, trusted{now, changeOf(before, now)})
		}
		if ctx.Err() != nil {
			break
		}
	}
	if err := a.writeTrusted(good); err != nil {
		return err
	}
	for _, e := range good {
		if e.Interpreter != "" {
			a.note("%s is a script: its interpreter %s and what it imports are not covered", e.Name, output.Printable(e.Interpreter))
		}
	}
	if len(failed) == 0 {
		return nil
	}
	last := len(failed) - 1 // is reported as the command's own error
	for _, err := range failed[:last] {
		a.report(err)
	}
	return failed[last]
}

// otherBytes is a change that nobody should let pass.
const otherBytes = "same version, other bytes!"

// changeOf says what became of a connector since it was last trusted.
func changeOf(lock *trust.Lock, now trust.Entry) string {
	before, ok := lock.Entry(now.Name)
	switch {
	case !ok:
		return "new"
	case before.SHA256 == now.SHA256:
		return "unchanged"
	case before.Version == now.Version:
		return otherBytes
	}
	return before.Version + " -> " + now.Version
}

// shortSum is how much of a checksum is shown: enough to compare by eye, and the lock file has it all.
const shortSum = 12

func (a *app) writeTrusted(all []trusted) error {
	if len(all) == 0 {
		return nil
	}
	rows := make([][]string, len(all))
	for i, e := range all {
		rows[i] = []string{e.Name, e.Version, words.Thousands(e.Size), e.SHA256[:shortSum], e.change}
	}
	err := output.NewTable(a.Stdout, 0, []output.Column{
		{Title: "CONNECTOR", Whole: true}, {Title: "VERSION"}, {Title: "BYTES"}, {Title: "SHA-256"}, {Title: "CHANGE", Colors: map[string]output.Color{otherBytes: output.Red}},
	}).On(a.screen(a.Stdout)).Rows(rows)
	if err != nil {
		return &outputError{err}
	}
	return nil
}
