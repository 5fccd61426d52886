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

// @generated by protoc-gen-es v2.17.0 with parameter "target=ts"
// @generated from file trellis/connector/v1/list.proto (package trellis.connector.v1, syntax proto3)
/* eslint-disable */

import type { GenEnum, GenFile, GenMessage } from "@bufbuild/protobuf/codegenv2";
import { enumDesc, fileDesc, messageDesc } from "@bufbuild/protobuf/codegenv2";
import type { Duration, Timestamp } from "@bufbuild/protobuf/wkt";
import { file_google_protobuf_duration, file_google_protobuf_timestamp } from "@bufbuild/protobuf/wkt";
import type { Visibility } from "./authenticate_pb";
import { file_trellis_connector_v1_authenticate } from "./authenticate_pb";
import type { Group } from "../../iam/v1/group_pb";
import { file_trellis_iam_v1_group } from "../../iam/v1/group_pb";
import type { Role } from "../../iam/v1/role_pb";
import { file_trellis_iam_v1_role } from "../../iam/v1/role_pb";
import type { User } from "../../iam/v1/user_pb";
import { file_trellis_iam_v1_user } from "../../iam/v1/user_pb";
import type { Message } from "@bufbuild/protobuf";

/**
 * Describes the file trellis/connector/v1/list.proto.
 */
