package conformance

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	"github.com/trellis-iam/trellis/connector"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// accountCall is a call that carries an account, for those that only its failure is of interest to.
type accountCall struct {
	name string
	do   func(context.Context, *process, *connectorv1.Account) *failure
}

// accountCalls are one of each kind: Authenticate, a list and, where there is one, a read by id.
func (t *trial) accountCalls() []accountCall {
	calls := []accountCall{{"Authenticate", func(ctx context.Context, p *process, a *connectorv1.Account) *failure {
		_, f := p.authenticate(ctx, a)
		return f
	}}}
	listed, got := false, false
	for _, k := range kinds() {
		operations := t.resource(k).GetOperations()
		if !listed && slices.Contains(operations, opList) {
			listed = true
			calls = append(calls, accountCall{k.listCall, func(ctx context.Context, p *process, a *connectorv1.Account) *failure {
				return p.list(ctx, k, a, &connectorv1.ListOptions{PageLimit: 1}).failure
			}})
		}
		if !got && slices.Contains(operations, opGet) {
			got = true
			calls = append(calls, accountCall{k.getCall, func(ctx context.Context, p *process, a *connectorv1.Account) *failure {
				_, f := p.get(ctx, k, a, "1", nil)
				return f
			}})
		}
	}
	return calls
}

// formField is a field of the account under test: its map and what it takes.
type formField struct {
	section string // "credentials"
	*connectorv1.Field
}

func (f formField) path() string { return f.section + "." + f.GetKey() }

// in is the field's map in an account, made where it is not there.
func (f formField) in(a *connectorv1.Account) map[string]string { return section(a, f.section) }

func section(a *connectorv1.Account, name string) map[string]string {
	m := map[string]*map[string]string{"settings": &a.Settings, "operator": &a.Operator, "credentials": &a.Credentials}[name]
	if *m == nil {
		*m = map[string]string{}
	}
	return *m
}

// method is the auth method of the account under test; nil where the description has none of that id.
func (t *trial) method() *connectorv1.AuthMethod {
	for _, m := range t.about().GetAuthMethods() {
		if id := t.account().GetAuthMethodId(); id == "" || id == m.GetId() {
			return m
		}
	}
	return nil
}

// form are the fields that the account under test may have, besides the operator keys of all connectors.
func (t *trial) form() (all []formField) {
	for _, f := range t.about().GetSettings() {
		all = append(all, formField{"settings", f})
	}
	for _, f := range t.about().GetOperatorFields() {
		all = append(all, formField{"operator", f})
	}
	for _, f := range t.method().GetFields().GetFields() {
		if f.GetSecret() {
			all = append(all, formField{"credentials", f})
		} else {
			all = append(all, formField{"settings", f})
		}
	}
	return all
}

// refused has every call refuse an account that is changed so that one thing is wrong with it: INVALID_CONFIG, and the path of
// that thing. What says what is wrong.
func (t *trial) refused(ctx context.Context, what, path string, change func(*connectorv1.Account)) {
	p := t.connector(ctx)
	for _, call := range t.accountCalls() {
		a := t.account()
		change(a)
		t.wantInvalid(call.do(ctx, p, a), call.name+" with "+what, path)
	}
}

// wantInvalid notes a failure that is not INVALID_CONFIG of one of the paths.
func (t *trial) wantInvalid(f *failure, what string, paths ...string) {
	switch got := f.details().GetPath(); {
	case f.reason() != connector.InvalidConfig:
		t.wantReason(f, what, connector.InvalidConfig)
	case !slices.Contains(paths, got):
		t.failf("%s: the error's path is %q, want %q", what, got, strings.Join(paths, " or "))
	}
}

