// # The Trellis connector contract, version 1
//
// A **connector** is a program that reads who has access to what (users, roles, groups) from one SaaS application and
// answers in the normalized models of `trellis.iam.v1`. A **host** starts connectors, one process each, and calls them
// over gRPC. These files are all that either side needs to be written, in any language, together with three public ones
// that gRPC libraries bring along (`google/rpc/status.proto`, `google/rpc/error_details.proto`,
// `grpc/health/v1/health.proto`); `buf/validate/validate.proto`, which the annotations refer to, is beside them. Where code
// and this text disagree, the code is wrong. Read in this order:
//
//   connector.proto      this file: life cycle, the calls, how a connector is started
//   account.proto        the linked account that comes with every call
//   describe.proto       what a binary can do at most
//   authenticate.proto   what it can do for one account
//   list.proto           pages, tokens, progress, receipts: how a list can be trusted
//   error.proto          the one shape of every error
//   ../../iam/v1/        users, roles, groups, and what absent means
//
// MUST, MAY and SHOULD are meant as in RFC 2119.
//
// ## Life cycle and order of calls
//
//  1. The host starts the process (below) and calls `Describe`, which needs no account. The answer may be cached for as
//     long as the binary's bytes stay the same.
//  2. For an account, the host SHOULD call `Authenticate` once before it lists, and MAY list without it. No call
//     prepares another: a connector MUST answer any call, in any order, in a process that has seen none before.
//  3. `List…` and `Get…` may run at the same time, for the same or for different accounts.
//
// A connector keeps **no state between calls that a crash could lose**, and never mixes accounts. What it may keep is
// connections, and the pacing of a credential's requests, which accounts with the same credential share. Everything needed
// to go on stands in the request: account, options, page token. A host may kill the process at any moment and go on in
// another one.
//
// ## Silence
//
// In a list stream something MUST come at least every 10 s: a page, or a progress message that says what is being waited
// for, counted from the start of the call; a connector SHOULD aim at 5 s. Any message counts. A host allows some seconds
// more, does not count the time in which it takes no messages itself, then treats silence as a hang, ends the call and
// reports PLUGIN_TIMEOUT. Unary calls have no progress: they end within the caller's deadline.
//
// ## Deadlines and cancellation
//
// The gRPC deadline of a call is the caller's and covers everything, waiting for rate limits included. A connector that
// can see that a wait would outlast the deadline SHOULD answer at once, with the reason that made it wait (RATE_LIMITED
// with RetryInfo, UPSTREAM_UNAVAILABLE). When the call is cancelled, work for it stops within a second, requests to the
// vendor included, and a bare CANCELLED is answer enough. A host sets a deadline on unary calls, and need not on lists.
//
// ## Talking to the vendor
//
// Only over HTTPS (TLS 1.2 or later), only to the host that the account says (region or `operator.base_url`): a redirect
// to another host or to http is refused (UPSTREAM_UNTRUSTED), and a URL found in an answer is never followed elsewhere.
// Only requests that change nothing are made. A reset, a refused connection, a 429 or a 5xx is tried again, at least twice,
// with growing pauses or as `Retry-After` says (which `max_wait` bounds); an answer that makes no sense is asked for once
// more. Without `Retry-After` the pauses SHOULD add up to a second or more, so that a vendor that is gone for a moment is
// waited for. Pacing keeps to the vendor's published limits before they are met. What is in an answer is data: bounded, and
// never trusted.
//
// ## Sizes
//
// A connector keeps every message under **4 MiB** (it splits pages), so that slow consumers see steady progress. **16
// MiB** is the limit that both sides enforce, in both directions (gRPC libraries have to be told: their own limit for
// receiving is 4 MiB): above it the call fails. A page of 100 users with `raw` is some 0.2 MiB. An item that alone is above
// 4 MiB leaves out `raw`, then its largest list or its custom fields: not set, with a warning.
//
// ## Compatibility
//
// One gRPC package is one version. A later version is another package, served beside this one by the same process.
// Within v1: messages, fields, enum values and RPCs are added, never changed or removed. Readers ignore fields that they
// do not know, read unknown enum numbers as UNMAPPED (models) or as 0 (elsewhere), and skip list messages whose oneof
// they do not know. An RPC that a connector does not have answers UNIMPLEMENTED, which hosts read as UNSUPPORTED. A host
// sends an option that was added after v1.0 only to a connector that lists it in Describe. Cookie and protocol number
// (below) stay for all versions: a host tries the later version's Describe first, and takes UNIMPLEMENTED as "v1 only".
//
// The `buf.validate` annotations are on requests and on Describe only; they are never tightened within v1, and no
// validation library is needed: they say in machine-readable form what the comments say.
//
// ## How a connector is started
//
// The wire is HashiCorp go-plugin's, protocol 1 over gRPC, with its AutoMTLS handshake, so that libraries for it fit.
//
//  - The host runs the binary without arguments, in a process group of its own, with a small environment that holds no
//    secrets and nothing of the host's own (no proxy settings either; what is the operator's comes with the account):
//      `TRELLIS_CONNECTOR=iam-v1`    the magic cookie. Without it the program was started by hand: it SHOULD say what it is
//                                    and exit with status 1.
//      `PLUGIN_PROTOCOL_VERSIONS`    comma-separated numbers. Without 1 among them: say so on stderr, exit with status 1.
//      `PLUGIN_CLIENT_CERT`          the host's certificate for this process (PEM, ECDSA P-256). Without it: likewise.
//      `PLUGIN_UNIX_SOCKET_DIR`      a private folder for the socket: any name of at most 24 bytes, mode 0600. Where it is
//                                    not set (Windows), a TCP port of 127.0.0.1 between `PLUGIN_MIN_PORT` and
//                                    `PLUGIN_MAX_PORT` instead.
//  - The connector makes a key pair and a self-signed certificate (ECDSA P-256 SHOULD be used: cheap, and supported
//    everywhere; subject alternative name DNS `localhost`; usages server and client authentication; valid for at least a
//    day) and listens with TLS 1.2 or later and ALPN `h2`. Each side takes exactly the one certificate that it was given
//    for the other, and nobody else; the host names `localhost`.
//  - Once it accepts connections it prints one line on stdout, ended by LF and flushed (stdout is a pipe), at most 16 KiB:
//      `1|1|unix|<socket path>|grpc|<its certificate, DER, in standard base64 (RFC 4648 section 4) without padding>`
//      `1|1|tcp|127.0.0.1:<port>|grpc|<the same>`
//    The fields: go-plugin's core protocol, this contract's protocol version, network, address, "grpc", certificate;
//    readers ignore further ones. After that line stdout carries nothing. A host waits for it for some seconds.
//  - It serves this service and `grpc.health.v1.Health` with the name `plugin` SERVING, and SHOULD serve go-plugin's
//    shutdown: `package plugin; service GRPCController { rpc Shutdown(Empty) returns (Empty); } message Empty {}` (answer,
//    and exit within 2 s; the host has ended its calls). No other service of go-plugin is needed.
//  - **stdin is the life line**: it stays open and silent as long as the host lives. At its end the connector removes its
//    socket and exits, whatever it is doing. SIGINT SHOULD be ignored: a terminal sends it to everyone. It exits with
//    status 0 after Shutdown and at the end of stdin.
//  - **stderr is the log**: one JSON object a line (`@level`: trace, debug, info, warn or error; `@message`; `@timestamp`,
//    RFC 3339; any other keys) or plain text. Never a secret. Lines above 8 KiB are cut.

