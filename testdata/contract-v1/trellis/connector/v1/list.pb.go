// How a list can be trusted: options, pages, tokens, progress and receipts.
//
// ## The stream
//
// A list is a server stream of **pages** and **progress** messages in any order, ended by exactly one **receipt** and then
// status OK. After the receipt nothing comes. A list of nothing may be a receipt alone. Order of items is not promised,
// neither in a page nor over pages.
//
// **Only the receipt ends a list.** A stream that ends without one (by an error, by the end of the process, or with
// status OK) is a partial list and nothing else: its items are good, and nothing follows from who is not among them. So is
// one whose receipt is not last or does not agree with what came. Hosts report these two, and OK without a receipt, as
// PLUGIN_PROTOCOL.
//
// ## Page tokens
//
// A page may carry `next_page_token`: the list can be resumed after this page. A page **without** a token is not a resume
// point, and says nothing about the end. It is the last page; or a part of a vendor page that did not fit one message (the
// token, and all else in `info`, stands on the last part only); or its cursor does not fit a token. To go on after a stream
// that broke, a host picks a token up to which it has processed every page and sends it as `page_token`; what came after
// that page comes again.
//
// A token is opaque to the host. It
//  - is URL-safe ASCII (`A-Z a-z 0-9 - _ . ~`), at most 2048 bytes;
//  - is untrusted when it comes back: a connector checks it, and never follows it as a URL. It need not be authenticated
//    (no key outlives process and rotation): a checksum finds damage and mistakes, and nothing in it gives any right;
//  - holds no secret, and nothing personal besides what the vendor's own cursor may hold;
//  - works in another process, on another machine, after rotation of the credential;
//  - is bound to resource, account id, settings, base URL, filters, expand, raw and the page size in force, lists taken as
//    sets and empty values as not set: with any of these changed, or when it is malformed, damaged or of another connector,
//    it is BAD_PAGE_TOKEN. It is **not** bound to the credential, the deadline or the page limit;
//  - may expire: PAGE_TOKEN_EXPIRED (the vendor refuses the cursor, with whatever status, where that can be told; or the
//    token is of another version of the connector that this one cannot read). Then the list is started again from the
//    empty token.
//
// ## When may a host call someone gone?
//
// Absence from a list is evidence only if **all** of this holds:
//  - the segments (streams) that were joined have no gap: the first begins with the empty token, each next one with a token
//    of the one before, every page up to that token was processed, and the last one ends with a receipt that says EXHAUSTED;
//  - all receipts carry one `listing_id`. (A segment that broke has no receipt; the one that went on from its token speaks
//    for both, because what is known of the listing travels in the token);
//  - no filter was set;
//  - every receipt says visibility FULL. Where one says UNKNOWN, a FULL of Authenticate for the resource, with each of the
//    credentials that the listing used and at most an hour before `listing_started_at`, stands in for it;
//  - no receipt says `drift_observed`;
//  - no item was rejected without an id, by connector or host (a host rejects only what has no id, one against the rules of
//    `User.id`, or a second copy in one page). The id of a rejected item is not absent;
//  - whom the host misses, it knew in this workspace before `listing_started_at`.
// With consistency SNAPSHOT or STABLE_CURSOR that is proof. With DRIFTS a host MUST confirm it, by Get… answering NOT_FOUND
// or by a second listing like this one, before it acts. The host adds the segments up: a receipt counts its own stream only,
// and of a segment that broke, the host counts the pages up to the token that was gone on from.
//
// ## Delivery
//
// While the vendor's data stands still, the pages of one listing hold every item exactly once, however it is split into
// segments (of a segment that broke, up to the token that was gone on from). While data moves, delivery is at least once: a
// later one replaces an earlier one, and hosts upsert by id.
// `Resource.consistency` says what may be missed. A connector keeps no set of all ids it has seen.
//
// ## Bad data
//
// Bad data neither stops a list nor removes a person. An item is **rejected** only when it is no JSON object or has no
// usable id (missing, blank, not a string or whole number, not UTF-8, above 512 bytes). Any other field that cannot be used
// is left absent, and noted in the item's `source.warnings`; so is a whole list that has one entry which cannot be used,
// because what is left would look like all of it. Null and blank are no warnings: they say that there is nothing.
//
// When a vendor page has two items or more and every one of them is rejected, the vendor's schema has moved:
// UPSTREAM_MALFORMED, not a page of rejections. (A page of one bad item goes on, or it could never be passed.)
//
// A request that `expand` needs and that fails, fails the call. What such a request, or one of the connector's own accord,
// does not have for one item is not set there, with a warning.
//
// ## Loops
//
// A vendor's paging that does not end is UPSTREAM_LOOP, after at most one request too many: a cursor that was there before,
// more announced without a cursor, or an empty page that goes on. (A page that a connector's own filter emptied is sent
// empty, with its token.) A host looks over the segments that it joins: a token that began one and comes back later is the
// same error.

// Code generated by protoc-gen-go. DO NOT EDIT.
// versions:
// 	protoc-gen-go v1.36.12
// 	protoc        (unknown)
// source: trellis/connector/v1/list.proto

package connectorv1