func requiredFields(ctx context.Context, t *trial) {
	tried := false
	for _, f := range t.form() {
		if !f.GetRequired() {
			continue
		}
		tried = true
		t.refused(ctx, "no "+f.path(), f.path(), func(a *connectorv1.Account) { delete(f.in(a), f.GetKey()) })
		t.refused(ctx, "an empty "+f.path(), f.path(), func(a *connectorv1.Account) { f.in(a)[f.GetKey()] = "" })
	}
	if !tried {
		t.doesNotApply("no field is required")
	}
}

// notRequired leaves out all that is not required, at once: a field that is needed where another one is given must not be. Operator
// keys stay, for they lead to the stand-in.
func notRequired(ctx context.Context, t *trial) {
	t.knownToAuthenticate()
	least := t.account()
	var left []string
	for _, f := range t.form() {
		if f.section == "operator" || f.GetRequired() || f.in(least)[f.GetKey()] == "" {
			continue
		}
		delete(f.in(least), f.GetKey())
		left = append(left, f.path())
	}
	if len(left) == 0 {
		t.doesNotApply("the account under test has nothing that is not required")
	}
	for _, call := range t.accountCalls() {
		f := call.do(ctx, t.connector(ctx), proto.CloneOf(least))
		if f.reason() == connector.InvalidConfig && slices.Contains(left, f.details().GetPath()) {
			t.failf("%s without %s, which Describe does not call required: %v", call.name, f.details().GetPath(), f)
		}
	}
}

func unknownKeys(ctx context.Context, t *trial) {
	const unknown = "no_such_key"
	for _, name := range []string{"settings", "operator", "credentials"} {
		t.refused(ctx, "an unknown key among "+name, name+"."+unknown, func(a *connectorv1.Account) {
			section(a, name)[unknown] = "value-of-an-unknown-key"
		})
	}
	for _, m := range t.about().GetAuthMethods() {
		for _, f := range m.GetFields().GetFields() {
			name := map[bool]string{true: "credentials", false: "settings"}[f.GetSecret()]
			if t.has(name, f.GetKey()) {
				continue
			}
			t.refused(ctx, "a field of another auth method", name+"."+f.GetKey(), func(a *connectorv1.Account) {
				section(a, name)[f.GetKey()] = "value-of-another-method"
			})
		}
	}
}

// has reports whether the account under test may have a key in a map.
func (t *trial) has(section, key string) bool {
	return slices.ContainsFunc(t.form(), func(f formField) bool { return f.section == section && f.GetKey() == key })
}

func operatorKeysAsSettings(ctx context.Context, t *trial) {
	for key, value := range map[string]string{
		connector.OperatorBaseURL: "https://elsewhere.example", connector.OperatorCAPEM: "x",
		connector.OperatorRequestsPerMinute: "1000", connector.OperatorBurst: "10", connector.OperatorMaxWait: "10s",
	} {
		t.refused(ctx, key+" among the settings", "settings."+key, func(a *connectorv1.Account) {
			section(a, "settings")[key] = value
		})
	}
}

func wrongMaps(ctx context.Context, t *trial) {
	for _, f := range t.form() {
		for _, name := range []string{"settings", "operator", "credentials"} {
			if name == f.section || t.has(name, f.GetKey()) || name == "operator" && slices.Contains(commonOperatorKeys, f.GetKey()) {
				continue
			}
			t.refused(ctx, fmt.Sprintf("%s, which belongs to %s, among %s too", f.GetKey(), f.section, name), name+"."+f.GetKey(),
				func(a *connectorv1.Account) { section(a, name)[f.GetKey()] = "value-in-the-wrong-map" })
		}
	}
}

func unknownRegion(ctx context.Context, t *trial) {
	if t.has("settings", "region") {
		t.doesNotApply("the region is a field of its own")
	}
	t.refused(ctx, "an unknown region", "settings.region", func(a *connectorv1.Account) { section(a, "settings")["region"] = "no-such-region" })
}

func unknownAuthMethod(ctx context.Context, t *trial) {
	t.refused(ctx, "an unknown auth method", "auth_method_id", func(a *connectorv1.Account) { a.AuthMethodId = "no_such_method" })
}