// Code generated by protoc-gen-go. DO NOT EDIT.
// versions:
// 	protoc-gen-go v1.36.12
// 	protoc        (unknown)
// source: trellis/connector/v1/connector.proto

package connectorv1

import (
	v1 "github.com/trellis-iam/trellis/proto/trellis/iam/v1"
	protoreflect "google.golang.org/protobuf/reflect/protoreflect"
	protoimpl "google.golang.org/protobuf/runtime/protoimpl"
	reflect "reflect"
	sync "sync"
	unsafe "unsafe"
)

const (
	// Verify that this generated code is sufficiently up-to-date.
	_ = protoimpl.EnforceVersion(20 - protoimpl.MinVersion)
	// Verify that runtime/protoimpl is sufficiently up-to-date.
	_ = protoimpl.EnforceVersion(protoimpl.MaxVersion - 20)
)

// Asks what the binary is. Empty: the answer depends on nothing.
type DescribeRequest struct {
	state         protoimpl.MessageState `protogen:"open.v1"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *DescribeRequest) Reset() {
	*x = DescribeRequest{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[0]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *DescribeRequest) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*DescribeRequest) ProtoMessage() {}

func (x *DescribeRequest) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[0]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use DescribeRequest.ProtoReflect.Descriptor instead.
func (*DescribeRequest) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{0}
}

// What the binary is.
type DescribeResponse struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// Always set.
	Description   *Description `protobuf:"bytes,1,opt,name=description,proto3" json:"description,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *DescribeResponse) Reset() {
	*x = DescribeResponse{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[1]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *DescribeResponse) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*DescribeResponse) ProtoMessage() {}

func (x *DescribeResponse) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[1]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use DescribeResponse.ProtoReflect.Descriptor instead.
func (*DescribeResponse) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{1}
}

func (x *DescribeResponse) GetDescription() *Description {
	if x != nil {
		return x.Description
	}
	return nil
}

// Asks whose credentials these are.
type AuthenticateRequest struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// The account. Required.
	Account       *Account `protobuf:"bytes,1,opt,name=account,proto3" json:"account,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *AuthenticateRequest) Reset() {
	*x = AuthenticateRequest{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[2]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *AuthenticateRequest) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*AuthenticateRequest) ProtoMessage() {}

func (x *AuthenticateRequest) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[2]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use AuthenticateRequest.ProtoReflect.Descriptor instead.
func (*AuthenticateRequest) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{2}
}

func (x *AuthenticateRequest) GetAccount() *Account {
	if x != nil {
		return x.Account
	}
	return nil
}

// Whose credentials these are, and what they can read.
type AuthenticateResponse struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// Always set.
	Authentication *Authentication `protobuf:"bytes,1,opt,name=authentication,proto3" json:"authentication,omitempty"`
	unknownFields  protoimpl.UnknownFields
	sizeCache      protoimpl.SizeCache
}

func (x *AuthenticateResponse) Reset() {
	*x = AuthenticateResponse{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[3]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *AuthenticateResponse) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*AuthenticateResponse) ProtoMessage() {}

func (x *AuthenticateResponse) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[3]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use AuthenticateResponse.ProtoReflect.Descriptor instead.
func (*AuthenticateResponse) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{3}
}

func (x *AuthenticateResponse) GetAuthentication() *Authentication {
	if x != nil {
		return x.Authentication
	}
	return nil
}

// Asks for users.
type ListUsersRequest struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// The account. Required.
	Account *Account `protobuf:"bytes,1,opt,name=account,proto3" json:"account,omitempty"`
	// What to list, how, and from where. Not set: everything, from the start, with the connector's defaults.
	Options       *ListOptions `protobuf:"bytes,2,opt,name=options,proto3" json:"options,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *ListUsersRequest) Reset() {
	*x = ListUsersRequest{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[4]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *ListUsersRequest) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*ListUsersRequest) ProtoMessage() {}