import (
	v1 "github.com/trellis-iam/trellis/testdata/contract-v1/trellis/iam/v1"
	protoreflect "google.golang.org/protobuf/reflect/protoreflect"
	protoimpl "google.golang.org/protobuf/runtime/protoimpl"
	durationpb "google.golang.org/protobuf/types/known/durationpb"
	timestamppb "google.golang.org/protobuf/types/known/timestamppb"
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

// What a connector is doing while no page comes.
type Activity int32

const (
	// Something else; the message says what.
	Activity_ACTIVITY_UNSPECIFIED Activity = 0
	// Waiting for an answer.
	Activity_ACTIVITY_WAITING_FOR_UPSTREAM Activity = 1
	// Pacing, or a rate limit that was met.
	Activity_ACTIVITY_WAITING_FOR_RATE_LIMIT Activity = 2
	// Waiting before a failed request is tried again.
	Activity_ACTIVITY_WAITING_TO_RETRY Activity = 3
)

// Enum value maps for Activity.
var (
	Activity_name = map[int32]string{
		0: "ACTIVITY_UNSPECIFIED",
		1: "ACTIVITY_WAITING_FOR_UPSTREAM",
		2: "ACTIVITY_WAITING_FOR_RATE_LIMIT",
		3: "ACTIVITY_WAITING_TO_RETRY",
	}
	Activity_value = map[string]int32{
		"ACTIVITY_UNSPECIFIED":            0,
		"ACTIVITY_WAITING_FOR_UPSTREAM":   1,
		"ACTIVITY_WAITING_FOR_RATE_LIMIT": 2,
		"ACTIVITY_WAITING_TO_RETRY":       3,
	}
)

func (x Activity) Enum() *Activity {
	p := new(Activity)
	*p = x
	return p
}

func (x Activity) String() string {
	return protoimpl.X.EnumStringOf(x.Descriptor(), protoreflect.EnumNumber(x))
}

func (Activity) Descriptor() protoreflect.EnumDescriptor {
	return file_trellis_connector_v1_list_proto_enumTypes[0].Descriptor()
}

func (Activity) Type() protoreflect.EnumType {
	return &file_trellis_connector_v1_list_proto_enumTypes[0]
}

func (x Activity) Number() protoreflect.EnumNumber {
	return protoreflect.EnumNumber(x)
}

// Deprecated: Use Activity.Descriptor instead.
func (Activity) EnumDescriptor() ([]byte, []int) {
	return file_trellis_connector_v1_list_proto_rawDescGZIP(), []int{0}
}

// Why a stream ended.
type End int32

const (
	// Never sent. What a number that is not known is read as: not the end.
	End_END_UNSPECIFIED End = 0
	// There is no more: the vendor said that this was the last page.
	End_END_EXHAUSTED End = 1
	// The request's page limit was reached, and there is or may be more.
	End_END_PAGE_LIMIT End = 2
)

// Enum value maps for End.
var (
	End_name = map[int32]string{
		0: "END_UNSPECIFIED",
		1: "END_EXHAUSTED",
		2: "END_PAGE_LIMIT",
	}
	End_value = map[string]int32{
		"END_UNSPECIFIED": 0,
		"END_EXHAUSTED":   1,
		"END_PAGE_LIMIT":  2,
	}
)

func (x End) Enum() *End {
	p := new(End)
	*p = x
	return p
}

func (x End) String() string {
	return protoimpl.X.EnumStringOf(x.Descriptor(), protoreflect.EnumNumber(x))
}

func (End) Descriptor() protoreflect.EnumDescriptor {
	return file_trellis_connector_v1_list_proto_enumTypes[1].Descriptor()
}

func (End) Type() protoreflect.EnumType {
	return &file_trellis_connector_v1_list_proto_enumTypes[1]
}

func (x End) Number() protoreflect.EnumNumber {
	return protoreflect.EnumNumber(x)
}

// Deprecated: Use End.Descriptor instead.
func (End) EnumDescriptor() ([]byte, []int) {
	return file_trellis_connector_v1_list_proto_rawDescGZIP(), []int{1}
}

// What to list, how, and from where. An option that the connector or the account does not have is UNSUPPORTED; none is
// ever silently ignored.
type ListOptions struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// Empty: from the start, as a new listing. Else a token of an earlier page or receipt.
	PageToken string `protobuf:"bytes,1,opt,name=page_token,json=pageToken,proto3" json:"page_token,omitempty"`
	// Items a page, at most: 0 to 1000, else INVALID_CONFIG. 0: the connector's default. Above the resource's `max_page_size`:
	// lowered to it. A page may be shorter for any reason; a short page is not the end.
	PageSize int32 `protobuf:"varint,2,opt,name=page_size,json=pageSize,proto3" json:"page_size,omitempty"`
	// End this stream after so many pages of the vendor (one that is split over two messages counts once), at the first from
	// which the list can be resumed; the receipt then says PAGE_LIMIT and has a token. 0: no limit.
	PageLimit int32 `protobuf:"varint,3,opt,name=page_limit,json=pageLimit,proto3" json:"page_limit,omitempty"`
	// What items must match, all of them. Evaluated by the vendor or by the connector, never left out. An item whose field is
	// absent matches no value.
	Filters []*Filter `protobuf:"bytes,4,rep,name=filters,proto3" json:"filters,omitempty"`
	// What to read besides; names from Describe. The order says nothing.
	Expand []string `protobuf:"bytes,5,rep,name=expand,proto3" json:"expand,omitempty"`
	// True: each item carries the vendor's JSON of it, byte for byte as in the answer that it is from, in `source.raw`. An
	// item that is derived carries none.
	Raw bool `protobuf:"varint,6,opt,name=raw,proto3" json:"raw,omitempty"`
	// Reserved for lists of changes, which no connector offers yet: not empty is UNSUPPORTED.
	ChangeToken   string `protobuf:"bytes,7,opt,name=change_token,json=changeToken,proto3" json:"change_token,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *ListOptions) Reset() {
	*x = ListOptions{}
	mi := &file_trellis_connector_v1_list_proto_msgTypes[0]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *ListOptions) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*ListOptions) ProtoMessage() {}

func (x *ListOptions) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_list_proto_msgTypes[0]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use ListOptions.ProtoReflect.Descriptor instead.
func (*ListOptions) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_list_proto_rawDescGZIP(), []int{0}
}

func (x *ListOptions) GetPageToken() string {
	if x != nil {
		return x.PageToken
	}
	return ""
}

func (x *ListOptions) GetPageSize() int32 {
	if x != nil {
		return x.PageSize
	}
	return 0
}

func (x *ListOptions) GetPageLimit() int32 {
	if x != nil {
		return x.PageLimit
	}
	return 0
}

func (x *ListOptions) GetFilters() []*Filter {
	if x != nil {
		return x.Filters
	}
	return nil
}

func (x *ListOptions) GetExpand() []string {
	if x != nil {
		return x.Expand
	}
	return nil
}

func (x *ListOptions) GetRaw() bool {
	if x != nil {
		return x.Raw
	}
	return false
}

func (x *ListOptions) GetChangeToken() string {
	if x != nil {
		return x.ChangeToken
	}
	return ""
}

// A condition on items.
type Filter struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// A filter's name from Describe. Each at most once in a request, else INVALID_CONFIG.
	Name string `protobuf:"bytes,1,opt,name=name,proto3" json:"name,omitempty"`
	// An item passes with any of these. At least one.
	Values        []string `protobuf:"bytes,2,rep,name=values,proto3" json:"values,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *Filter) Reset() {
	*x = Filter{}
	mi := &file_trellis_connector_v1_list_proto_msgTypes[1]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *Filter) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*Filter) ProtoMessage() {}

