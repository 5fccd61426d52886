package connector

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"buf.build/go/protovalidate"
	"github.com/bufbuild/protocompile"
	connectorv1 "github.com/trellis-iam/trellis/proto/trellis/connector/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// The contract says its bounds twice: as annotations in the .proto files, for every language, and in the checks of this
// package, because connector binaries link no validator. These tests compile the .proto files and hold the checks to
// protovalidate's judgement of the annotations: what breaks an annotation is refused here too. (Not the other way round:
// the checks know the description, the annotations do not.)

// annotated reads messages by the .proto files as they stand, annotations included.
type annotated struct {
	validator protovalidate.Validator
	files     map[string]protoreflect.MessageDescriptor
}

func compileContract(t *testing.T) *annotated {
	t.Helper()
	compiler := protocompile.Compiler{
		Resolver: protocompile.WithStandardImports(&protocompile.SourceResolver{ImportPaths: []string{"../proto"}}),
	}
	files, err := compiler.Compile(context.Background(), "trellis/connector/v1/connector.proto", "trellis/connector/v1/describe.proto",
		"trellis/connector/v1/account.proto", "trellis/connector/v1/list.proto")
	if err != nil {
		t.Fatal(err)
	}
	v, err := protovalidate.New()
	if err != nil {
		t.Fatal(err)
	}
	a := &annotated{validator: v, files: map[string]protoreflect.MessageDescriptor{}}
	for _, f := range files {
		for i := range f.Messages().Len() {
			a.files[string(f.Messages().Get(i).Name())] = f.Messages().Get(i)
		}
	}
	return a
}

// judge is protovalidate's word on a message.
func (a *annotated) judge(t *testing.T, m proto.Message) error {
	t.Helper()
	wire, err := proto.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	d := dynamicpb.NewMessage(a.files[string(m.ProtoReflect().Descriptor().Name())])
	if err := proto.Unmarshal(wire, d); err != nil {
		t.Fatal(err)
	}
	return a.validator.Validate(d)
}

// sizes are lengths around every bound that the contract has.
var sizes = []int{0, 1, 2, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257, 511, 512, 513, 999, 1000, 1001, 1023, 1024, 1025, 2048, 2049}

var alphabets = []string{"a", "ab", "a-b", "A", "é", "-", "1.0.0", ".", "_", "0", "a_b", " ", "~"}

func text(r *rand.Rand) string {
	s := alphabets[r.IntN(len(alphabets))]
	if r.IntN(3) == 0 {
		n := sizes[r.IntN(len(sizes))]
		return strings.Repeat(s, n/len(s)+1)[:n-n%len(s)]
	}
	return s
}

// disturb changes one random field somewhere in the message to something near or over a bound.
func disturb(r *rand.Rand, m protoreflect.Message) {
	fields := m.Descriptor().Fields()
	fd := fields.Get(r.IntN(fields.Len()))
	switch {
	case fd.IsMap():
		mp := m.Mutable(fd).Map()
		n := 1
		if r.IntN(2) == 0 {
			n = []int{64, 65}[r.IntN(2)]
		}
		for range n {
			mp.Set(protoreflect.ValueOfString(text(r)+string(rune('a'+r.IntN(26)))).MapKey(), protoreflect.ValueOfString(text(r)))
		}
	case fd.IsList():
		l := m.Mutable(fd).List()
		if l.Len() > 0 && fd.Kind() == protoreflect.MessageKind && r.IntN(2) == 0 {
			disturb(r, l.Get(r.IntN(l.Len())).Message())
			return
		}
		n := []int{0, 1, 2, 16, 17, 32, 33, 64, 65, 128, 129, 257}[r.IntN(12)]
		if r.IntN(2) == 0 {
			l.Truncate(0)
		}
		for range n {
			switch fd.Kind() {
			case protoreflect.MessageKind:
				l.Append(l.NewElement())
			case protoreflect.EnumKind:
				l.Append(protoreflect.ValueOfEnum(1))
			default:
				l.Append(protoreflect.ValueOfString(text(r)))
			}
		}
	case fd.Kind() == protoreflect.MessageKind:
		disturb(r, m.Mutable(fd).Message())
	case fd.Kind() == protoreflect.StringKind:
		m.Set(fd, protoreflect.ValueOfString(text(r)))
	case fd.Kind() == protoreflect.Int32Kind:
		m.Set(fd, protoreflect.ValueOfInt32([]int32{-1, 0, 1, 1000, 1001, 65536, 65537}[r.IntN(7)]))
	case fd.Kind() == protoreflect.Int64Kind:
		m.Set(fd, protoreflect.ValueOfInt64(int64(r.IntN(3)-1)))
	case fd.Kind() == protoreflect.EnumKind:
		m.Set(fd, protoreflect.ValueOfEnum(protoreflect.EnumNumber(r.IntN(4))))
	case fd.Kind() == protoreflect.BoolKind:
		m.Set(fd, protoreflect.ValueOfBool(true))
	}
}

