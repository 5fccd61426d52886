package cli

import (
	"context"
	"maps"
	"slices"

	"github.com/trellis-iam/trellis/plugin/cmdline"
	"github.com/trellis-iam/trellis/plugin/secret"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// account reads the account that the flags describe, and keeps its secrets out of what is written from then on.
func (a *app) account(ctx context.Context, flags cmdline.Account) (*connectorv1.Account, error) {
	account, err := flags.Read(ctx, secret.Reader{
		LookupEnv: a.LookupEnv, Prompt: a.Prompt,
		Warn: func(s string) { a.log.Warn(s) },
	})
	if err != nil {
		return nil, err
	}
	a.secrets = slices.Collect(maps.Values(account.GetCredentials()))
	return account, nil
}