func (x *Filter) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_list_proto_msgTypes[1]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use Filter.ProtoReflect.Descriptor instead.
func (*Filter) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_list_proto_rawDescGZIP(), []int{1}
}

func (x *Filter) GetName() string {
	if x != nil {
		return x.Name
	}
	return ""
}

func (x *Filter) GetValues() []string {
	if x != nil {
		return x.Values
	}
	return nil
}

// A page of users.
type UsersPage struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// In any order.
	Users []*v1.User `protobuf:"bytes,1,rep,name=users,proto3" json:"users,omitempty"`
	// What else there is to say about the page.
	Info          *PageInfo `protobuf:"bytes,2,opt,name=info,proto3" json:"info,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *UsersPage) Reset() {
	*x = UsersPage{}
	mi := &file_trellis_connector_v1_list_proto_msgTypes[2]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *UsersPage) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*UsersPage) ProtoMessage() {}

func (x *UsersPage) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_list_proto_msgTypes[2]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use UsersPage.ProtoReflect.Descriptor instead.
func (*UsersPage) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_list_proto_rawDescGZIP(), []int{2}
}

func (x *UsersPage) GetUsers() []*v1.User {
	if x != nil {
		return x.Users
	}
	return nil
}

func (x *UsersPage) GetInfo() *PageInfo {
	if x != nil {
		return x.Info
	}
	return nil
}

// A page of roles.
type RolesPage struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// In any order.
	Roles []*v1.Role `protobuf:"bytes,1,rep,name=roles,proto3" json:"roles,omitempty"`
	// What else there is to say about the page.
	Info          *PageInfo `protobuf:"bytes,2,opt,name=info,proto3" json:"info,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *RolesPage) Reset() {
	*x = RolesPage{}
	mi := &file_trellis_connector_v1_list_proto_msgTypes[3]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *RolesPage) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*RolesPage) ProtoMessage() {}

func (x *RolesPage) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_list_proto_msgTypes[3]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use RolesPage.ProtoReflect.Descriptor instead.
func (*RolesPage) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_list_proto_rawDescGZIP(), []int{3}
}

func (x *RolesPage) GetRoles() []*v1.Role {
	if x != nil {
		return x.Roles
	}
	return nil
}

func (x *RolesPage) GetInfo() *PageInfo {
	if x != nil {
		return x.Info
	}
	return nil
}

// A page of groups.
type GroupsPage struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// In any order.
	Groups []*v1.Group `protobuf:"bytes,1,rep,name=groups,proto3" json:"groups,omitempty"`
	// What else there is to say about the page.
	Info          *PageInfo `protobuf:"bytes,2,opt,name=info,proto3" json:"info,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *GroupsPage) Reset() {
	*x = GroupsPage{}
	mi := &file_trellis_connector_v1_list_proto_msgTypes[4]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *GroupsPage) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*GroupsPage) ProtoMessage() {}

func (x *GroupsPage) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_list_proto_msgTypes[4]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use GroupsPage.ProtoReflect.Descriptor instead.
func (*GroupsPage) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_list_proto_rawDescGZIP(), []int{4}
}

func (x *GroupsPage) GetGroups() []*v1.Group {
	if x != nil {
		return x.Groups
	}
	return nil
}

func (x *GroupsPage) GetInfo() *PageInfo {
	if x != nil {
		return x.Info
	}
	return nil
}

// What there is to say about a page besides its items. Not set is the same as empty.
type PageInfo struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// The list can be resumed here, after this page. Empty: not here; never "the end". In one stream no two pages carry the
	// same token, nor the one that the request came with.
	NextPageToken string `protobuf:"bytes,1,opt,name=next_page_token,json=nextPageToken,proto3" json:"next_page_token,omitempty"`
	// Items of the vendor's page that could not be used at all.
	Rejected []*RejectedItem `protobuf:"bytes,2,rep,name=rejected,proto3" json:"rejected,omitempty"`
	// How much of the vendor's rate limit is left.
	Rate *RateStatus `protobuf:"bytes,3,opt,name=rate,proto3" json:"rate,omitempty"`
	// The requests behind this page, retries included.
	Exchanges []*Exchange `protobuf:"bytes,4,rep,name=exchanges,proto3" json:"exchanges,omitempty"`
	// Reserved for lists of changes: ids of items that are gone. Always empty today.
	RemovedIds    []string `protobuf:"bytes,5,rep,name=removed_ids,json=removedIds,proto3" json:"removed_ids,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *PageInfo) Reset() {
	*x = PageInfo{}
	mi := &file_trellis_connector_v1_list_proto_msgTypes[5]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *PageInfo) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*PageInfo) ProtoMessage() {}

