package wire

import (
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

// Codec is gRPC's codec for protobuf, except that it refuses to decode what would take more memory than any message of the
// contract: the bound on the size of a message is none on what becomes of it.
func Codec() encoding.CodecV2 { return codec{encoding.GetCodecV2(grpcproto.Name)} }

type codec struct{ encoding.CodecV2 }

func (c codec) Unmarshal(data mem.BufferSlice, v any) error {
	m, ok := v.(proto.Message)
	if !ok || data.Len() < lightest {
		return c.CodecV2.Unmarshal(data, v)
	}
	whole := data.MaterializeToBuffer(mem.DefaultBufferPool())
	defer whole.Free()
	if err := weigh(m.ProtoReflect().Descriptor(), whole.ReadOnlyData(), maxDecoded); err != nil {
		return err
	}
	return c.CodecV2.Unmarshal(mem.BufferSlice{whole}, v)
}
