// Package sandbox is a vendor's stand-in as a command, for people who want to try a connector without an account, and for
// tests in any language: `trellis-connector-lattice sandbox`.
package sandbox

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/trellis-iam/trellis/connector/rest/resttest"
)

// Command is the argument that a connector's binary runs a sandbox for.
const Command = "sandbox"

// DefaultUsers is a company of some size: three pages of users.
const DefaultUsers = 250

// Vendor is what a sandbox says of the vendor that it plays, and how it is told what to be.
type Vendor struct {
	// Connector is the connector's name: "lattice".
	Connector string
	// KeyField is the connector's name for the key: "api_key". UserField is the setting with the name of the user whose key it is;
	// empty: there is none.
	KeyField, UserField string
	// UsersPath is where users are listed: "/v1/users".
	UsersPath string
	// Page are the parameters of requests for one page of users, where pages are asked for by number and in no order:
	// "{number}" counts pages from 1, "{first}" users from 1, and "{offset}" from 0. Nil: one comes after the other.
	Page map[string]string
	// Config makes the configuration, and adds the flags that change it, above those that all sandboxes have. One of them
	// is "users".
	Config func(flags *flag.FlagSet) resttest.Config
}

// Main runs the sandbox if that is what the program was called for, and ends the process with its status: 0, or 2 where it
// was called wrongly, or 1.
func Main(v Vendor) {
	if len(os.Args) < 2 || os.Args[1] != Command {
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := Run(ctx, v, os.Args[2:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		os.Exit(0)
	case errors.Is(err, ErrUsage):
		os.Exit(2) // said already
	}
	_, _ = fmt.Fprintln(os.Stderr, "sandbox:", err)
	os.Exit(1)
}

// ErrUsage says that the arguments cannot be used; what is wrong with them is on stderr then.
var ErrUsage = errors.New("sandbox: wrong usage")

// Run starts a stand-in, prints how to reach it, and serves until stdin ends or the context is done.
func Run(ctx context.Context, v Vendor, args []string, stdin io.Reader, stdout, stderr io.Writer) (err error) {
	flags := flag.NewFlagSet(Command, flag.ContinueOnError)
	flags.SetOutput(stderr)
	config := v.Config(flags)
	name := config.API().Name
	flags.Usage = func() {
		say(stderr, usage(name, v.Connector))
		flags.PrintDefaults()
	}
	settings := config.Common()
	flags.DurationVar((*time.Duration)(&settings.Delay), "delay", 0, "how `long` each answer takes, such as 50ms")
	flags.IntVar(&settings.Rate, "rate", settings.Rate, "answer 429 to more than so many `requests` a minute; 0 sets no other limit")
	flags.IntVar(&settings.Port, "port", 0, "`port` of 127.0.0.1 to listen on; 0 is any free one")
	caFile := flags.String("ca-file", "", "write the certificate to this `file` instead of one that is removed at the end")
	asJSON := flags.Bool("json", false, "print one line of JSON, for programs")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return ErrUsage
	}
	if flags.NArg() > 0 {
		say(stderr, fmt.Sprintf("sandbox: unexpected argument %q\n", flags.Arg(0)))
		return ErrUsage
	}

	server, err := resttest.NewServer(config) //nolint:contextcheck // Close ends it
	if err != nil {
		return err
	}
	defer server.Close()
	if *caFile == "" {
		dir, err := os.MkdirTemp("", "trellis-sandbox-")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		*caFile = filepath.Join(dir, "ca.pem")
	}
	if err := os.WriteFile(*caFile, []byte(server.CAPEM()), 0o600); err != nil {
		return err
	}
	show := text
	if *asJSON {
		show = line
	}
	var userSetting map[string]string
	if v.UserField != "" {
		userSetting = map[string]string{v.UserField: config.API().Scheme.User}
	}
	if err := show(stdout, about{
		URL: server.URL, CAFile: *caFile, CAPEM: server.CAPEM(), APIKey: server.APIKey,
		ControlURL: server.URL + resttest.ControlPath, ControlKey: server.ControlKey,
		Account: account{
			Settings:    userSetting,
			Operator:    map[string]string{"base_url": server.URL, "ca_pem": server.CAPEM()},
			Credentials: map[string]string{v.KeyField: server.APIKey},
		},
		Headers: server.Headers(),
		Users:   listing{Path: v.UsersPath, Page: v.Page},
		vendor:  v, name: name, users: flags.Lookup("users").Value.String(),
	}); err != nil {
		return err
	}
	wait(ctx, stdin)
	return nil
}

// wait returns when the context is done or stdin has ended.
func wait(ctx context.Context, stdin io.Reader) {
	ended := make(chan struct{})
	go func() { // ends with stdin, or with the process: a read of stdin cannot be broken off
		defer close(ended)
		_, _ = io.Copy(io.Discard, stdin)
	}()
	select {
	case <-ctx.Done():
	case <-ended:
	}
}