func (x *PageInfo) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_list_proto_msgTypes[5]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use PageInfo.ProtoReflect.Descriptor instead.
func (*PageInfo) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_list_proto_rawDescGZIP(), []int{5}
}

func (x *PageInfo) GetNextPageToken() string {
	if x != nil {
		return x.NextPageToken
	}
	return ""
}

func (x *PageInfo) GetRejected() []*RejectedItem {
	if x != nil {
		return x.Rejected
	}
	return nil
}

func (x *PageInfo) GetRate() *RateStatus {
	if x != nil {
		return x.Rate
	}
	return nil
}

func (x *PageInfo) GetExchanges() []*Exchange {
	if x != nil {
		return x.Exchanges
	}
	return nil
}

func (x *PageInfo) GetRemovedIds() []string {
	if x != nil {
		return x.RemovedIds
	}
	return nil
}

// An item that could not be used. Only an item that is no JSON object or has no usable id is rejected.
type RejectedItem struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// Its place in the vendor's page, from 0.
	Index int32 `protobuf:"varint,1,opt,name=index,proto3" json:"index,omitempty"`
	// Its id, where there is one that only breaks a rule (too long: then its first 512 bytes, cut between characters). A
	// rejected item without an id means that absence proves nothing.
	Id string `protobuf:"bytes,2,opt,name=id,proto3" json:"id,omitempty"`
	// Where in the vendor's answer: a JSON path, such as `$.data[7].id`. At most 256 bytes.
	Path string `protobuf:"bytes,3,opt,name=path,proto3" json:"path,omitempty"`
	// What is wrong, for people. At most 512 bytes, without secret or personal values.
	Reason        string `protobuf:"bytes,4,opt,name=reason,proto3" json:"reason,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *RejectedItem) Reset() {
	*x = RejectedItem{}
	mi := &file_trellis_connector_v1_list_proto_msgTypes[6]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *RejectedItem) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*RejectedItem) ProtoMessage() {}

func (x *RejectedItem) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_list_proto_msgTypes[6]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use RejectedItem.ProtoReflect.Descriptor instead.
func (*RejectedItem) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_list_proto_rawDescGZIP(), []int{6}
}

func (x *RejectedItem) GetIndex() int32 {
	if x != nil {
		return x.Index
	}
	return 0
}

func (x *RejectedItem) GetId() string {
	if x != nil {
		return x.Id
	}
	return ""
}

func (x *RejectedItem) GetPath() string {
	if x != nil {
		return x.Path
	}
	return ""
}

func (x *RejectedItem) GetReason() string {
	if x != nil {
		return x.Reason
	}
	return ""
}

// How much of a rate limit is left, as the vendor said or as the connector counts.
type RateStatus struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// Requests allowed in the current stretch.
	Limit *int64 `protobuf:"varint,1,opt,name=limit,proto3,oneof" json:"limit,omitempty"`
	// Requests left in it.
	Remaining *int64 `protobuf:"varint,2,opt,name=remaining,proto3,oneof" json:"remaining,omitempty"`
	// When the full limit is there again.
	ResetAt       *timestamppb.Timestamp `protobuf:"bytes,3,opt,name=reset_at,json=resetAt,proto3" json:"reset_at,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *RateStatus) Reset() {
	*x = RateStatus{}
	mi := &file_trellis_connector_v1_list_proto_msgTypes[7]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *RateStatus) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*RateStatus) ProtoMessage() {}

func (x *RateStatus) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_list_proto_msgTypes[7]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use RateStatus.ProtoReflect.Descriptor instead.
func (*RateStatus) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_list_proto_rawDescGZIP(), []int{7}
}

func (x *RateStatus) GetLimit() int64 {
	if x != nil && x.Limit != nil {
		return *x.Limit
	}
	return 0
}

func (x *RateStatus) GetRemaining() int64 {
	if x != nil && x.Remaining != nil {
		return *x.Remaining
	}
	return 0
}

func (x *RateStatus) GetResetAt() *timestamppb.Timestamp {
	if x != nil {
		return x.ResetAt
	}
	return nil
}

