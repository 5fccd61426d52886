package wire

import (
	"errors"
	"fmt"

	"google.golang.org/grpc/encoding"
	grpcproto "google.golang.org/grpc/encoding/proto"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/proto"
)

// maxDecoded bounds what one message may take once it is decoded. A page of 4 MiB, which is the most that the contract
// allows, takes some 35 MiB where it is all short entries; a hostile one of 14 MiB took 3.4 GiB, because two bytes on the
// wire are an empty user.
const maxDecoded = 64 << 20

// lightest is the size below which a message cannot take maxDecoded whatever it holds, and is not weighed: pages of the
// usual size cost nothing.
const lightest = 128 << 10

// Codec is gRPC's codec for protobuf, with two differences.
//
// It refuses to decode what would take more memory than any message of the contract: the bound on the size of a message is
// none on what becomes of it.
//
// Its buffers are at most twice as large as what they hold, up to the largest page. Those of gRPC have 32 KiB or else 1 MiB, of which
// a page of a hundred users fills a tenth, and the whole of a buffer is cleared before it is used again: that was two thirds of the heap
// of who lists, and a sixth of the time that coding takes.
func Codec() encoding.CodecV2 { return codec{mem.NewTieredBufferPool(tiers()...)} }

type codec struct{ buffers mem.BufferPool }

// Name is what requests say that they are encoded with.
func (codec) Name() string { return grpcproto.Name }

var (
	errNoMessage = errors.New("it is no protobuf message")
	errChanging  = errors.New("the message changed while it was encoded")
)

// tiers are the sizes of buffers: powers of two, from the least that gRPC keeps to that of the largest page. Buffers for more are kept
// in whatever size they had.
func tiers() (sizes []int) {
	for size := 1 << 10; size <= 4<<20; size *= 2 {
		sizes = append(sizes, size)
	}
	return sizes
}

func (c codec) Marshal(v any) (mem.BufferSlice, error) {
	m, ok := v.(proto.Message)
	if !ok {
		return nil, fmt.Errorf("encoding %T: %w", v, errNoMessage)
	}
	size := proto.Size(m)
	options := proto.MarshalOptions{UseCachedSize: true} // which is what Size has just left
	if mem.IsBelowBufferPoolingThreshold(size) {
		b, err := options.Marshal(m)
		return mem.BufferSlice{mem.SliceBuffer(b)}, err
	}
	buffer := c.buffers.Get(size)
	b, err := options.MarshalAppend((*buffer)[:0], m)
	if err == nil && len(b) != size { // the rest of the buffer is no part of the message
		err = errChanging
	}
	if err != nil {
		c.buffers.Put(buffer)
		return nil, err
	}
	return mem.BufferSlice{mem.NewBuffer(buffer, c.buffers)}, nil
}

func (c codec) Unmarshal(data mem.BufferSlice, v any) error {
	m, ok := v.(proto.Message)
	if !ok {
		return fmt.Errorf("decoding %T: %w", v, errNoMessage)
	}
	whole := data.MaterializeToBuffer(c.buffers)
	defer whole.Free()
	if whole.Len() >= lightest {
		if err := weigh(m.ProtoReflect().Descriptor(), whole.ReadOnlyData(), maxDecoded); err != nil {
			return err
		}
	}
	return proto.Unmarshal(whole.ReadOnlyData(), m)
}