func (x *ListUsersRequest) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[4]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use ListUsersRequest.ProtoReflect.Descriptor instead.
func (*ListUsersRequest) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{4}
}

func (x *ListUsersRequest) GetAccount() *Account {
	if x != nil {
		return x.Account
	}
	return nil
}

func (x *ListUsersRequest) GetOptions() *ListOptions {
	if x != nil {
		return x.Options
	}
	return nil
}

// One message of a list of users. A host ignores a message whose member it does not know.
type ListUsersResponse struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// Exactly one, in this version.
	//
	// Types that are valid to be assigned to Event:
	//
	//	*ListUsersResponse_Page
	//	*ListUsersResponse_Progress
	//	*ListUsersResponse_Receipt
	Event         isListUsersResponse_Event `protobuf_oneof:"event"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *ListUsersResponse) Reset() {
	*x = ListUsersResponse{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[5]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *ListUsersResponse) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*ListUsersResponse) ProtoMessage() {}

func (x *ListUsersResponse) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[5]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use ListUsersResponse.ProtoReflect.Descriptor instead.
func (*ListUsersResponse) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{5}
}

func (x *ListUsersResponse) GetEvent() isListUsersResponse_Event {
	if x != nil {
		return x.Event
	}
	return nil
}

func (x *ListUsersResponse) GetPage() *UsersPage {
	if x != nil {
		if x, ok := x.Event.(*ListUsersResponse_Page); ok {
			return x.Page
		}
	}
	return nil
}

func (x *ListUsersResponse) GetProgress() *Progress {
	if x != nil {
		if x, ok := x.Event.(*ListUsersResponse_Progress); ok {
			return x.Progress
		}
	}
	return nil
}

func (x *ListUsersResponse) GetReceipt() *Receipt {
	if x != nil {
		if x, ok := x.Event.(*ListUsersResponse_Receipt); ok {
			return x.Receipt
		}
	}
	return nil
}

type isListUsersResponse_Event interface {
	isListUsersResponse_Event()
}

type ListUsersResponse_Page struct {
	// Users.
	Page *UsersPage `protobuf:"bytes,1,opt,name=page,proto3,oneof"`
}

type ListUsersResponse_Progress struct {
	// A sign of life while nothing else comes.
	Progress *Progress `protobuf:"bytes,2,opt,name=progress,proto3,oneof"`
}

type ListUsersResponse_Receipt struct {
	// The end, always last.
	Receipt *Receipt `protobuf:"bytes,3,opt,name=receipt,proto3,oneof"`
}

func (*ListUsersResponse_Page) isListUsersResponse_Event() {}

func (*ListUsersResponse_Progress) isListUsersResponse_Event() {}

func (*ListUsersResponse_Receipt) isListUsersResponse_Event() {}

// Asks for roles.
type ListRolesRequest struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// The account. Required.
	Account *Account `protobuf:"bytes,1,opt,name=account,proto3" json:"account,omitempty"`
	// As in ListUsersRequest.
	Options       *ListOptions `protobuf:"bytes,2,opt,name=options,proto3" json:"options,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *ListRolesRequest) Reset() {
	*x = ListRolesRequest{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[6]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *ListRolesRequest) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*ListRolesRequest) ProtoMessage() {}

func (x *ListRolesRequest) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[6]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use ListRolesRequest.ProtoReflect.Descriptor instead.
func (*ListRolesRequest) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{6}
}

func (x *ListRolesRequest) GetAccount() *Account {
	if x != nil {
		return x.Account
	}
	return nil
}

func (x *ListRolesRequest) GetOptions() *ListOptions {
	if x != nil {
		return x.Options
	}
	return nil
}

// One message of a list of roles. A host ignores a message whose member it does not know.
type ListRolesResponse struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// Exactly one, in this version.
	//
	// Types that are valid to be assigned to Event:
	//
	//	*ListRolesResponse_Page
	//	*ListRolesResponse_Progress
	//	*ListRolesResponse_Receipt
	Event         isListRolesResponse_Event `protobuf_oneof:"event"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *ListRolesResponse) Reset() {
	*x = ListRolesResponse{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[7]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *ListRolesResponse) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*ListRolesResponse) ProtoMessage() {}

func (x *ListRolesResponse) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[7]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use ListRolesResponse.ProtoReflect.Descriptor instead.
func (*ListRolesResponse) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{7}
}

func (x *ListRolesResponse) GetEvent() isListRolesResponse_Event {
	if x != nil {
		return x.Event
	}
	return nil
}

func (x *ListRolesResponse) GetPage() *RolesPage {
	if x != nil {
		if x, ok := x.Event.(*ListRolesResponse_Page); ok {
			return x.Page
		}
	}
	return nil
}

func (x *ListRolesResponse) GetProgress() *Progress {
	if x != nil {
		if x, ok := x.Event.(*ListRolesResponse_Progress); ok {
			return x.Progress
		}
	}
	return nil
}

func (x *ListRolesResponse) GetReceipt() *Receipt {
	if x != nil {
		if x, ok := x.Event.(*ListRolesResponse_Receipt); ok {
			return x.Receipt
		}
	}
	return nil
}

type isListRolesResponse_Event interface {
	isListRolesResponse_Event()
}

type ListRolesResponse_Page struct {
	// Roles.
	Page *RolesPage `protobuf:"bytes,1,opt,name=page,proto3,oneof"`
}

type ListRolesResponse_Progress struct {
	// A sign of life while nothing else comes.
	Progress *Progress `protobuf:"bytes,2,opt,name=progress,proto3,oneof"`
}

type ListRolesResponse_Receipt struct {
	// The end, always last.
	Receipt *Receipt `protobuf:"bytes,3,opt,name=receipt,proto3,oneof"`
}

func (*ListRolesResponse_Page) isListRolesResponse_Event() {}

func (*ListRolesResponse_Progress) isListRolesResponse_Event() {}

func (*ListRolesResponse_Receipt) isListRolesResponse_Event() {}

// Asks for groups.
type ListGroupsRequest struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// The account. Required.
	Account *Account `protobuf:"bytes,1,opt,name=account,proto3" json:"account,omitempty"`
	// As in ListUsersRequest.
	Options       *ListOptions `protobuf:"bytes,2,opt,name=options,proto3" json:"options,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *ListGroupsRequest) Reset() {
	*x = ListGroupsRequest{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[8]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *ListGroupsRequest) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*ListGroupsRequest) ProtoMessage() {}