// One request to the vendor and how it ended.
type Exchange struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// HTTP method.
	Method string `protobuf:"bytes,1,opt,name=method,proto3" json:"method,omitempty"`
	// URL, with user info, fragment, and every query value that is not known to be neither secret nor personal (page sizes,
	// cursors, choices) replaced by `REDACTED`.
	Url string `protobuf:"bytes,2,opt,name=url,proto3" json:"url,omitempty"`
	// HTTP status. 0: no answer came.
	Status int32 `protobuf:"varint,3,opt,name=status,proto3" json:"status,omitempty"`
	// From the request's first byte to the answer's last.
	Duration *durationpb.Duration `protobuf:"bytes,4,opt,name=duration,proto3" json:"duration,omitempty"`
	// The vendor's id of the request, where it gives one.
	RequestId string `protobuf:"bytes,5,opt,name=request_id,json=requestId,proto3" json:"request_id,omitempty"`
	// When the request's first byte left. Hosts show it in traces; not set: unknown.
	StartedAt     *timestamppb.Timestamp `protobuf:"bytes,6,opt,name=started_at,json=startedAt,proto3" json:"started_at,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *Exchange) Reset() {
	*x = Exchange{}
	mi := &file_trellis_connector_v1_list_proto_msgTypes[8]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *Exchange) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*Exchange) ProtoMessage() {}

func (x *Exchange) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_list_proto_msgTypes[8]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use Exchange.ProtoReflect.Descriptor instead.
func (*Exchange) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_list_proto_rawDescGZIP(), []int{8}
}

func (x *Exchange) GetMethod() string {
	if x != nil {
		return x.Method
	}
	return ""
}

func (x *Exchange) GetUrl() string {
	if x != nil {
		return x.Url
	}
	return ""
}

func (x *Exchange) GetStatus() int32 {
	if x != nil {
		return x.Status
	}
	return 0
}

func (x *Exchange) GetDuration() *durationpb.Duration {
	if x != nil {
		return x.Duration
	}
	return nil
}

func (x *Exchange) GetRequestId() string {
	if x != nil {
		return x.RequestId
	}
	return ""
}

func (x *Exchange) GetStartedAt() *timestamppb.Timestamp {
	if x != nil {
		return x.StartedAt
	}
	return nil
}

// A sign of life. MUST come at least every 10 s while no page does.
type Progress struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// What goes on.
	Activity Activity `protobuf:"varint,1,opt,name=activity,proto3,enum=trellis.connector.v1.Activity" json:"activity,omitempty"`
	// The same for people, in a line of at most 512 bytes: "waiting for the rate limit of api.latticehq.com".
	Message string `protobuf:"bytes,2,opt,name=message,proto3" json:"message,omitempty"`
	// Until when is being waited. Not set: unknown.
	WaitUntil *timestamppb.Timestamp `protobuf:"bytes,3,opt,name=wait_until,json=waitUntil,proto3" json:"wait_until,omitempty"`
	// Which try comes next, from 1. 0: does not apply.
	Attempt int32 `protobuf:"varint,4,opt,name=attempt,proto3" json:"attempt,omitempty"`
	// How many items the vendor says there are in all. For showing only: never evidence of anything.
	TotalItems    *int64 `protobuf:"varint,5,opt,name=total_items,json=totalItems,proto3,oneof" json:"total_items,omitempty"`
	unknownFields protoimpl.UnknownFields
	sizeCache     protoimpl.SizeCache
}

func (x *Progress) Reset() {
	*x = Progress{}
	mi := &file_trellis_connector_v1_list_proto_msgTypes[9]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *Progress) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*Progress) ProtoMessage() {}

func (x *Progress) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_list_proto_msgTypes[9]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use Progress.ProtoReflect.Descriptor instead.
func (*Progress) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_list_proto_rawDescGZIP(), []int{9}
}

func (x *Progress) GetActivity() Activity {
	if x != nil {
		return x.Activity
	}
	return Activity_ACTIVITY_UNSPECIFIED
}

func (x *Progress) GetMessage() string {
	if x != nil {
		return x.Message
	}
	return ""
}

func (x *Progress) GetWaitUntil() *timestamppb.Timestamp {
	if x != nil {
		return x.WaitUntil
	}
	return nil
}

func (x *Progress) GetAttempt() int32 {
	if x != nil {
		return x.Attempt
	}
	return 0
}

func (x *Progress) GetTotalItems() int64 {
	if x != nil && x.TotalItems != nil {
		return *x.TotalItems
	}
	return 0
}

// The end of a stream that was delivered whole, and what was in it. All counts are of **this stream**.
type Receipt struct {
	state protoimpl.MessageState `protogen:"open.v1"`
	// Why the stream ends.
	End End `protobuf:"varint,1,opt,name=end,proto3,enum=trellis.connector.v1.End" json:"end,omitempty"`
	// Items in the pages of this stream.
	Items int64 `protobuf:"varint,2,opt,name=items,proto3" json:"items,omitempty"`
	// Entries of `PageInfo.rejected` in the pages of this stream.
	Rejected int64 `protobuf:"varint,3,opt,name=rejected,proto3" json:"rejected,omitempty"`
	// Items that carry at least one warning.
	Warned int64 `protobuf:"varint,4,opt,name=warned,proto3" json:"warned,omitempty"`
	// With PAGE_LIMIT: the token of the last page. With EXHAUSTED: empty.
	NextPageToken string `protobuf:"bytes,5,opt,name=next_page_token,json=nextPageToken,proto3" json:"next_page_token,omitempty"`
	// Names the listing: made at the empty token (at least 64 bits of randomness), at most 64 bytes, carried through tokens.
	ListingId string `protobuf:"bytes,6,opt,name=listing_id,json=listingId,proto3" json:"listing_id,omitempty"`
	// When the listing began, at the empty token; carried through tokens.
	ListingStartedAt *timestamppb.Timestamp `protobuf:"bytes,7,opt,name=listing_started_at,json=listingStartedAt,proto3" json:"listing_started_at,omitempty"`
	// How much of the resource was seen: judged in each segment for its credentials, FULL only where the vendor's
	// documentation or answers say so, and carried through tokens so that a receipt tells the least of its own and all earlier
	// segments (PARTIAL before UNKNOWN before FULL).
	Visibility Visibility `protobuf:"varint,8,opt,name=visibility,proto3,enum=trellis.connector.v1.Visibility" json:"visibility,omitempty"`
	// True: the vendor's data was seen to move while it was listed (a total changed, the list needed several passes), so
	// that items may have been missed. Carried through tokens: true for one segment is true for all later ones. (A connector
	// that compares totals puts the total into its tokens.)
	DriftObserved bool `protobuf:"varint,9,opt,name=drift_observed,json=driftObserved,proto3" json:"drift_observed,omitempty"`
	// Reserved for lists of changes: from where the next one would start. Always empty today.
	NextChangeToken string `protobuf:"bytes,10,opt,name=next_change_token,json=nextChangeToken,proto3" json:"next_change_token,omitempty"`
	unknownFields   protoimpl.UnknownFields
	sizeCache       protoimpl.SizeCache
}

func (x *Receipt) Reset() {
	*x = Receipt{}
	mi := &file_trellis_connector_v1_list_proto_msgTypes[10]
	ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
	ms.StoreMessageInfo(mi)
}

func (x *Receipt) String() string {
	return protoimpl.X.MessageStringOf(x)
}

func (*Receipt) ProtoMessage() {}

func (x *Receipt) ProtoReflect() protoreflect.Message {
	mi := &file_trellis_connector_v1_list_proto_msgTypes[10]
	if x != nil {
		ms := protoimpl.X.MessageStateOf(protoimpl.Pointer(x))
		if ms.LoadMessageInfo() == nil {
			ms.StoreMessageInfo(mi)
		}
		return ms
	}
	return mi.MessageOf(x)
}

// Deprecated: Use Receipt.ProtoReflect.Descriptor instead.
func (*Receipt) Descriptor() ([]byte, []int) {
	return file_trellis_connector_v1_list_proto_rawDescGZIP(), []int{10}
}

func (x *Receipt) GetEnd() End {
	if x != nil {
		return x.End
	}
	return End_END_UNSPECIFIED
}

func (x *Receipt) GetItems() int64 {
	if x != nil {
		return x.Items
	}
	return 0
}

func (x *Receipt) GetRejected() int64 {
	if x != nil {
		return x.Rejected
	}
	return 0
}

func (x *Receipt) GetWarned() int64 {
	if x != nil {
		return x.Warned
	}
	return 0
}

func (x *Receipt) GetNextPageToken() string {
	if x != nil {
		return x.NextPageToken
	}
	return ""
}

func (x *Receipt) GetListingId() string {
	if x != nil {
		return x.ListingId
	}
	return ""
}

func (x *Receipt) GetListingStartedAt() *timestamppb.Timestamp {
	if x != nil {
		return x.ListingStartedAt
	}
	return nil
}

func (x *Receipt) GetVisibility() Visibility {
	if x != nil {
		return x.Visibility
	}
	return Visibility_VISIBILITY_UNSPECIFIED
}

func (x *Receipt) GetDriftObserved() bool {
	if x != nil {
		return x.DriftObserved
	}
	return false
}

func (x *Receipt) GetNextChangeToken() string {
	if x != nil {
		return x.NextChangeToken
	}
	return ""
}

var File_trellis_connector_v1_list_proto protoreflect.FileDescriptor

const file_trellis_connector_v1_list_proto_rawDesc = "" +
	"\n" +
	"\x1ftrellis/connector/v1/list.proto\x12\x14trellis.connector.v1\x1a\x1egoogle/protobuf/duration.proto\x1a\x1fgoogle/protobuf/timestamp.proto\x1a'trellis/connector/v1/authenticate.proto\x1a\x1atrellis/iam/v1/group.proto\x1a\x19trellis/iam/v1/role.proto\x1a\x19trellis/iam/v1/user.proto\"\xed\x01\n" +
	"\vListOptions\x12\x1d\n" +
	"\n" +
	"page_token\x18\x01 \x01(\tR\tpageToken\x12\x1b\n" +
	"\tpage_size\x18\x02 \x01(\x05R\bpageSize\x12\x1d\n" +
	"\n" +
	"page_limit\x18\x03 \x01(\x05R\tpageLimit\x126\n" +
	"\afilters\x18\x04 \x03(\v2\x1c.trellis.connector.v1.FilterR\afilters\x12\x16\n" +
	"\x06expand\x18\x05 \x03(\tR\x06expand\x12\x10\n" +
	"\x03raw\x18\x06 \x01(\bR\x03raw\x12!\n" +
	"\fchange_token\x18\a \x01(\tR\vchangeToken\"4\n" +
	"\x06Filter\x12\x12\n" +
	"\x04name\x18\x01 \x01(\tR\x04name\x12\x16\n" +
	"\x06values\x18\x02 \x03(\tR\x06values\"k\n" +
	"\tUsersPage\x12*\n" +
	"\x05users\x18\x01 \x03(\v2\x14.trellis.iam.v1.UserR\x05users\x122\n" +
	"\x04info\x18\x02 \x01(\v2\x1e.trellis.connector.v1.PageInfoR\x04info\"k\n" +
	"\tRolesPage\x12*\n" +
	"\x05roles\x18\x01 \x03(\v2\x14.trellis.iam.v1.RoleR\x05roles\x122\n" +
	"\x04info\x18\x02 \x01(\v2\x1e.trellis.connector.v1.PageInfoR\x04info\"o\n" +
	"\n" +
	"GroupsPage\x12-\n" +
	"\x06groups\x18\x01 \x03(\v2\x15.trellis.iam.v1.GroupR\x06groups\x122\n" +
	"\x04info\x18\x02 \x01(\v2\x1e.trellis.connector.v1.PageInfoR\x04info\"\x87\x02\n" +
	"\bPageInfo\x12&\n" +
	"\x0fnext_page_token\x18\x01 \x01(\tR\rnextPageToken\x12>\n" +
	"\brejected\x18\x02 \x03(\v2\".trellis.connector.v1.RejectedItemR\brejected\x124\n" +
	"\x04rate\x18\x03 \x01(\v2 .trellis.connector.v1.RateStatusR\x04rate\x12<\n" +
	"\texchanges\x18\x04 \x03(\v2\x1e.trellis.connector.v1.ExchangeR\texchanges\x12\x1f\n" +
	"\vremoved_ids\x18\x05 \x03(\tR\n" +
	"removedIds\"`\n" +
	"\fRejectedItem\x12\x14\n" +
	"\x05index\x18\x01 \x01(\x05R\x05index\x12\x0e\n" +
	"\x02id\x18\x02 \x01(\tR\x02id\x12\x12\n" +
	"\x04path\x18\x03 \x01(\tR\x04path\x12\x16\n" +
	"\x06reason\x18\x04 \x01(\tR\x06reason\"\x99\x01\n" +
	"\n" +
	"RateStatus\x12\x19\n" +
	"\x05limit\x18\x01 \x01(\x03H\x00R\x05limit\x88\x01\x01\x12!\n" +
	"\tremaining\x18\x02 \x01(\x03H\x01R\tremaining\x88\x01\x01\x125\n" +
	"\breset_at\x18\x03 \x01(\v2\x1a.google.protobuf.TimestampR\aresetAtB\b\n" +
	"\x06_limitB\f\n" +
	"\n" +
	"_remaining\"\xdd\x01\n" +
	"\bExchange\x12\x16\n" +
	"\x06method\x18\x01 \x01(\tR\x06method\x12\x10\n" +
	"\x03url\x18\x02 \x01(\tR\x03url\x12\x16\n" +
	"\x06status\x18\x03 \x01(\x05R\x06status\x125\n" +
	"\bduration\x18\x04 \x01(\v2\x19.google.protobuf.DurationR\bduration\x12\x1d\n" +
	"\n" +
	"request_id\x18\x05 \x01(\tR\trequestId\x129\n" +
	"\n" +
	"started_at\x18\x06 \x01(\v2\x1a.google.protobuf.TimestampR\tstartedAt\"\xeb\x01\n" +
	"\bProgress\x12:\n" +
	"\bactivity\x18\x01 \x01(\x0e2\x1e.trellis.connector.v1.ActivityR\bactivity\x12\x18\n" +
	"\amessage\x18\x02 \x01(\tR\amessage\x129\n" +
	"\n" +
	"wait_until\x18\x03 \x01(\v2\x1a.google.protobuf.TimestampR\twaitUntil\x12\x18\n" +
	"\aattempt\x18\x04 \x01(\x05R\aattempt\x12$\n" +
	"\vtotal_items\x18\x05 \x01(\x03H\x00R\n" +
	"totalItems\x88\x01\x01B\x0e\n" +
	"\f_total_items\"\xa6\x03\n" +
	"\aReceipt\x12+\n" +
	"\x03end\x18\x01 \x01(\x0e2\x19.trellis.connector.v1.EndR\x03end\x12\x14\n" +
	"\x05items\x18\x02 \x01(\x03R\x05items\x12\x1a\n" +
	"\brejected\x18\x03 \x01(\x03R\brejected\x12\x16\n" +
	"\x06warned\x18\x04 \x01(\x03R\x06warned\x12&\n" +
	"\x0fnext_page_token\x18\x05 \x01(\tR\rnextPageToken\x12\x1d\n" +
	"\n" +
	"listing_id\x18\x06 \x01(\tR\tlistingId\x12H\n" +
	"\x12listing_started_at\x18\a \x01(\v2\x1a.google.protobuf.TimestampR\x10listingStartedAt\x12@\n" +
	"\n" +
	"visibility\x18\b \x01(\x0e2 .trellis.connector.v1.VisibilityR\n" +
	"visibility\x12%\n" +
	"\x0edrift_observed\x18\t \x01(\bR\rdriftObserved\x12*\n" +
	"\x11next_change_token\x18\n" +
	" \x01(\tR\x0fnextChangeToken*\x8b\x01\n" +
	"\bActivity\x12\x18\n" +
	"\x14ACTIVITY_UNSPECIFIED\x10\x00\x12!\n" +
	"\x1dACTIVITY_WAITING_FOR_UPSTREAM\x10\x01\x12#\n" +
	"\x1fACTIVITY_WAITING_FOR_RATE_LIMIT\x10\x02\x12\x1d\n" +
	"\x19ACTIVITY_WAITING_TO_RETRY\x10\x03*A\n" +
	"\x03End\x12\x13\n" +
	"\x0fEND_UNSPECIFIED\x10\x00\x12\x11\n" +
	"\rEND_EXHAUSTED\x10\x01\x12\x12\n" +
	"\x0eEND_PAGE_LIMIT\x10\x02BGZEgithub.com/trellis-iam/trellis/proto/trellis/connector/v1;connectorv1b\x06proto3"