func badAccountID(ctx context.Context, t *trial) {
	t.refused(ctx, "an empty id", "account.id", func(a *connectorv1.Account) { a.Id = "" })
	t.refused(ctx, "an id of 257 bytes", "account.id", func(a *connectorv1.Account) { a.Id = strings.Repeat("x", 257) })
	p := t.connector(ctx)
	for _, call := range t.accountCalls() {
		t.wantInvalid(call.do(ctx, p, nil), call.name+" without an account", "account", "account.id")
	}
}

func badListOptions(ctx context.Context, t *trial) {
	for k := range t.kinds(opList) {
		for _, bad := range []struct {
			what, path string
			options    *connectorv1.ListOptions
		}{
			{"a page size of -1", "options.page_size", &connectorv1.ListOptions{PageSize: -1}},
			{"a page size of 1001", "options.page_size", &connectorv1.ListOptions{PageSize: connector.MaxPageSize + 1}},
			{"a page limit of -1", "options.page_limit", &connectorv1.ListOptions{PageLimit: -1}},
		} {
			t.wantInvalid(t.list(ctx, k, bad.options).failure, k.listCall+" with "+bad.what, bad.path)
		}
	}
}

func emptySettings(ctx context.Context, t *trial) {
	account := t.account()
	tried := false
	for _, f := range t.form() {
		if !f.GetRequired() && f.in(account)[f.GetKey()] == "" {
			f.in(account)[f.GetKey()], tried = "", true
		}
	}
	if len(t.about().GetRegions()) > 0 && section(account, "settings")["region"] == "" {
		section(account, "settings")["region"], tried = "", true
	}
	for _, key := range commonOperatorKeys {
		if section(account, "operator")[key] == "" {
			section(account, "operator")[key], tried = "", true
		}
	}
	if !tried {
		t.doesNotApply("every field of the account under test has a value")
	}
	if _, f := t.connector(ctx).authenticate(ctx, account); f.reason() == connector.InvalidConfig {
		t.failf("Authenticate with empty values for what is not needed: %v", f)
	}
}

func commonOperatorKeysWork(ctx context.Context, t *trial) {
	t.knownToAuthenticate()
	account := t.account()
	maps.Copy(section(account, "operator"), map[string]string{
		connector.OperatorRequestsPerMinute: "60000", connector.OperatorBurst: "1000", connector.OperatorMaxWait: "1m30s",
	})
	if _, f := t.connector(ctx).authenticate(ctx, account); f != nil {
		t.failf("Authenticate with requests_per_minute, burst and max_wait: %v", f)
	}
}

func nothingSent(ctx context.Context, t *trial) {
	s := t.sandbox(ctx, 10, firstSeed)
	for _, change := range []func(*connectorv1.Account){
		func(a *connectorv1.Account) { a.Id = "" },
		func(a *connectorv1.Account) { a.AuthMethodId = "no_such_method" },
		func(a *connectorv1.Account) { section(a, "settings")["no_such_key"] = "x" },
		func(a *connectorv1.Account) { section(a, "settings")[connector.OperatorMaxWait] = "10s" },
		func(a *connectorv1.Account) { section(a, "operator")["no_such_key"] = "x" },
		func(a *connectorv1.Account) { section(a, "credentials")["no_such_key"] = "x" },
		func(a *connectorv1.Account) { section(a, "operator")[connector.OperatorRequestsPerMinute] = "many" },
	} {
		for _, call := range t.accountCalls() {
			a := proto.CloneOf(s.account())
			change(a)
			_ = call.do(ctx, t.connector(ctx), a) // how it is refused is for other cases
		}
	}
	seen, err := s.seen(ctx)
	t.must(err)
	if seen.Total > 0 {
		t.failf("%d requests reached the vendor: %v", seen.Total, seen.ByPath)
	}
}