export const file_trellis_connector_v1_list: GenFile = /*@__PURE__*/
  fileDesc("Ch90cmVsbGlzL2Nvbm5lY3Rvci92MS9saXN0LnByb3RvEhR0cmVsbGlzLmNvbm5lY3Rvci52MSKqAQoLTGlzdE9wdGlvbnMSEgoKcGFnZV90b2tlbhgBIAEoCRIRCglwYWdlX3NpemUYAiABKAUSEgoKcGFnZV9saW1pdBgDIAEoBRItCgdmaWx0ZXJzGAQgAygLMhwudHJlbGxpcy5jb25uZWN0b3IudjEuRmlsdGVyEg4KBmV4cGFuZBgFIAMoCRILCgNyYXcYBiABKAgSFAoMY2hhbmdlX3Rva2VuGAcgASgJIiYKBkZpbHRlchIMCgRuYW1lGAEgASgJEg4KBnZhbHVlcxgCIAMoCSJeCglVc2Vyc1BhZ2USIwoFdXNlcnMYASADKAsyFC50cmVsbGlzLmlhbS52MS5Vc2VyEiwKBGluZm8YAiABKAsyHi50cmVsbGlzLmNvbm5lY3Rvci52MS5QYWdlSW5mbyJeCglSb2xlc1BhZ2USIwoFcm9sZXMYASADKAsyFC50cmVsbGlzLmlhbS52MS5Sb2xlEiwKBGluZm8YAiABKAsyHi50cmVsbGlzLmNvbm5lY3Rvci52MS5QYWdlSW5mbyJhCgpHcm91cHNQYWdlEiUKBmdyb3VwcxgBIAMoCzIVLnRyZWxsaXMuaWFtLnYxLkdyb3VwEiwKBGluZm8YAiABKAsyHi50cmVsbGlzLmNvbm5lY3Rvci52MS5QYWdlSW5mbyLRAQoIUGFnZUluZm8SFwoPbmV4dF9wYWdlX3Rva2VuGAEgASgJEjQKCHJlamVjdGVkGAIgAygLMiIudHJlbGxpcy5jb25uZWN0b3IudjEuUmVqZWN0ZWRJdGVtEi4KBHJhdGUYAyABKAsyIC50cmVsbGlzLmNvbm5lY3Rvci52MS5SYXRlU3RhdHVzEjEKCWV4Y2hhbmdlcxgEIAMoCzIeLnRyZWxsaXMuY29ubmVjdG9yLnYxLkV4Y2hhbmdlEhMKC3JlbW92ZWRfaWRzGAUgAygJIkcKDFJlamVjdGVkSXRlbRINCgVpbmRleBgBIAEoBRIKCgJpZBgCIAEoCRIMCgRwYXRoGAMgASgJEg4KBnJlYXNvbhgEIAEoCSJ+CgpSYXRlU3RhdHVzEhIKBWxpbWl0GAEgASgDSACIAQESFgoJcmVtYWluaW5nGAIgASgDSAGIAQESLAoIcmVzZXRfYXQYAyABKAsyGi5nb29nbGUucHJvdG9idWYuVGltZXN0YW1wQggKBl9saW1pdEIMCgpfcmVtYWluaW5nIqgBCghFeGNoYW5nZRIOCgZtZXRob2QYASABKAkSCwoDdXJsGAIgASgJEg4KBnN0YXR1cxgDIAEoBRIrCghkdXJhdGlvbhgEIAEoCzIZLmdvb2dsZS5wcm90b2J1Zi5EdXJhdGlvbhISCgpyZXF1ZXN0X2lkGAUgASgJEi4KCnN0YXJ0ZWRfYXQYBiABKAsyGi5nb29nbGUucHJvdG9idWYuVGltZXN0YW1wIrgBCghQcm9ncmVzcxIwCghhY3Rpdml0eRgBIAEoDjIeLnRyZWxsaXMuY29ubmVjdG9yLnYxLkFjdGl2aXR5Eg8KB21lc3NhZ2UYAiABKAkSLgoKd2FpdF91bnRpbBgDIAEoCzIaLmdvb2dsZS5wcm90b2J1Zi5UaW1lc3RhbXASDwoHYXR0ZW1wdBgEIAEoBRIYCgt0b3RhbF9pdGVtcxgFIAEoA0gAiAEBQg4KDF90b3RhbF9pdGVtcyKwAgoHUmVjZWlwdBImCgNlbmQYASABKA4yGS50cmVsbGlzLmNvbm5lY3Rvci52MS5FbmQSDQoFaXRlbXMYAiABKAMSEAoIcmVqZWN0ZWQYAyABKAMSDgoGd2FybmVkGAQgASgDEhcKD25leHRfcGFnZV90b2tlbhgFIAEoCRISCgpsaXN0aW5nX2lkGAYgASgJEjYKEmxpc3Rpbmdfc3RhcnRlZF9hdBgHIAEoCzIaLmdvb2dsZS5wcm90b2J1Zi5UaW1lc3RhbXASNAoKdmlzaWJpbGl0eRgIIAEoDjIgLnRyZWxsaXMuY29ubmVjdG9yLnYxLlZpc2liaWxpdHkSFgoOZHJpZnRfb2JzZXJ2ZWQYCSABKAgSGQoRbmV4dF9jaGFuZ2VfdG9rZW4YCiABKAkqiwEKCEFjdGl2aXR5EhgKFEFDVElWSVRZX1VOU1BFQ0lGSUVEEAASIQodQUNUSVZJVFlfV0FJVElOR19GT1JfVVBTVFJFQU0QARIjCh9BQ1RJVklUWV9XQUlUSU5HX0ZPUl9SQVRFX0xJTUlUEAISHQoZQUNUSVZJVFlfV0FJVElOR19UT19SRVRSWRADKkEKA0VuZBITCg9FTkRfVU5TUEVDSUZJRUQQABIRCg1FTkRfRVhIQVVTVEVEEAESEgoORU5EX1BBR0VfTElNSVQQAkJHWkVnaXRodWIuY29tL3RyZWxsaXMtaWFtL3RyZWxsaXMvcHJvdG8vdHJlbGxpcy9jb25uZWN0b3IvdjE7Y29ubmVjdG9ydjFiBnByb3RvMw", [file_google_protobuf_duration, file_google_protobuf_timestamp, file_trellis_connector_v1_authenticate, file_trellis_iam_v1_group, file_trellis_iam_v1_role, file_trellis_iam_v1_user]);