func (x *ListGroupsRequest) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[8]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use ListGroupsRequest.ProtoReflect.Descriptor instead.
func (*ListGroupsRequest) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{8}
}

func (x *ListGroupsRequest) GetAccount() *Account {
	if x != nil {
		return x.Account
	}
	return nil
}

func (x *ListGroupsRequest) GetOptions() *ListOptions {
	if x != nil {
		return x.Options
	}
	return nil
}

// One message of a list of groups. A host ignores a message whose member it does not know.
type ListGroupsResponse struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// Exactly one, in this version.
	//
	// Types that are valid to be assigned to Event:
	//
	//	*ListGroupsResponse_Page
	//	*ListGroupsResponse_Progress
	//	*ListGroupsResponse_Receipt
	Event         isListGroupsResponse_Event `protobuf_oneof:"event"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *ListGroupsResponse) Reset() {
	*x = ListGroupsResponse{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[9]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *ListGroupsResponse) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*ListGroupsResponse) ProtoMessage() {}

func (x *ListGroupsResponse) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[9]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use ListGroupsResponse.ProtoReflect.Descriptor instead.
func (*ListGroupsResponse) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{9}
}

func (x *ListGroupsResponse) GetEvent() isListGroupsResponse_Event {
	if x != nil {
		return x.Event
	}
	return nil
}

func (x *ListGroupsResponse) GetPage() *GroupsPage {
	if x != nil {
		if x, ok := x.Event.(*ListGroupsResponse_Page); ok {
			return x.Page
		}
	}
	return nil
}

func (x *ListGroupsResponse) GetProgress() *Progress {
	if x != nil {
		if x, ok := x.Event.(*ListGroupsResponse_Progress); ok {
			return x.Progress
		}
	}
	return nil
}

func (x *ListGroupsResponse) GetReceipt() *Receipt {
	if x != nil {
		if x, ok := x.Event.(*ListGroupsResponse_Receipt); ok {
			return x.Receipt
		}
	}
	return nil
}

type isListGroupsResponse_Event interface {
	isListGroupsResponse_Event()
}

type ListGroupsResponse_Page struct {
	// Groups.
	Page *GroupsPage `protobuf:"bytes,1,opt,name=page,proto3,oneof"`
}

type ListGroupsResponse_Progress struct {
	// A sign of life while nothing else comes.
	Progress *Progress `protobuf:"bytes,2,opt,name=progress,proto3,oneof"`
}

type ListGroupsResponse_Receipt struct {
	// The end, always last.
	Receipt *Receipt `protobuf:"bytes,3,opt,name=receipt,proto3,oneof"`
}

func (*ListGroupsResponse_Page) isListGroupsResponse_Event() {}

func (*ListGroupsResponse_Progress) isListGroupsResponse_Event() {}

func (*ListGroupsResponse_Receipt) isListGroupsResponse_Event() {}

// How one item is read.
type GetOptions struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// As `ListOptions.expand`.
	Expand []string `protobuf:"bytes,1,rep,name=expand,proto3" json:"expand,omitempty"`
	// As `ListOptions.raw`.
	Raw           bool `protobuf:"varint,2,opt,name=raw,proto3" json:"raw,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *GetOptions) Reset() {
	*x = GetOptions{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[10]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *GetOptions) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*GetOptions) ProtoMessage() {}

func (x *GetOptions) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[10]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use GetOptions.ProtoReflect.Descriptor instead.
func (*GetOptions) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{10}
}

func (x *GetOptions) GetExpand() []string {
	if x != nil {
		return x.Expand
	}
	return nil
}

func (x *GetOptions) GetRaw() bool {
	if x != nil {
		return x.Raw
	}
	return false
}

// Asks for one user.
type GetUserRequest struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// The account. Required.
	Account *Account `protobuf:"bytes,1,opt,name=account,proto3" json:"account,omitempty"`
	// The user's id, as it stands in `User.id`. Required.
	Id string `protobuf:"bytes,2,opt,name=id,proto3" json:"id,omitempty"`
	// How to read it.
	Options       *GetOptions `protobuf:"bytes,3,opt,name=options,proto3" json:"options,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *GetUserRequest) Reset() {
	*x = GetUserRequest{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[11]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *GetUserRequest) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*GetUserRequest) ProtoMessage() {}

func (x *GetUserRequest) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[11]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use GetUserRequest.ProtoReflect.Descriptor instead.
func (*GetUserRequest) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{11}
}

func (x *GetUserRequest) GetAccount() *Account {
	if x != nil {
		return x.Account
	}
	return nil
}

func (x *GetUserRequest) GetId() string {
	if x != nil {
		return x.Id
	}
	return ""
}

func (x *GetUserRequest) GetOptions() *GetOptions {
	if x != nil {
		return x.Options
	}
	return nil
}

// One user.
type GetUserResponse struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// Always set.
	User          *v1.User `protobuf:"bytes,1,opt,name=user,proto3" json:"user,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *GetUserResponse) Reset() {
	*x = GetUserResponse{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[12]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *GetUserResponse) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*GetUserResponse) ProtoMessage() {}

