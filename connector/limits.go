package connector

import "time"

// The numbers of the contract. Both sides hold each other to them.
const (
	// MessageSize is what a connector keeps every message under, so that slow consumers see steady progress and a page
	// costs little to hold.
	MessageSize = 4 << 20
	// MaxMessageSize is what both sides refuse to send or receive. It leaves room over MessageSize for a single large
	// item (1 MiB of raw, custom fields) and bounds what a hostile peer can make the other one hold.
	MaxMessageSize = 16 << 20
	// MaxSilence is the longest time without a message in a list stream; longer is a hang.
	MaxSilence = 10 * time.Second

	// MaxPageSize bounds ListOptions.page_size; no vendor of ours gives more than 1,000 items a page.
	MaxPageSize = 1000
	// MaxTokenSize bounds page tokens; they must fit a URL of a hub's API beside everything else (8 KiB is common).
	MaxTokenSize = 2 << 10
	// MaxIDSize bounds ids of items, in bytes: twice what the longest known vendor id takes, and an index key still.
	MaxIDSize = 512
	// MaxRawSize bounds Source.raw; above it raw is left out and flagged.
	MaxRawSize = 1 << 20

	// MaxStatusSize bounds a whole gRPC status: it travels in HTTP/2 headers, which many peers cut at 8 KiB.
	MaxStatusSize = 4 << 10
	// MaxExcerptSize bounds Error.UpstreamExcerpt.
	MaxExcerptSize = 1 << 10
	// MaxPathSize bounds JSON paths in warnings and rejections.
	MaxPathSize = 256
	// MaxReasonSize bounds the sentences beside them.
	MaxReasonSize = 512
)