/**
 * What to list, how, and from where. An option that the connector or the account does not have is UNSUPPORTED; none is
 * ever silently ignored.
 *
 * @generated from message trellis.connector.v1.ListOptions
 */
export type ListOptions = Message<"trellis.connector.v1.ListOptions"> & {
  /**
   * Empty: from the start, as a new listing. Else a token of an earlier page or receipt.
   *
   * @generated from field: string page_token = 1;
   */
  pageToken: string;

  /**
   * Items a page, at most: 0 to 1000, else INVALID_CONFIG. 0: the connector's default. Above the resource's `max_page_size`:
   * lowered to it. A page may be shorter for any reason; a short page is not the end.
   *
   * @generated from field: int32 page_size = 2;
   */
  pageSize: number;

  /**
   * End this stream after so many pages of the vendor (one that is split over two messages counts once), at the first from
   * which the list can be resumed; the receipt then says PAGE_LIMIT and has a token. 0: no limit.
   *
   * @generated from field: int32 page_limit = 3;
   */
  pageLimit: number;

  /**
   * What items must match, all of them. Evaluated by the vendor or by the connector, never left out. An item whose field is
   * absent matches no value.
   *
   * @generated from field: repeated trellis.connector.v1.Filter filters = 4;
   */
  filters: Filter[];

  /**
   * What to read besides; names from Describe. The order says nothing.
   *
   * @generated from field: repeated string expand = 5;
   */
  expand: string[];

  /**
   * True: each item carries the vendor's JSON of it, byte for byte as in the answer that it is from, in `source.raw`. An
   * item that is derived carries none.
   *
   * @generated from field: bool raw = 6;
   */
  raw: boolean;

  /**
   * Reserved for lists of changes, which no connector offers yet: not empty is UNSUPPORTED.
   *
   * @generated from field: string change_token = 7;
   */
  changeToken: string;
};

/**
 * Describes the message trellis.connector.v1.ListOptions.
 * Use `create(ListOptionsSchema)` to create a new message.
 */
export const ListOptionsSchema: GenMessage<ListOptions> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_list, 0);

/**
 * A condition on items.
 *
 * @generated from message trellis.connector.v1.Filter
 */
export type Filter = Message<"trellis.connector.v1.Filter"> & {
  /**
   * A filter's name from Describe. Each at most once in a request, else INVALID_CONFIG.
   *
   * @generated from field: string name = 1;
   */
  name: string;

  /**
   * An item passes with any of these. At least one.
   *
   * @generated from field: repeated string values = 2;
   */
  values: string[];
};

/**
 * Describes the message trellis.connector.v1.Filter.
 * Use `create(FilterSchema)` to create a new message.
 */
export const FilterSchema: GenMessage<Filter> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_list, 1);

/**
 * A page of users.
 *
 * @generated from message trellis.connector.v1.UsersPage
 */
export type UsersPage = Message<"trellis.connector.v1.UsersPage"> & {
  /**
   * In any order.
   *
   * @generated from field: repeated trellis.iam.v1.User users = 1;
   */
  users: User[];

  /**
   * What else there is to say about the page.
   *
   * @generated from field: trellis.connector.v1.PageInfo info = 2;
   */
  info?: PageInfo | undefined;
};

/**
 * Describes the message trellis.connector.v1.UsersPage.
 * Use `create(UsersPageSchema)` to create a new message.
 */
export const UsersPageSchema: GenMessage<UsersPage> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_list, 2);

/**
 * A page of roles.
 *
 * @generated from message trellis.connector.v1.RolesPage
 */
export type RolesPage = Message<"trellis.connector.v1.RolesPage"> & {
  /**
   * In any order.
   *
   * @generated from field: repeated trellis.iam.v1.Role roles = 1;
   */
  roles: Role[];

  /**
   * What else there is to say about the page.
   *
   * @generated from field: trellis.connector.v1.PageInfo info = 2;
   */
  info?: PageInfo | undefined;
};