func (x *GetUserResponse) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[12]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use GetUserResponse.ProtoReflect.Descriptor instead.
func (*GetUserResponse) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{12}
}

func (x *GetUserResponse) GetUser() *v1.User {
	if x != nil {
		return x.User
	}
	return nil
}

// Asks for one role.
type GetRoleRequest struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// The account. Required.
	Account *Account `protobuf:"bytes,1,opt,name=account,proto3" json:"account,omitempty"`
	// The role's id, as it stands in `Role.id`. Required.
	Id string `protobuf:"bytes,2,opt,name=id,proto3" json:"id,omitempty"`
	// How to read it.
	Options       *GetOptions `protobuf:"bytes,3,opt,name=options,proto3" json:"options,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *GetRoleRequest) Reset() {
	*x = GetRoleRequest{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[13]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *GetRoleRequest) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*GetRoleRequest) ProtoMessage() {}

func (x *GetRoleRequest) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[13]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use GetRoleRequest.ProtoReflect.Descriptor instead.
func (*GetRoleRequest) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{13}
}

func (x *GetRoleRequest) GetAccount() *Account {
	if x != nil {
		return x.Account
	}
	return nil
}

func (x *GetRoleRequest) GetId() string {
	if x != nil {
		return x.Id
	}
	return ""
}

func (x *GetRoleRequest) GetOptions() *GetOptions {
	if x != nil {
		return x.Options
	}
	return nil
}

// One role.
type GetRoleResponse struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// Always set.
	Role          *v1.Role `protobuf:"bytes,1,opt,name=role,proto3" json:"role,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *GetRoleResponse) Reset() {
	*x = GetRoleResponse{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[14]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *GetRoleResponse) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*GetRoleResponse) ProtoMessage() {}

func (x *GetRoleResponse) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[14]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use GetRoleResponse.ProtoReflect.Descriptor instead.
func (*GetRoleResponse) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{14}
}

func (x *GetRoleResponse) GetRole() *v1.Role {
	if x != nil {
		return x.Role
	}
	return nil
}

// Asks for one group.
type GetGroupRequest struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// The account. Required.
	Account *Account `protobuf:"bytes,1,opt,name=account,proto3" json:"account,omitempty"`
	// The group's id, as it stands in `Group.id`. Required.
	Id string `protobuf:"bytes,2,opt,name=id,proto3" json:"id,omitempty"`
	// How to read it.
	Options       *GetOptions `protobuf:"bytes,3,opt,name=options,proto3" json:"options,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *GetGroupRequest) Reset() {
	*x = GetGroupRequest{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[15]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *GetGroupRequest) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*GetGroupRequest) ProtoMessage() {}

func (x *GetGroupRequest) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[15]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use GetGroupRequest.ProtoReflect.Descriptor instead.
func (*GetGroupRequest) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{15}
}

func (x *GetGroupRequest) GetAccount() *Account {
	if x != nil {
		return x.Account
	}
	return nil
}

func (x *GetGroupRequest) GetId() string {
	if x != nil {
		return x.Id
	}
	return ""
}

func (x *GetGroupRequest) GetOptions() *GetOptions {
	if x != nil {
		return x.Options
	}
	return nil
}

// One group.
type GetGroupResponse struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// Always set.
	Group         *v1.Group `protobuf:"bytes,1,opt,name=group,proto3" json:"group,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *GetGroupResponse) Reset() {
	*x = GetGroupResponse{}
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[16]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *GetGroupResponse) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*GetGroupResponse) ProtoMessage() {}

func (x *GetGroupResponse) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_connector_proto_msgTypes[16]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use GetGroupResponse.ProtoReflect.Descriptor instead.
func (*GetGroupResponse) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_connector_proto_rawDescGZIP(), []int{16}
}

func (x *GetGroupResponse) GetGroup() *v1.Group {
	if x != nil {
		return x.Group
	}
	return nil
}

var File_trellis_connector_v1_connector_proto protoreflect.FileDescriptor

