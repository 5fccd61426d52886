package plugin

import "context"

// Attach connects to a connector that someone runs under a debugger, through the file that it wrote.
func Attach(ctx context.Context, file string, cfg Config) (*Plugin, error) { return nil, nil }