/**
 * Describes the message trellis.connector.v1.RolesPage.
 * Use `create(RolesPageSchema)` to create a new message.
 */
export const RolesPageSchema: GenMessage<RolesPage> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_list, 3);

/**
 * A page of groups.
 *
 * @generated from message trellis.connector.v1.GroupsPage
 */
export type GroupsPage = Message<"trellis.connector.v1.GroupsPage"> & {
  /**
   * In any order.
   *
   * @generated from field: repeated trellis.iam.v1.Group groups = 1;
   */
  groups: Group[];

  /**
   * What else there is to say about the page.
   *
   * @generated from field: trellis.connector.v1.PageInfo info = 2;
   */
  info?: PageInfo | undefined;
};

/**
 * Describes the message trellis.connector.v1.GroupsPage.
 * Use `create(GroupsPageSchema)` to create a new message.
 */
export const GroupsPageSchema: GenMessage<GroupsPage> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_list, 4);

/**
 * What there is to say about a page besides its items. Not set is the same as empty.
 *
 * @generated from message trellis.connector.v1.PageInfo
 */
export type PageInfo = Message<"trellis.connector.v1.PageInfo"> & {
  /**
   * The list can be resumed here, after this page. Empty: not here; never "the end". In one stream no two pages carry the
   * same token, nor the one that the request came with.
   *
   * @generated from field: string next_page_token = 1;
   */
  nextPageToken: string;

  /**
   * Items of the vendor's page that could not be used at all.
   *
   * @generated from field: repeated trellis.connector.v1.RejectedItem rejected = 2;
   */
  rejected: RejectedItem[];

  /**
   * How much of the vendor's rate limit is left.
   *
   * @generated from field: trellis.connector.v1.RateStatus rate = 3;
   */
  rate?: RateStatus | undefined;

  /**
   * The requests behind this page, retries included.
   *
   * @generated from field: repeated trellis.connector.v1.Exchange exchanges = 4;
   */
  exchanges: Exchange[];

  /**
   * Reserved for lists of changes: ids of items that are gone. Always empty today.
   *
   * @generated from field: repeated string removed_ids = 5;
   */
  removedIds: string[];
};

/**
 * Describes the message trellis.connector.v1.PageInfo.
 * Use `create(PageInfoSchema)` to create a new message.
 */
export const PageInfoSchema: GenMessage<PageInfo> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_list, 5);

/**
 * An item that could not be used. Only an item that is no JSON object or has no usable id is rejected.
 *
 * @generated from message trellis.connector.v1.RejectedItem
 */
export type RejectedItem = Message<"trellis.connector.v1.RejectedItem"> & {
  /**
   * Its place in the vendor's page, from 0.
   *
   * @generated from field: int32 index = 1;
   */
  index: number;

  /**
   * Its id, where there is one that only breaks a rule (too long: then its first 512 bytes, cut between characters). A
   * rejected item without an id means that absence proves nothing.
   *
   * @generated from field: string id = 2;
   */
  id: string;

  /**
   * Where in the vendor's answer: a JSON path, such as `$.data[7].id`. At most 256 bytes.
   *
   * @generated from field: string path = 3;
   */
  path: string;

  /**
   * What is wrong, for people. At most 512 bytes, without secret or personal values.
   *
   * @generated from field: string reason = 4;
   */
  reason: string;
};

/**
 * Describes the message trellis.connector.v1.RejectedItem.
 * Use `create(RejectedItemSchema)` to create a new message.
 */
export const RejectedItemSchema: GenMessage<RejectedItem> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_list, 6);

/**
 * How much of a rate limit is left, as the vendor said or as the connector counts.
 *
 * @generated from message trellis.connector.v1.RateStatus
 */