const file_trellis_connector_v1_connector_proto_rawDesc = "" +
	"\n" +
	"$trellis/connector/v1/connector.proto\x12\x14trellis.connector.v1\x1a\"trellis/connector/v1/account.proto\x1a'trellis/connector/v1/authenticate.proto\x1a#trellis/connector/v1/describe.proto\x1a\x1ftrellis/connector/v1/list.proto\x1a\x1atrellis/iam/v1/group.proto\x1a\x19trellis/iam/v1/role.proto\x1a\x19trellis/iam/v1/user.proto\"\x11\n" +
	"\x0fDescribeRequest\"W\n" +
	"\x10DescribeResponse\x12C\n" +
	"\vdescription\x18\x01 \x01(\v2!.trellis.connector.v1.DescriptionR\vdescription\"N\n" +
	"\x13AuthenticateRequest\x127\n" +
	"\aaccount\x18\x01 \x01(\v2\x1d.trellis.connector.v1.AccountR\aaccount\"d\n" +
	"\x14AuthenticateResponse\x12L\n" +
	"\x0eauthentication\x18\x01 \x01(\v2$.trellis.connector.v1.AuthenticationR\x0eauthentication\"\x88\x01\n" +
	"\x10ListUsersRequest\x127\n" +
	"\aaccount\x18\x01 \x01(\v2\x1d.trellis.connector.v1.AccountR\aaccount\x12;\n" +
	"\aoptions\x18\x02 \x01(\v2!.trellis.connector.v1.ListOptionsR\aoptions\"\xcc\x01\n" +
	"\x11ListUsersResponse\x125\n" +
	"\x04page\x18\x01 \x01(\v2\x1f.trellis.connector.v1.UsersPageH\x00R\x04page\x12<\n" +
	"\bprogress\x18\x02 \x01(\v2\x1e.trellis.connector.v1.ProgressH\x00R\bprogress\x129\n" +
	"\areceipt\x18\x03 \x01(\v2\x1d.trellis.connector.v1.ReceiptH\x00R\areceiptB\a\n" +
	"\x05event\"\x88\x01\n" +
	"\x10ListRolesRequest\x127\n" +
	"\aaccount\x18\x01 \x01(\v2\x1d.trellis.connector.v1.AccountR\aaccount\x12;\n" +
	"\aoptions\x18\x02 \x01(\v2!.trellis.connector.v1.ListOptionsR\aoptions\"\xcc\x01\n" +
	"\x11ListRolesResponse\x125\n" +
	"\x04page\x18\x01 \x01(\v2\x1f.trellis.connector.v1.RolesPageH\x00R\x04page\x12<\n" +
	"\bprogress\x18\x02 \x01(\v2\x1e.trellis.connector.v1.ProgressH\x00R\bprogress\x129\n" +
	"\areceipt\x18\x03 \x01(\v2\x1d.trellis.connector.v1.ReceiptH\x00R\areceiptB\a\n" +
	"\x05event\"\x89\x01\n" +
	"\x11ListGroupsRequest\x127\n" +
	"\aaccount\x18\x01 \x01(\v2\x1d.trellis.connector.v1.AccountR\aaccount\x12;\n" +
	"\aoptions\x18\x02 \x01(\v2!.trellis.connector.v1.ListOptionsR\aoptions\"\xce\x01\n" +
	"\x12ListGroupsResponse\x126\n" +
	"\x04page\x18\x01 \x01(\v2 .trellis.connector.v1.GroupsPageH\x00R\x04page\x12<\n" +
	"\bprogress\x18\x02 \x01(\v2\x1e.trellis.connector.v1.ProgressH\x00R\bprogress\x129\n" +
	"\areceipt\x18\x03 \x01(\v2\x1d.trellis.connector.v1.ReceiptH\x00R\areceiptB\a\n" +
	"\x05event\"6\n" +
	"\n" +
	"GetOptions\x12\x16\n" +
	"\x06expand\x18\x01 \x03(\tR\x06expand\x12\x10\n" +
	"\x03raw\x18\x02 \x01(\bR\x03raw\"\x95\x01\n" +
	"\x0eGetUserRequest\x127\n" +
	"\aaccount\x18\x01 \x01(\v2\x1d.trellis.connector.v1.AccountR\aaccount\x12\x0e\n" +
	"\x02id\x18\x02 \x01(\tR\x02id\x12:\n" +
	"\aoptions\x18\x03 \x01(\v2 .trellis.connector.v1.GetOptionsR\aoptions\";\n" +
	"\x0fGetUserResponse\x12(\n" +
	"\x04user\x18\x01 \x01(\v2\x14.trellis.iam.v1.UserR\x04user\"\x95\x01\n" +
	"\x0eGetRoleRequest\x127\n" +
	"\aaccount\x18\x01 \x01(\v2\x1d.trellis.connector.v1.AccountR\aaccount\x12\x0e\n" +
	"\x02id\x18\x02 \x01(\tR\x02id\x12:\n" +
	"\aoptions\x18\x03 \x01(\v2 .trellis.connector.v1.GetOptionsR\aoptions\";\n" +
	"\x0fGetRoleResponse\x12(\n" +
	"\x04role\x18\x01 \x01(\v2\x14.trellis.iam.v1.RoleR\x04role\"\x96\x01\n" +
	"\x0fGetGroupRequest\x127\n" +
	"\aaccount\x18\x01 \x01(\v2\x1d.trellis.connector.v1.AccountR\aaccount\x12\x0e\n" +
	"\x02id\x18\x02 \x01(\tR\x02id\x12:\n" +
	"\aoptions\x18\x03 \x01(\v2 .trellis.connector.v1.GetOptionsR\aoptions\"?\n" +
	"\x10GetGroupResponse\x12+\n" +
	"\x05group\x18\x01 \x01(\v2\x15.trellis.iam.v1.GroupR\x05group2\x82\x06\n" +
	"\x10ConnectorService\x12Y\n" +
	"\bDescribe\x12%.trellis.connector.v1.DescribeRequest\x1a&.trellis.connector.v1.DescribeResponse\x12e\n" +
	"\fAuthenticate\x12).trellis.connector.v1.AuthenticateRequest\x1a*.trellis.connector.v1.AuthenticateResponse\x12^\n" +
	"\tListUsers\x12&.trellis.connector.v1.ListUsersRequest\x1a'.trellis.connector.v1.ListUsersResponse0\x01\x12^\n" +
	"\tListRoles\x12&.trellis.connector.v1.ListRolesRequest\x1a'.trellis.connector.v1.ListRolesResponse0\x01\x12a\n" +
	"\n" +
	"ListGroups\x12'.trellis.connector.v1.ListGroupsRequest\x1a(.trellis.connector.v1.ListGroupsResponse0\x01\x12V\n" +
	"\aGetUser\x12$.trellis.connector.v1.GetUserRequest\x1a%.trellis.connector.v1.GetUserResponse\x12V\n" +
	"\aGetRole\x12$.trellis.connector.v1.GetRoleRequest\x1a%.trellis.connector.v1.GetRoleResponse\x12Y\n" +
	"\bGetGroup\x12%.trellis.connector.v1.GetGroupRequest\x1a&.trellis.connector.v1.GetGroupResponseBGZEgithub.com/trellis-iam/trellis/proto/trellis/connector/v1;connectorv1b\x06proto3"