var (
	file_trellis_connector_v1_list_proto_rawDescOnce sync.Once
	file_trellis_connector_v1_list_proto_rawDescData []byte
)

func file_trellis_connector_v1_list_proto_rawDescGZIP() []byte {
	file_trellis_connector_v1_list_proto_rawDescOnce.Do(func() {
		file_trellis_connector_v1_list_proto_rawDescData = protoimpl.X.CompressGZIP(unsafe.Slice(unsafe.StringData(file_trellis_connector_v1_list_proto_rawDesc), len(file_trellis_connector_v1_list_proto_rawDesc)))
	})
	return file_trellis_connector_v1_list_proto_rawDescData
}

var file_trellis_connector_v1_list_proto_enumTypes = make([]protoimpl.EnumInfo, 2)
var file_trellis_connector_v1_list_proto_msgTypes = make([]protoimpl.MessageInfo, 11)
var file_trellis_connector_v1_list_proto_goTypes = []any{
	(Activity)(0),                 // 0: trellis.connector.v1.Activity
	(End)(0),                      // 1: trellis.connector.v1.End
	(*ListOptions)(nil),           // 2: trellis.connector.v1.ListOptions
	(*Filter)(nil),                // 3: trellis.connector.v1.Filter
	(*UsersPage)(nil),             // 4: trellis.connector.v1.UsersPage
	(*RolesPage)(nil),             // 5: trellis.connector.v1.RolesPage
	(*GroupsPage)(nil),            // 6: trellis.connector.v1.GroupsPage
	(*PageInfo)(nil),              // 7: trellis.connector.v1.PageInfo
	(*RejectedItem)(nil),          // 8: trellis.connector.v1.RejectedItem
	(*RateStatus)(nil),            // 9: trellis.connector.v1.RateStatus
	(*Exchange)(nil),              // 10: trellis.connector.v1.Exchange
	(*Progress)(nil),              // 11: trellis.connector.v1.Progress
	(*Receipt)(nil),               // 12: trellis.connector.v1.Receipt
	(*v1.User)(nil),               // 13: trellis.iam.v1.User
	(*v1.Role)(nil),               // 14: trellis.iam.v1.Role
	(*v1.Group)(nil),              // 15: trellis.iam.v1.Group
	(*timestamppb.Timestamp)(nil), // 16: google.protobuf.Timestamp
	(*durationpb.Duration)(nil),   // 17: google.protobuf.Duration
	(Visibility)(0),               // 18: trellis.connector.v1.Visibility
}
var file_trellis_connector_v1_list_proto_depIdxs = []int32{
	3,  // 0: trellis.connector.v1.ListOptions.filters:type_name -> trellis.connector.v1.Filter
	13, // 1: trellis.connector.v1.UsersPage.users:type_name -> trellis.iam.v1.User
	7,  // 2: trellis.connector.v1.UsersPage.info:type_name -> trellis.connector.v1.PageInfo
	14, // 3: trellis.connector.v1.RolesPage.roles:type_name -> trellis.iam.v1.Role
	7,  // 4: trellis.connector.v1.RolesPage.info:type_name -> trellis.connector.v1.PageInfo
	15, // 5: trellis.connector.v1.GroupsPage.groups:type_name -> trellis.iam.v1.Group
	7,  // 6: trellis.connector.v1.GroupsPage.info:type_name -> trellis.connector.v1.PageInfo
	8,  // 7: trellis.connector.v1.PageInfo.rejected:type_name -> trellis.connector.v1.RejectedItem
	9,  // 8: trellis.connector.v1.PageInfo.rate:type_name -> trellis.connector.v1.RateStatus
	10, // 9: trellis.connector.v1.PageInfo.exchanges:type_name -> trellis.connector.v1.Exchange
	16, // 10: trellis.connector.v1.RateStatus.reset_at:type_name -> google.protobuf.Timestamp
	17, // 11: trellis.connector.v1.Exchange.duration:type_name -> google.protobuf.Duration
	16, // 12: trellis.connector.v1.Exchange.started_at:type_name -> google.protobuf.Timestamp
	0,  // 13: trellis.connector.v1.Progress.activity:type_name -> trellis.connector.v1.Activity
	16, // 14: trellis.connector.v1.Progress.wait_until:type_name -> google.protobuf.Timestamp
	1,  // 15: trellis.connector.v1.Receipt.end:type_name -> trellis.connector.v1.End
	16, // 16: trellis.connector.v1.Receipt.listing_started_at:type_name -> google.protobuf.Timestamp
	18, // 17: trellis.connector.v1.Receipt.visibility:type_name -> trellis.connector.v1.Visibility
	18, // [18:18] is the sub-list for method output_type
	18, // [18:18] is the sub-list for method input_type
	18, // [18:18] is the sub-list for extension type_name
	18, // [18:18] is the sub-list for extension extendee
	0,  // [0:18] is the sub-list for field type_name
}