export type RateStatus = Message<"trellis.connector.v1.RateStatus"> & {
  /**
   * Requests allowed in the current stretch.
   *
   * @generated from field: optional int64 limit = 1;
   */
  limit?: bigint | undefined;

  /**
   * Requests left in it.
   *
   * @generated from field: optional int64 remaining = 2;
   */
  remaining?: bigint | undefined;

  /**
   * When the full limit is there again.
   *
   * @generated from field: google.protobuf.Timestamp reset_at = 3;
   */
  resetAt?: Timestamp | undefined;
};

/**
 * Describes the message trellis.connector.v1.RateStatus.
 * Use `create(RateStatusSchema)` to create a new message.
 */
export const RateStatusSchema: GenMessage<RateStatus> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_list, 7);

/**
 * One request to the vendor and how it ended.
 *
 * @generated from message trellis.connector.v1.Exchange
 */
export type Exchange = Message<"trellis.connector.v1.Exchange"> & {
  /**
   * HTTP method.
   *
   * @generated from field: string method = 1;
   */
  method: string;

  /**
   * URL, with user info, fragment, and every query value that is not known to be neither secret nor personal (page sizes,
   * cursors, choices) replaced by `REDACTED`.
   *
   * @generated from field: string url = 2;
   */
  url: string;

  /**
   * HTTP status. 0: no answer came.
   *
   * @generated from field: int32 status = 3;
   */
  status: number;

  /**
   * From the request's first byte to the answer's last.
   *
   * @generated from field: google.protobuf.Duration duration = 4;
   */
  duration?: Duration | undefined;

  /**
   * The vendor's id of the request, where it gives one.
   *
   * @generated from field: string request_id = 5;
   */
  requestId: string;

  /**
   * When the request's first byte left. Hosts show it in traces; not set: unknown.
   *
   * @generated from field: google.protobuf.Timestamp started_at = 6;
   */
  startedAt?: Timestamp | undefined;
};

/**
 * Describes the message trellis.connector.v1.Exchange.
 * Use `create(ExchangeSchema)` to create a new message.
 */
export const ExchangeSchema: GenMessage<Exchange> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_list, 8);

/**
 * A sign of life. MUST come at least every 10 s while no page does.
 *
 * @generated from message trellis.connector.v1.Progress
 */
export type Progress = Message<"trellis.connector.v1.Progress"> & {
  /**
   * What goes on.
   *
   * @generated from field: trellis.connector.v1.Activity activity = 1;
   */
  activity: Activity;

  /**
   * The same for people, in a line of at most 512 bytes: "waiting for the rate limit of api.latticehq.com".
   *
   * @generated from field: string message = 2;
   */
  message: string;

  /**
   * Until when is being waited. Not set: unknown.
   *
   * @generated from field: google.protobuf.Timestamp wait_until = 3;
   */
  waitUntil?: Timestamp | undefined;

  /**
   * Which try comes next, from 1. 0: does not apply.
   *
   * @generated from field: int32 attempt = 4;
   */
  attempt: number;

  /**
   * How many items the vendor says there are in all. For showing only: never evidence of anything.
   *
   * @generated from field: optional int64 total_items = 5;
   */
  totalItems?: bigint | undefined;
};

/**
 * Describes the message trellis.connector.v1.Progress.
 * Use `create(ProgressSchema)` to create a new message.
 */
export const ProgressSchema: GenMessage<Progress> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_list, 9);

/**
 * The end of a stream that was delivered whole, and what was in it. All counts are of **this stream**.
 *
 * @generated from message trellis.connector.v1.Receipt
 */