// holds disturbs copies of a good message and compares the judgements.
func holds[M proto.Message](t *testing.T, good M, check func(M) error) {
	t.Helper()
	contract := compileContract(t)
	if err := contract.judge(t, good); err != nil {
		t.Fatalf("the good message breaks an annotation: %v", err)
	}
	if err := check(good); err != nil {
		t.Fatalf("the good message is refused: %v", err)
	}
	r := rand.New(rand.NewPCG(1, 2)) // fixed, so that a failure comes again
	broken := 0
	for range 4000 {
		m := proto.CloneOf(good)
		for range 1 + r.IntN(2) {
			disturb(r, m.ProtoReflect())
		}
		if err := contract.judge(t, m); err != nil {
			broken++
			if check(m) == nil {
				t.Fatalf("the annotations refuse what the checks take: %v\n%v", err, m)
			}
		}
	}
	if broken < 300 {
		t.Errorf("only %d of 4000 messages broke an annotation: the test has lost its edge", broken)
	}
}

func TestChecksKeepTheAnnotationsOfDescribe(t *testing.T) {
	d := testDescription()
	d.RateLimits = []*connectorv1.RateLimit{{Requests: 240}}
	d.AuthMethods[0].Guide = &connectorv1.ConnectGuide{Steps: []string{"go"}}
	d.Resources[0].Coverage = []*connectorv1.FieldCoverage{{Field: "id"}}
	d.OperatorFields = []*connectorv1.Field{{Key: "extra", Label: "Extra"}}
	holds(t, &connectorv1.DescribeResponse{Description: d}, func(r *connectorv1.DescribeResponse) error {
		return CheckDescription(r.GetDescription())
	})
}

func TestChecksKeepTheAnnotationsOfLists(t *testing.T) {
	r := testDescription().GetResources()[0]
	good := &connectorv1.ListUsersRequest{Account: testAccount(), Options: &connectorv1.ListOptions{
		Filters: []*connectorv1.Filter{{Name: "email", Values: []string{"a"}}}, Expand: []string{"groups"},
	}}
	holds(t, good, func(m *connectorv1.ListUsersRequest) error {
		if err := CheckAccount(testDescription(), m.GetAccount()); err != nil {
			return err
		}
		return CheckListOptions(r, m.GetOptions())
	})
}

func TestChecksKeepTheAnnotationsOfGets(t *testing.T) {
	r := testDescription().GetResources()[0]
	good := &connectorv1.GetUserRequest{Account: testAccount(), Id: "1", Options: &connectorv1.GetOptions{Expand: []string{"groups"}}}
	holds(t, good, func(m *connectorv1.GetUserRequest) error {
		if err := CheckAccount(testDescription(), m.GetAccount()); err != nil {
			return err
		}
		return CheckGetOptions(r, m.GetId(), m.GetOptions())
	})
}