var (
	file_trellis_connector_v1_connector_proto_rawDescOnce sync.Once
	file_trellis_connector_v1_connector_proto_rawDescData []byte
)

func file_trellis_connector_v1_connector_proto_rawDescGZIP() []byte {
	file_trellis_connector_v1_connector_proto_rawDescOnce.Do(func() {
		file_trellis_connector_v1_connector_proto_rawDescData = protoimpl.X.CompressGZIP(unsafe.Slice(unsafe.StringData(file_trellis_connector_v1_connector_proto_rawDesc), len(file_trellis_connector_v1_connector_proto_rawDesc)))
	})
	return file_trellis_connector_v1_connector_proto_rawDescData
}

var file_trellis_connector_v1_connector_proto_msgTypes = make([]protoimpl.MessageInfo, 17)
var file_trellis_connector_v1_connector_proto_goTypes = []any{
	(*DescribeRequest)(nil),      // 0: trellis.connector.v1.DescribeRequest
	(*DescribeResponse)(nil),     // 1: trellis.connector.v1.DescribeResponse
	(*AuthenticateRequest)(nil),  // 2: trellis.connector.v1.AuthenticateRequest
	(*AuthenticateResponse)(nil), // 3: trellis.connector.v1.AuthenticateResponse
	(*ListUsersRequest)(nil),     // 4: trellis.connector.v1.ListUsersRequest
	(*ListUsersResponse)(nil),    // 5: trellis.connector.v1.ListUsersResponse
	(*ListRolesRequest)(nil),     // 6: trellis.connector.v1.ListRolesRequest
	(*ListRolesResponse)(nil),    // 7: trellis.connector.v1.ListRolesResponse
	(*ListGroupsRequest)(nil),    // 8: trellis.connector.v1.ListGroupsRequest
	(*ListGroupsResponse)(nil),   // 9: trellis.connector.v1.ListGroupsResponse
	(*GetOptions)(nil),           // 10: trellis.connector.v1.GetOptions
	(*GetUserRequest)(nil),       // 11: trellis.connector.v1.GetUserRequest
	(*GetUserResponse)(nil),      // 12: trellis.connector.v1.GetUserResponse
	(*GetRoleRequest)(nil),       // 13: trellis.connector.v1.GetRoleRequest
	(*GetRoleResponse)(nil),      // 14: trellis.connector.v1.GetRoleResponse
	(*GetGroupRequest)(nil),      // 15: trellis.connector.v1.GetGroupRequest
	(*GetGroupResponse)(nil),     // 16: trellis.connector.v1.GetGroupResponse
	(*Description)(nil),          // 17: trellis.connector.v1.Description
	(*Account)(nil),              // 18: trellis.connector.v1.Account
	(*Authentication)(nil),       // 19: trellis.connector.v1.Authentication
	(*ListOptions)(nil),          // 20: trellis.connector.v1.ListOptions
	(*UsersPage)(nil),            // 21: trellis.connector.v1.UsersPage
	(*Progress)(nil),             // 22: trellis.connector.v1.Progress
	(*Receipt)(nil),              // 23: trellis.connector.v1.Receipt
	(*RolesPage)(nil),            // 24: trellis.connector.v1.RolesPage
	(*GroupsPage)(nil),           // 25: trellis.connector.v1.GroupsPage
	(*v1.User)(nil),              // 26: trellis.iam.v1.User
	(*v1.Role)(nil),              // 27: trellis.iam.v1.Role
	(*v1.Group)(nil),             // 28: trellis.iam.v1.Group
}
var file_trellis_connector_v1_connector_proto_depIdxs = []int32{
	17, // 0: trellis.connector.v1.DescribeResponse.description:type_name -> trellis.connector.v1.Description
	18, // 1: trellis.connector.v1.AuthenticateRequest.account:type_name -> trellis.connector.v1.Account
	19, // 2: trellis.connector.v1.AuthenticateResponse.authentication:type_name -> trellis.connector.v1.Authentication
	18, // 3: trellis.connector.v1.ListUsersRequest.account:type_name -> trellis.connector.v1.Account
	20, // 4: trellis.connector.v1.ListUsersRequest.options:type_name -> trellis.connector.v1.ListOptions
	21, // 5: trellis.connector.v1.ListUsersResponse.page:type_name -> trellis.connector.v1.UsersPage
	22, // 6: trellis.connector.v1.ListUsersResponse.progress:type_name -> trellis.connector.v1.Progress
	23, // 7: trellis.connector.v1.ListUsersResponse.receipt:type_name -> trellis.connector.v1.Receipt
	18, // 8: trellis.connector.v1.ListRolesRequest.account:type_name -> trellis.connector.v1.Account
	20, // 9: trellis.connector.v1.ListRolesRequest.options:type_name -> trellis.connector.v1.ListOptions
	24, // 10: trellis.connector.v1.ListRolesResponse.page:type_name -> trellis.connector.v1.RolesPage
	22, // 11: trellis.connector.v1.ListRolesResponse.progress:type_name -> trellis.connector.v1.Progress
	23, // 12: trellis.connector.v1.ListRolesResponse.receipt:type_name -> trellis.connector.v1.Receipt
	18, // 13: trellis.connector.v1.ListGroupsRequest.account:type_name -> trellis.connector.v1.Account
	20, // 14: trellis.connector.v1.ListGroupsRequest.options:type_name -> trellis.connector.v1.ListOptions
	25, // 15: trellis.connector.v1.ListGroupsResponse.page:type_name -> trellis.connector.v1.GroupsPage
	22, // 16: trellis.connector.v1.ListGroupsResponse.progress:type_name -> trellis.connector.v1.Progress
	23, // 17: trellis.connector.v1.ListGroupsResponse.receipt:type_name -> trellis.connector.v1.Receipt
	18, // 18: trellis.connector.v1.GetUserRequest.account:type_name -> trellis.connector.v1.Account
	10, // 19: trellis.connector.v1.GetUserRequest.options:type_name -> trellis.connector.v1.GetOptions
	26, // 20: trellis.connector.v1.GetUserResponse.user:type_name -> trellis.iam.v1.User
	18, // 21: trellis.connector.v1.GetRoleRequest.account:type_name -> trellis.connector.v1.Account
	10, // 22: trellis.connector.v1.GetRoleRequest.options:type_name -> trellis.connector.v1.GetOptions
	27, // 23: trellis.connector.v1.GetRoleResponse.role:type_name -> trellis.iam.v1.Role
	18, // 24: trellis.connector.v1.GetGroupRequest.account:type_name -> trellis.connector.v1.Account
	10, // 25: trellis.connector.v1.GetGroupRequest.options:type_name -> trellis.connector.v1.GetOptions
	28, // 26: trellis.connector.v1.GetGroupResponse.group:type_name -> trellis.iam.v1.Group
	0,  // 27: trellis.connector.v1.ConnectorService.Describe:input_type -> trellis.connector.v1.DescribeRequest
	2,  // 28: trellis.connector.v1.ConnectorService.Authenticate:input_type -> trellis.connector.v1.AuthenticateRequest
	4,  // 29: trellis.connector.v1.ConnectorService.ListUsers:input_type -> trellis.connector.v1.ListUsersRequest
	6,  // 30: trellis.connector.v1.ConnectorService.ListRoles:input_type -> trellis.connector.v1.ListRolesRequest
	8,  // 31: trellis.connector.v1.ConnectorService.ListGroups:input_type -> trellis.connector.v1.ListGroupsRequest
	11, // 32: trellis.connector.v1.ConnectorService.GetUser:input_type -> trellis.connector.v1.GetUserRequest
	13, // 33: trellis.connector.v1.ConnectorService.GetRole:input_type -> trellis.connector.v1.GetRoleRequest
	15, // 34: trellis.connector.v1.ConnectorService.GetGroup:input_type -> trellis.connector.v1.GetGroupRequest
	1,  // 35: trellis.connector.v1.ConnectorService.Describe:output_type -> trellis.connector.v1.DescribeResponse
	3,  // 36: trellis.connector.v1.ConnectorService.Authenticate:output_type -> trellis.connector.v1.AuthenticateResponse
	5,  // 37: trellis.connector.v1.ConnectorService.ListUsers:output_type -> trellis.connector.v1.ListUsersResponse
	7,  // 38: trellis.connector.v1.ConnectorService.ListRoles:output_type -> trellis.connector.v1.ListRolesResponse
	9,  // 39: trellis.connector.v1.ConnectorService.ListGroups:output_type -> trellis.connector.v1.ListGroupsResponse
	12, // 40: trellis.connector.v1.ConnectorService.GetUser:output_type -> trellis.connector.v1.GetUserResponse
	14, // 41: trellis.connector.v1.ConnectorService.GetRole:output_type -> trellis.connector.v1.GetRoleResponse
	16, // 42: trellis.connector.v1.ConnectorService.GetGroup:output_type -> trellis.connector.v1.GetGroupResponse
	35, // [35:43] is the sub-list for method output_type
	27, // [27:35] is the sub-list for method input_type
	27, // [27:27] is the sub-list for extension type_name
	27, // [27:27] is the sub-list for extension extendee
	0,  // [0:27] is the sub-list for field type_name
}