export type Receipt = Message<"trellis.connector.v1.Receipt"> & {
  /**
   * Why the stream ends.
   *
   * @generated from field: trellis.connector.v1.End end = 1;
   */
  end: End;

  /**
   * Items in the pages of this stream.
   *
   * @generated from field: int64 items = 2;
   */
  items: bigint;

  /**
   * Entries of `PageInfo.rejected` in the pages of this stream.
   *
   * @generated from field: int64 rejected = 3;
   */
  rejected: bigint;

  /**
   * Items that carry at least one warning.
   *
   * @generated from field: int64 warned = 4;
   */
  warned: bigint;

  /**
   * With PAGE_LIMIT: the token of the last page. With EXHAUSTED: empty.
   *
   * @generated from field: string next_page_token = 5;
   */
  nextPageToken: string;

  /**
   * Names the listing: made at the empty token (at least 64 bits of randomness), at most 64 bytes, carried through tokens.
   *
   * @generated from field: string listing_id = 6;
   */
  listingId: string;

  /**
   * When the listing began, at the empty token; carried through tokens.
   *
   * @generated from field: google.protobuf.Timestamp listing_started_at = 7;
   */
  listingStartedAt?: Timestamp | undefined;

  /**
   * How much of the resource was seen: judged in each segment for its credentials, FULL only where the vendor's
   * documentation or answers say so, and carried through tokens so that a receipt tells the least of its own and all earlier
   * segments (PARTIAL before UNKNOWN before FULL).
   *
   * @generated from field: trellis.connector.v1.Visibility visibility = 8;
   */
  visibility: Visibility;

  /**
   * True: the vendor's data was seen to move while it was listed (a total changed, the list needed several passes), so
   * that items may have been missed. Carried through tokens: true for one segment is true for all later ones. (A connector
   * that compares totals puts the total into its tokens.)
   *
   * @generated from field: bool drift_observed = 9;
   */
  driftObserved: boolean;

  /**
   * Reserved for lists of changes: from where the next one would start. Always empty today.
   *
   * @generated from field: string next_change_token = 10;
   */
  nextChangeToken: string;
};

/**
 * Describes the message trellis.connector.v1.Receipt.
 * Use `create(ReceiptSchema)` to create a new message.
 */
export const ReceiptSchema: GenMessage<Receipt> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_list, 10);

/**
 * What a connector is doing while no page comes.
 *
 * @generated from enum trellis.connector.v1.Activity
 */
export enum Activity {
  /**
   * Something else; the message says what.
   *
   * @generated from enum value: ACTIVITY_UNSPECIFIED = 0;
   */
  UNSPECIFIED = 0,

  /**
   * Waiting for an answer.
   *
   * @generated from enum value: ACTIVITY_WAITING_FOR_UPSTREAM = 1;
   */
  WAITING_FOR_UPSTREAM = 1,

  /**
   * Pacing, or a rate limit that was met.
   *
   * @generated from enum value: ACTIVITY_WAITING_FOR_RATE_LIMIT = 2;
   */
  WAITING_FOR_RATE_LIMIT = 2,

  /**
   * Waiting before a failed request is tried again.
   *
   * @generated from enum value: ACTIVITY_WAITING_TO_RETRY = 3;
   */
  WAITING_TO_RETRY = 3,
}

/**
 * Describes the enum trellis.connector.v1.Activity.
 */
export const ActivitySchema: GenEnum<Activity> = /*@__PURE__*/
  enumDesc(file_trellis_connector_v1_list, 0);

/**
 * Why a stream ended.
 *
 * @generated from enum trellis.connector.v1.End
 */
export enum End {
  /**
   * Never sent. What a number that is not known is read as: not the end.
   *
   * @generated from enum value: END_UNSPECIFIED = 0;
   */
  UNSPECIFIED = 0,

  /**
   * There is no more: the vendor said that this was the last page.
   *
   * @generated from enum value: END_EXHAUSTED = 1;
   */
  EXHAUSTED = 1,

  /**
   * The request's page limit was reached, and there is or may be more.
   *
   * @generated from enum value: END_PAGE_LIMIT = 2;
   */
  PAGE_LIMIT = 2,
}

/**
 * Describes the enum trellis.connector.v1.End.
 */
export const EndSchema: GenEnum<End> = /*@__PURE__*/
  enumDesc(file_trellis_connector_v1_list, 1);

