package report

import (
	"fmt"

	"github.com/trellis-iam/trellis/connector"
	"github.com/trellis-iam/trellis/host-example/words"
	"github.com/trellis-iam/trellis/plugin/cmdline"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// The weights of gaps, the heaviest first.
const (
	missing = "missing"
	doubt   = "doubt"
	note    = "note"
)

var weights = map[string]int{missing: 0, doubt: 1, note: 2}

// gapList gathers the gaps of one account.
type gapList struct {
	in   *Intake
	all  []Gap
	kind string // the list that they are about; "": the account

	blurred map[string][]string // the lists that were read to their end, by visibility
}

func (g *gapList) add(weight, what string, count int64, message string) *Gap {
	gap := Gap{Account: Text(g.in.name), Weight: weight, What: what, Count: count, Message: Text(message)}
	if g.kind != "" {
		gap.Resources = []string{g.kind}
	}
	g.all = append(g.all, gap)
	return &g.all[len(g.all)-1]
}

// failed adds what an error left unread.
func (g *gapList) failed(what, prefix string, count int64, err error) {
	gap := g.add(missing, what, count, prefix+clip(g.in.redact(err.Error()), maxMessage))
	gap.Reason = Text(connector.ReasonOf(err))
	for _, l := range cmdline.Explain(err) {
		if l.Label == "to do" {
			gap.ToDo = Text(clip(g.in.redact(l.Text), maxMessage))
		}
	}
	if gap.ToDo == "" {
		gap.ToDo = Text(toDo[connector.ReasonOf(err)])
	}
}

// maxMessage bounds an error's text; the contract lets a whole status be 4 KiB.
const maxMessage = 1024

// toDo is what the contract says about a reason, for errors that do not say more.
var toDo = map[connector.Reason]string{
	connector.RateLimited:         "make the report again later",
	connector.UpstreamUnavailable: "make the report again later",
	connector.UpstreamTimeout:     "make the report again later",
	connector.UpstreamMalformed:   "make the report again; if it stays, ask the vendor",
	connector.PluginCrashed:       "make the report again; if it stays, ask the connector's author",
	connector.PluginTimeout:       "make the report again; if it stays, ask the connector's author",
	connector.CredentialsExpired:  "renew the credentials",
	connector.CredentialsRejected: "ask the account's owner for new credentials",
	connector.PermissionMissing:   "ask the account's owner for the privilege",
	connector.InvalidConfig:       "mend the account's configuration",
	connector.PageTokenExpired:    "make the report again",
	connector.UpstreamRejected:    "ask the vendor",
	connector.UpstreamLoop:        "ask the vendor",
	connector.UpstreamUntrusted:   "look closer before anything is sent again",
	connector.PluginUntrusted:     "look closer before it is trusted",
	connector.ConnectorBug:        "ask the connector's author",
	connector.PluginProtocol:      "ask the connector's author",
}

// gaps are what was not read of the account, and what is less sure than it looks.
func (in *Intake) gaps(a *Account) []Gap {
	g := &gapList{in: in, blurred: map[string][]string{}}
	if in.failure != nil {
		g.failed("account_failed", "", 0, in.failure)
		return g.all
	}
	for i, k := range kinds {
		g.kind = k.name
		g.list(in.list(k.kind), a.Lists[i].State)
		g.sources(k.kind)
	}
	g.kind = ""
	g.visibility()
	g.admins(a)
	g.login()
	return g.all
}

// list adds how a list went.
func (g *gapList) list(l *list, state State) {
	switch state {
	case Unsupported:
		why := "the connector does not read " + g.kind
		if l.err != nil {
			why = clip(g.in.redact(l.err.Error()), maxMessage)
		}
		weight := note
		if g.kind == "users" {
			weight = missing
		}
		g.add(weight, "unsupported", 0, why).Reason = Text(connector.ReasonUnsupported)
		return
	case Failed, Partial:
		what, prefix := "list_failed", ""
		if state == Partial {
			what, prefix = "partial_list", fmt.Sprintf("%s came, then: ", words.Plural(l.items, g.kind))
		}
		if l.err != nil {
			g.failed(what, prefix, l.items, l.err)
		} else {
			g.add(missing, what, l.items, prefix+"the list was not read to its end").ToDo = "make the report again"
		}
	case Complete:
		v := visibilityOf(l.receipt)
		g.blurred[v] = append(g.blurred[v], g.kind)
		if l.receipt.GetDriftObserved() {
			g.add(doubt, "drift", 0, "the data moved while it was read: some "+g.kind+" may be missing").ToDo = "make the report again"
		}
	}
	g.items(l)
}

// visibility adds why absence from lists that were read to their end proves nothing, in one gap for all lists.
func (g *gapList) visibility() {
	for _, v := range []struct{ visibility, message string }{
		{"partial", "the credentials may see only a part of these"},
		{"unknown", "nothing says whether the credentials see all of these"},
	} {
		if of := g.blurred[v.visibility]; len(of) > 0 {
			g.add(doubt, "visibility_"+v.visibility, 0, v.message).Resources = of
		}
	}
}

// items adds the items that could not be used, whole or in part.
func (g *gapList) items(l *list) {
	if l.rejected > 0 {
		text := words.Plural(l.rejected, g.kind) + " could not be used and are missing"
		if l.nameless > 0 {
			text += fmt.Sprintf("; of %s not even the id is known", words.Thousands(l.nameless))
		}
		g.add(doubt, "rejected", l.rejected, text+mostFrequent(l.rejections))
	}
	if l.warned > 0 {
		text := words.Plural(l.warned, g.kind) + " have fields that could not be used, and are there without them"
		g.add(doubt, "warnings", l.warned, text+mostFrequent(l.warnings))
	}
}

// admins adds what makes counts of admins less than sure.
func (g *gapList) admins(a *Account) {
	if a.Users == 0 {
		return
	}
	if !a.AdminsTold {
		why := "nothing says who holds roles"
		if g.in.tellsHolders() {
			why = "the application does not tell what its roles amount to"
		}
		g.add(doubt, "admins_not_told", 0, "who is an admin is not known: "+why)
		return
	}
	unknown := int64(g.in.unknownRoles())
	if unknown > 0 {
		g.add(doubt, "role_types_not_told", unknown, fmt.Sprintf(
			"roles of which it is not told what they amount to: %s. There may be more admins among those who hold them", words.Thousands(unknown)))
	}
}

// login adds what was said when the credentials were tried.
func (g *gapList) login() {
	if g.in.login.GetEnvironment() == connectorv1.Environment_ENVIRONMENT_SANDBOX {
		g.add(note, "sandbox", 0, "this is test or sample data")
	}
	for _, w := range g.in.login.GetWarnings() {
		g.add(note, "account_warning", 0, clip(w.GetMessage(), maxMessage)).Reason = Text(clip(w.GetCode(), maxText))
	}
}
