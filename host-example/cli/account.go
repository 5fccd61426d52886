package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/trellis-iam/trellis/host-example/accounts"
	"github.com/trellis-iam/trellis/host-example/output"
	"github.com/trellis-iam/trellis/plugin/secret"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
)

// secretReader reads the secrets of an account, which people are asked for by its name.
func (a *app) secretReader(account string) secret.Reader {
	return accounts.Secrets(secret.Reader{
		LookupEnv: a.LookupEnv,
		Prompt: func(ctx context.Context, label string) (string, error) {
			if account != "" {
				label = account + ": " + label
			}
			return a.Prompt(ctx, label)
		},
		Warn: func(s string) { a.log.Warn(s) },
	})
}

// keepSecret keeps the secrets of an account out of what is written from then on.
func (a *app) keepSecret(account *connectorv1.Account) {
	for _, value := range account.GetCredentials() {
		a.secrets.add(value)
	}
}

// secrets are what is known by now, and must not be written, whoever sent it.
type secrets struct {
	mu  sync.RWMutex
	all []string // the longest first: one may be the beginning of another
}

// leastSecret is the length in bytes from which a secret is taken out of texts; shorter ones stand in many words.
const leastSecret = 6

func (s *secrets) add(value string) {
	if len(value) < leastSecret {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	inJSON := string(output.AppendString(nil, value))
	for _, form := range []string{value, inJSON[1 : len(inJSON)-1]} { // as it is, and as it stands in JSON
		if !slices.Contains(s.all, form) {
			s.all = append(s.all, form)
		}
	}
	slices.SortFunc(s.all, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
}

func (s *secrets) redact(text string) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, secret := range s.all {
		text = strings.ReplaceAll(text, secret, "REDACTED")
	}
	return text
}