func init() { file_trellis_connector_v1_list_proto_init() }
func file_trellis_connector_v1_list_proto_init() {
	if File_trellis_connector_v1_list_proto != nil {
		return
	}
	file_trellis_connector_v1_authenticate_proto_init()
	file_trellis_connector_v1_list_proto_msgTypes[7].OneofWrappers = []any{}
	file_trellis_connector_v1_list_proto_msgTypes[9].OneofWrappers = []any{}
	type x struct{}
	out := protoimpl.TypeBuilder{
		File: protoimpl.DescBuilder{
			GoPackagePath: reflect.TypeOf(x{}).PkgPath(),
			RawDescriptor: unsafe.Slice(unsafe.StringData(file_trellis_connector_v1_list_proto_rawDesc), len(file_trellis_connector_v1_list_proto_rawDesc)),
			NumEnums:      2,
			NumMessages:   11,
			NumExtensions: 0,
			NumServices:   0,
		},
		GoTypes:           file_trellis_connector_v1_list_proto_goTypes,
		DependencyIndexes: file_trellis_connector_v1_list_proto_depIdxs,
		EnumInfos:         file_trellis_connector_v1_list_proto_enumTypes,
		MessageInfos:      file_trellis_connector_v1_list_proto_msgTypes,
	}.Build()
	File_trellis_connector_v1_list_proto = out.File
	file_trellis_connector_v1_list_proto_goTypes = nil
	file_trellis_connector_v1_list_proto_depIdxs = nil
}
