package byhand

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/trellis-iam/trellis/plugin/cmdline"
	"github.com/trellis-iam/trellis/plugin/secret"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	iamv1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
)

// command is something that the binary can be told to do.
type command struct {
	name, about string
	run         func(ctx context.Context, args []string) error
	list        bool
}

// commands are what there is to do with this connector: of lists and items, those that it offers.
func (a *app) commands() []command {
	all := []command{
		{name: "describe", about: "what it is, what it needs, and what it can read", run: a.describe},
		{name: "authenticate", about: "try credentials: whose they are, and what they can read", run: a.authenticate},
	}
	all = append(all, offered(a, resource[*iamv1.User]{
		one: "user", kind: connectorv1.ResourceKind_RESOURCE_KIND_USER, list: a.c.ListUsers, get: a.c.GetUser,
	})...)
	all = append(all, offered(a, resource[*iamv1.Role]{
		one: "role", kind: connectorv1.ResourceKind_RESOURCE_KIND_ROLE, list: a.c.ListRoles, get: a.c.GetRole,
	})...)
	all = append(all, offered(a, resource[*iamv1.Group]{
		one: "group", kind: connectorv1.ResourceKind_RESOURCE_KIND_GROUP, list: a.c.ListGroups, get: a.c.GetGroup,
	})...)
	all = append(all, command{
		name: "debug", about: "wait for hosts to attach, with this program under a debugger", run: a.debug,
	})
	if a.Sandbox != nil {
		all = append(all, command{
			name: "sandbox", about: "play the application, with made-up users, to try this program on",
			run: func(context.Context, []string) error { a.Sandbox(); return nil },
		})
	}
	return all
}

func (a *app) describe(_ context.Context, args []string) error {
	if done, err := a.parse("describe", "Prints what the connector says of itself.", args); done || err != nil {
		return err
	}
	return a.document(a.about)
}

func (a *app) authenticate(ctx context.Context, args []string) error {
	var call call
	if done, err := a.parse("authenticate", "Tries the credentials of an account.", args, call.add); done || err != nil {
		return err
	}
	ctx, cancel, account, err := a.open(ctx, call)
	if err != nil {
		return err
	}
	defer cancel()
	answer, err := a.c.Authenticate(ctx, account)
	if err != nil {
		return cmdline.Ended(ctx, err)
	}
	return a.document(answer)
}

func (a *app) debug(ctx context.Context, args []string) error {
	if done, err := a.parse("debug", "Waits for hosts to attach, and serves them until Ctrl-C.", args); done || err != nil {
		return err
	}
	return a.Debug(ctx, a.c, a.Stderr)
}

// call is the flags of every call to the connector.
type call struct {
	account cmdline.Account
	timeout time.Duration
}

func (c *call) add(flags cmdline.Flags) {
	c.account.Add(flags)
	flags.DurationVar(&c.timeout, "timeout", 0, "end the whole command after this time, such as 90s (default: none)")
}

// open reads the account, whose secrets are kept out of what is written from then on, and begins the call's time.
func (a *app) open(ctx context.Context, c call) (context.Context, context.CancelFunc, *connectorv1.Account, error) {
	ctx, cancel := cmdline.WithTimeout(ctx, c.timeout)
	account, err := c.account.Read(ctx, secret.Reader{
		LookupEnv: a.LookupEnv, Prompt: a.Prompt,
		Warn: func(s string) { a.note("warning: %s", s) },
	})
	if err != nil {
		cancel()
		return nil, nil, nil, err
	}
	a.secrets.Add(slices.Collect(maps.Values(account.GetCredentials()))...)
	return ctx, cancel, account, nil
}