func init() { file_trellis_connector_v1_connector_proto_init() }
func file_trellis_connector_v1_connector_proto_init() {
	if File_trellis_connector_v1_connector_proto != nil {
		return
	}
	file_trellis_connector_v1_account_proto_init()
	file_trellis_connector_v1_authenticate_proto_init()
	file_trellis_connector_v1_describe_proto_init()
	file_trellis_connector_v1_list_proto_init()
	file_trellis_connector_v1_connector_proto_msgTypes[5].OneofWrappers = []any{
		(*ListUsersResponse_Page)(nil),
		(*ListUsersResponse_Progress)(nil),
		(*ListUsersResponse_Receipt)(nil),
	}
	file_trellis_connector_v1_connector_proto_msgTypes[7].OneofWrappers = []any{
		(*ListRolesResponse_Page)(nil),
		(*ListRolesResponse_Progress)(nil),
		(*ListRolesResponse_Receipt)(nil),
	}
	file_trellis_connector_v1_connector_proto_msgTypes[9].OneofWrappers = []any{
		(*ListGroupsResponse_Page)(nil),
		(*ListGroupsResponse_Progress)(nil),
		(*ListGroupsResponse_Receipt)(nil),
	}
	type x struct{}
	out := protoimpl.TypeBuilder{
		File: protoimpl.DescBuilder{
			GoPackagePath: reflect.TypeOf(x{}).PkgPath(),
			RawDescriptor: unsafe.Slice(unsafe.StringData(file_trellis_connector_v1_connector_proto_rawDesc), len(file_trellis_connector_v1_connector_proto_rawDesc)),
			NumEnums:      0,
			NumMessages:   17,
			NumExtensions: 0,
			NumServices:   1,
		},
		GoTypes:           file_trellis_connector_v1_connector_proto_goTypes,
		DependencyIndexes: file_trellis_connector_v1_connector_proto_depIdxs,
		MessageInfos:      file_trellis_connector_v1_connector_proto_msgTypes,
	}.Build()
	File_trellis_connector_v1_connector_proto = out.File
	file_trellis_connector_v1_connector_proto_goTypes = nil
	file_trellis_connector_v1_connector_proto_depIdxs = nil
}
