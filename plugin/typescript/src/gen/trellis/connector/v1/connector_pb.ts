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

// @generated by protoc-gen-es v2.17.0 with parameter "target=ts"
// @generated from file trellis/connector/v1/connector.proto (package trellis.connector.v1, syntax proto3)
/* eslint-disable */

import type { GenFile, GenMessage, GenService } from "@bufbuild/protobuf/codegenv2";
import { fileDesc, messageDesc, serviceDesc } from "@bufbuild/protobuf/codegenv2";
import type { Account } from "./account_pb";
import { file_trellis_connector_v1_account } from "./account_pb";
import type { Authentication } from "./authenticate_pb";
import { file_trellis_connector_v1_authenticate } from "./authenticate_pb";
import type { Description } from "./describe_pb";
import { file_trellis_connector_v1_describe } from "./describe_pb";
import type { GroupsPage, ListOptions, Progress, Receipt, RolesPage, UsersPage } from "./list_pb";
import { file_trellis_connector_v1_list } from "./list_pb";
import type { Group } from "../../iam/v1/group_pb";
import { file_trellis_iam_v1_group } from "../../iam/v1/group_pb";
import type { Role } from "../../iam/v1/role_pb";
import { file_trellis_iam_v1_role } from "../../iam/v1/role_pb";
import type { User } from "../../iam/v1/user_pb";
import { file_trellis_iam_v1_user } from "../../iam/v1/user_pb";
import type { Message } from "@bufbuild/protobuf";

/**
 * Describes the file trellis/connector/v1/connector.proto.
 */
export const file_trellis_connector_v1_connector: GenFile = /*@__PURE__*/
  fileDesc("CiR0cmVsbGlzL2Nvbm5lY3Rvci92MS9jb25uZWN0b3IucHJvdG8SFHRyZWxsaXMuY29ubmVjdG9yLnYxIhEKD0Rlc2NyaWJlUmVxdWVzdCJKChBEZXNjcmliZVJlc3BvbnNlEjYKC2Rlc2NyaXB0aW9uGAEgASgLMiEudHJlbGxpcy5jb25uZWN0b3IudjEuRGVzY3JpcHRpb24iRQoTQXV0aGVudGljYXRlUmVxdWVzdBIuCgdhY2NvdW50GAEgASgLMh0udHJlbGxpcy5jb25uZWN0b3IudjEuQWNjb3VudCJUChRBdXRoZW50aWNhdGVSZXNwb25zZRI8Cg5hdXRoZW50aWNhdGlvbhgBIAEoCzIkLnRyZWxsaXMuY29ubmVjdG9yLnYxLkF1dGhlbnRpY2F0aW9uInYKEExpc3RVc2Vyc1JlcXVlc3QSLgoHYWNjb3VudBgBIAEoCzIdLnRyZWxsaXMuY29ubmVjdG9yLnYxLkFjY291bnQSMgoHb3B0aW9ucxgCIAEoCzIhLnRyZWxsaXMuY29ubmVjdG9yLnYxLkxpc3RPcHRpb25zIrMBChFMaXN0VXNlcnNSZXNwb25zZRIvCgRwYWdlGAEgASgLMh8udHJlbGxpcy5jb25uZWN0b3IudjEuVXNlcnNQYWdlSAASMgoIcHJvZ3Jlc3MYAiABKAsyHi50cmVsbGlzLmNvbm5lY3Rvci52MS5Qcm9ncmVzc0gAEjAKB3JlY2VpcHQYAyABKAsyHS50cmVsbGlzLmNvbm5lY3Rvci52MS5SZWNlaXB0SABCBwoFZXZlbnQidgoQTGlzdFJvbGVzUmVxdWVzdBIuCgdhY2NvdW50GAEgASgLMh0udHJlbGxpcy5jb25uZWN0b3IudjEuQWNjb3VudBIyCgdvcHRpb25zGAIgASgLMiEudHJlbGxpcy5jb25uZWN0b3IudjEuTGlzdE9wdGlvbnMiswEKEUxpc3RSb2xlc1Jlc3BvbnNlEi8KBHBhZ2UYASABKAsyHy50cmVsbGlzLmNvbm5lY3Rvci52MS5Sb2xlc1BhZ2VIABIyCghwcm9ncmVzcxgCIAEoCzIeLnRyZWxsaXMuY29ubmVjdG9yLnYxLlByb2dyZXNzSAASMAoHcmVjZWlwdBgDIAEoCzIdLnRyZWxsaXMuY29ubmVjdG9yLnYxLlJlY2VpcHRIAEIHCgVldmVudCJ3ChFMaXN0R3JvdXBzUmVxdWVzdBIuCgdhY2NvdW50GAEgASgLMh0udHJlbGxpcy5jb25uZWN0b3IudjEuQWNjb3VudBIyCgdvcHRpb25zGAIgASgLMiEudHJlbGxpcy5jb25uZWN0b3IudjEuTGlzdE9wdGlvbnMitQEKEkxpc3RHcm91cHNSZXNwb25zZRIwCgRwYWdlGAEgASgLMiAudHJlbGxpcy5jb25uZWN0b3IudjEuR3JvdXBzUGFnZUgAEjIKCHByb2dyZXNzGAIgASgLMh4udHJlbGxpcy5jb25uZWN0b3IudjEuUHJvZ3Jlc3NIABIwCgdyZWNlaXB0GAMgASgLMh0udHJlbGxpcy5jb25uZWN0b3IudjEuUmVjZWlwdEgAQgcKBWV2ZW50IikKCkdldE9wdGlvbnMSDgoGZXhwYW5kGAEgAygJEgsKA3JhdxgCIAEoCCJ/Cg5HZXRVc2VyUmVxdWVzdBIuCgdhY2NvdW50GAEgASgLMh0udHJlbGxpcy5jb25uZWN0b3IudjEuQWNjb3VudBIKCgJpZBgCIAEoCRIxCgdvcHRpb25zGAMgASgLMiAudHJlbGxpcy5jb25uZWN0b3IudjEuR2V0T3B0aW9ucyI1Cg9HZXRVc2VyUmVzcG9uc2USIgoEdXNlchgBIAEoCzIULnRyZWxsaXMuaWFtLnYxLlVzZXIifwoOR2V0Um9sZVJlcXVlc3QSLgoHYWNjb3VudBgBIAEoCzIdLnRyZWxsaXMuY29ubmVjdG9yLnYxLkFjY291bnQSCgoCaWQYAiABKAkSMQoHb3B0aW9ucxgDIAEoCzIgLnRyZWxsaXMuY29ubmVjdG9yLnYxLkdldE9wdGlvbnMiNQoPR2V0Um9sZVJlc3BvbnNlEiIKBHJvbGUYASABKAsyFC50cmVsbGlzLmlhbS52MS5Sb2xlIoABCg9HZXRHcm91cFJlcXVlc3QSLgoHYWNjb3VudBgBIAEoCzIdLnRyZWxsaXMuY29ubmVjdG9yLnYxLkFjY291bnQSCgoCaWQYAiABKAkSMQoHb3B0aW9ucxgDIAEoCzIgLnRyZWxsaXMuY29ubmVjdG9yLnYxLkdldE9wdGlvbnMiOAoQR2V0R3JvdXBSZXNwb25zZRIkCgVncm91cBgBIAEoCzIVLnRyZWxsaXMuaWFtLnYxLkdyb3VwMoIGChBDb25uZWN0b3JTZXJ2aWNlElkKCERlc2NyaWJlEiUudHJlbGxpcy5jb25uZWN0b3IudjEuRGVzY3JpYmVSZXF1ZXN0GiYudHJlbGxpcy5jb25uZWN0b3IudjEuRGVzY3JpYmVSZXNwb25zZRJlCgxBdXRoZW50aWNhdGUSKS50cmVsbGlzLmNvbm5lY3Rvci52MS5BdXRoZW50aWNhdGVSZXF1ZXN0GioudHJlbGxpcy5jb25uZWN0b3IudjEuQXV0aGVudGljYXRlUmVzcG9uc2USXgoJTGlzdFVzZXJzEiYudHJlbGxpcy5jb25uZWN0b3IudjEuTGlzdFVzZXJzUmVxdWVzdBonLnRyZWxsaXMuY29ubmVjdG9yLnYxLkxpc3RVc2Vyc1Jlc3BvbnNlMAESXgoJTGlzdFJvbGVzEiYudHJlbGxpcy5jb25uZWN0b3IudjEuTGlzdFJvbGVzUmVxdWVzdBonLnRyZWxsaXMuY29ubmVjdG9yLnYxLkxpc3RSb2xlc1Jlc3BvbnNlMAESYQoKTGlzdEdyb3VwcxInLnRyZWxsaXMuY29ubmVjdG9yLnYxLkxpc3RHcm91cHNSZXF1ZXN0GigudHJlbGxpcy5jb25uZWN0b3IudjEuTGlzdEdyb3Vwc1Jlc3BvbnNlMAESVgoHR2V0VXNlchIkLnRyZWxsaXMuY29ubmVjdG9yLnYxLkdldFVzZXJSZXF1ZXN0GiUudHJlbGxpcy5jb25uZWN0b3IudjEuR2V0VXNlclJlc3BvbnNlElYKB0dldFJvbGUSJC50cmVsbGlzLmNvbm5lY3Rvci52MS5HZXRSb2xlUmVxdWVzdBolLnRyZWxsaXMuY29ubmVjdG9yLnYxLkdldFJvbGVSZXNwb25zZRJZCghHZXRHcm91cBIlLnRyZWxsaXMuY29ubmVjdG9yLnYxLkdldEdyb3VwUmVxdWVzdBomLnRyZWxsaXMuY29ubmVjdG9yLnYxLkdldEdyb3VwUmVzcG9uc2VCR1pFZ2l0aHViLmNvbS90cmVsbGlzLWlhbS90cmVsbGlzL3Byb3RvL3RyZWxsaXMvY29ubmVjdG9yL3YxO2Nvbm5lY3RvcnYxYgZwcm90bzM", [file_trellis_connector_v1_account, file_trellis_connector_v1_authenticate, file_trellis_connector_v1_describe, file_trellis_connector_v1_list, file_trellis_iam_v1_group, file_trellis_iam_v1_role, file_trellis_iam_v1_user]);

/**
 * Asks what the binary is. Empty: the answer depends on nothing.
 *
 * @generated from message trellis.connector.v1.DescribeRequest
 */
export type DescribeRequest = Message<"trellis.connector.v1.DescribeRequest"> & {
};

/**
 * Describes the message trellis.connector.v1.DescribeRequest.
 * Use `create(DescribeRequestSchema)` to create a new message.
 */
export const DescribeRequestSchema: GenMessage<DescribeRequest> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 0);

/**
 * What the binary is.
 *
 * @generated from message trellis.connector.v1.DescribeResponse
 */
export type DescribeResponse = Message<"trellis.connector.v1.DescribeResponse"> & {
  /**
   * Always set.
   *
   * @generated from field: trellis.connector.v1.Description description = 1;
   */
  description?: Description | undefined;
};

/**
 * Describes the message trellis.connector.v1.DescribeResponse.
 * Use `create(DescribeResponseSchema)` to create a new message.
 */
export const DescribeResponseSchema: GenMessage<DescribeResponse> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 1);

/**
 * Asks whose credentials these are.
 *
 * @generated from message trellis.connector.v1.AuthenticateRequest
 */
export type AuthenticateRequest = Message<"trellis.connector.v1.AuthenticateRequest"> & {
  /**
   * The account. Required.
   *
   * @generated from field: trellis.connector.v1.Account account = 1;
   */
  account?: Account | undefined;
};

/**
 * Describes the message trellis.connector.v1.AuthenticateRequest.
 * Use `create(AuthenticateRequestSchema)` to create a new message.
 */
export const AuthenticateRequestSchema: GenMessage<AuthenticateRequest> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 2);

/**
 * Whose credentials these are, and what they can read.
 *
 * @generated from message trellis.connector.v1.AuthenticateResponse
 */
export type AuthenticateResponse = Message<"trellis.connector.v1.AuthenticateResponse"> & {
  /**
   * Always set.
   *
   * @generated from field: trellis.connector.v1.Authentication authentication = 1;
   */
  authentication?: Authentication | undefined;
};

/**
 * Describes the message trellis.connector.v1.AuthenticateResponse.
 * Use `create(AuthenticateResponseSchema)` to create a new message.
 */
export const AuthenticateResponseSchema: GenMessage<AuthenticateResponse> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 3);

/**
 * Asks for users.
 *
 * @generated from message trellis.connector.v1.ListUsersRequest
 */
export type ListUsersRequest = Message<"trellis.connector.v1.ListUsersRequest"> & {
  /**
   * The account. Required.
   *
   * @generated from field: trellis.connector.v1.Account account = 1;
   */
  account?: Account | undefined;

  /**
   * What to list, how, and from where. Not set: everything, from the start, with the connector's defaults.
   *
   * @generated from field: trellis.connector.v1.ListOptions options = 2;
   */
  options?: ListOptions | undefined;
};

/**
 * Describes the message trellis.connector.v1.ListUsersRequest.
 * Use `create(ListUsersRequestSchema)` to create a new message.
 */
export const ListUsersRequestSchema: GenMessage<ListUsersRequest> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 4);

/**
 * One message of a list of users. A host ignores a message whose member it does not know.
 *
 * @generated from message trellis.connector.v1.ListUsersResponse
 */
export type ListUsersResponse = Message<"trellis.connector.v1.ListUsersResponse"> & {
  /**
   * Exactly one, in this version.
   *
   * @generated from oneof trellis.connector.v1.ListUsersResponse.event
   */
  event: {
    /**
     * Users.
     *
     * @generated from field: trellis.connector.v1.UsersPage page = 1;
     */
    value: UsersPage;
    case: "page";
  } | {
    /**
     * A sign of life while nothing else comes.
     *
     * @generated from field: trellis.connector.v1.Progress progress = 2;
     */
    value: Progress;
    case: "progress";
  } | {
    /**
     * The end, always last.
     *
     * @generated from field: trellis.connector.v1.Receipt receipt = 3;
     */
    value: Receipt;
    case: "receipt";
  } | { case: undefined; value?: undefined };
};

/**
 * Describes the message trellis.connector.v1.ListUsersResponse.
 * Use `create(ListUsersResponseSchema)` to create a new message.
 */
export const ListUsersResponseSchema: GenMessage<ListUsersResponse> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 5);

/**
 * Asks for roles.
 *
 * @generated from message trellis.connector.v1.ListRolesRequest
 */
export type ListRolesRequest = Message<"trellis.connector.v1.ListRolesRequest"> & {
  /**
   * The account. Required.
   *
   * @generated from field: trellis.connector.v1.Account account = 1;
   */
  account?: Account | undefined;

  /**
   * As in ListUsersRequest.
   *
   * @generated from field: trellis.connector.v1.ListOptions options = 2;
   */
  options?: ListOptions | undefined;
};

/**
 * Describes the message trellis.connector.v1.ListRolesRequest.
 * Use `create(ListRolesRequestSchema)` to create a new message.
 */
export const ListRolesRequestSchema: GenMessage<ListRolesRequest> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 6);

/**
 * One message of a list of roles. A host ignores a message whose member it does not know.
 *
 * @generated from message trellis.connector.v1.ListRolesResponse
 */
export type ListRolesResponse = Message<"trellis.connector.v1.ListRolesResponse"> & {
  /**
   * Exactly one, in this version.
   *
   * @generated from oneof trellis.connector.v1.ListRolesResponse.event
   */
  event: {
    /**
     * Roles.
     *
     * @generated from field: trellis.connector.v1.RolesPage page = 1;
     */
    value: RolesPage;
    case: "page";
  } | {
    /**
     * A sign of life while nothing else comes.
     *
     * @generated from field: trellis.connector.v1.Progress progress = 2;
     */
    value: Progress;
    case: "progress";
  } | {
    /**
     * The end, always last.
     *
     * @generated from field: trellis.connector.v1.Receipt receipt = 3;
     */
    value: Receipt;
    case: "receipt";
  } | { case: undefined; value?: undefined };
};

/**
 * Describes the message trellis.connector.v1.ListRolesResponse.
 * Use `create(ListRolesResponseSchema)` to create a new message.
 */
export const ListRolesResponseSchema: GenMessage<ListRolesResponse> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 7);

/**
 * Asks for groups.
 *
 * @generated from message trellis.connector.v1.ListGroupsRequest
 */
export type ListGroupsRequest = Message<"trellis.connector.v1.ListGroupsRequest"> & {
  /**
   * The account. Required.
   *
   * @generated from field: trellis.connector.v1.Account account = 1;
   */
  account?: Account | undefined;

  /**
   * As in ListUsersRequest.
   *
   * @generated from field: trellis.connector.v1.ListOptions options = 2;
   */
  options?: ListOptions | undefined;
};

/**
 * Describes the message trellis.connector.v1.ListGroupsRequest.
 * Use `create(ListGroupsRequestSchema)` to create a new message.
 */
export const ListGroupsRequestSchema: GenMessage<ListGroupsRequest> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 8);

/**
 * One message of a list of groups. A host ignores a message whose member it does not know.
 *
 * @generated from message trellis.connector.v1.ListGroupsResponse
 */
export type ListGroupsResponse = Message<"trellis.connector.v1.ListGroupsResponse"> & {
  /**
   * Exactly one, in this version.
   *
   * @generated from oneof trellis.connector.v1.ListGroupsResponse.event
   */
  event: {
    /**
     * Groups.
     *
     * @generated from field: trellis.connector.v1.GroupsPage page = 1;
     */
    value: GroupsPage;
    case: "page";
  } | {
    /**
     * A sign of life while nothing else comes.
     *
     * @generated from field: trellis.connector.v1.Progress progress = 2;
     */
    value: Progress;
    case: "progress";
  } | {
    /**
     * The end, always last.
     *
     * @generated from field: trellis.connector.v1.Receipt receipt = 3;
     */
    value: Receipt;
    case: "receipt";
  } | { case: undefined; value?: undefined };
};

/**
 * Describes the message trellis.connector.v1.ListGroupsResponse.
 * Use `create(ListGroupsResponseSchema)` to create a new message.
 */
export const ListGroupsResponseSchema: GenMessage<ListGroupsResponse> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 9);

/**
 * How one item is read.
 *
 * @generated from message trellis.connector.v1.GetOptions
 */
export type GetOptions = Message<"trellis.connector.v1.GetOptions"> & {
  /**
   * As `ListOptions.expand`.
   *
   * @generated from field: repeated string expand = 1;
   */
  expand: string[];

  /**
   * As `ListOptions.raw`.
   *
   * @generated from field: bool raw = 2;
   */
  raw: boolean;
};

/**
 * Describes the message trellis.connector.v1.GetOptions.
 * Use `create(GetOptionsSchema)` to create a new message.
 */
export const GetOptionsSchema: GenMessage<GetOptions> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 10);

/**
 * Asks for one user.
 *
 * @generated from message trellis.connector.v1.GetUserRequest
 */
export type GetUserRequest = Message<"trellis.connector.v1.GetUserRequest"> & {
  /**
   * The account. Required.
   *
   * @generated from field: trellis.connector.v1.Account account = 1;
   */
  account?: Account | undefined;

  /**
   * The user's id, as it stands in `User.id`. Required.
   *
   * @generated from field: string id = 2;
   */
  id: string;

  /**
   * How to read it.
   *
   * @generated from field: trellis.connector.v1.GetOptions options = 3;
   */
  options?: GetOptions | undefined;
};

/**
 * Describes the message trellis.connector.v1.GetUserRequest.
 * Use `create(GetUserRequestSchema)` to create a new message.
 */
export const GetUserRequestSchema: GenMessage<GetUserRequest> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 11);

/**
 * One user.
 *
 * @generated from message trellis.connector.v1.GetUserResponse
 */
export type GetUserResponse = Message<"trellis.connector.v1.GetUserResponse"> & {
  /**
   * Always set.
   *
   * @generated from field: trellis.iam.v1.User user = 1;
   */
  user?: User | undefined;
};

/**
 * Describes the message trellis.connector.v1.GetUserResponse.
 * Use `create(GetUserResponseSchema)` to create a new message.
 */
export const GetUserResponseSchema: GenMessage<GetUserResponse> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 12);

/**
 * Asks for one role.
 *
 * @generated from message trellis.connector.v1.GetRoleRequest
 */
export type GetRoleRequest = Message<"trellis.connector.v1.GetRoleRequest"> & {
  /**
   * The account. Required.
   *
   * @generated from field: trellis.connector.v1.Account account = 1;
   */
  account?: Account | undefined;

  /**
   * The role's id, as it stands in `Role.id`. Required.
   *
   * @generated from field: string id = 2;
   */
  id: string;

  /**
   * How to read it.
   *
   * @generated from field: trellis.connector.v1.GetOptions options = 3;
   */
  options?: GetOptions | undefined;
};

/**
 * Describes the message trellis.connector.v1.GetRoleRequest.
 * Use `create(GetRoleRequestSchema)` to create a new message.
 */
export const GetRoleRequestSchema: GenMessage<GetRoleRequest> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 13);

/**
 * One role.
 *
 * @generated from message trellis.connector.v1.GetRoleResponse
 */
export type GetRoleResponse = Message<"trellis.connector.v1.GetRoleResponse"> & {
  /**
   * Always set.
   *
   * @generated from field: trellis.iam.v1.Role role = 1;
   */
  role?: Role | undefined;
};

/**
 * Describes the message trellis.connector.v1.GetRoleResponse.
 * Use `create(GetRoleResponseSchema)` to create a new message.
 */
export const GetRoleResponseSchema: GenMessage<GetRoleResponse> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 14);

/**
 * Asks for one group.
 *
 * @generated from message trellis.connector.v1.GetGroupRequest
 */
export type GetGroupRequest = Message<"trellis.connector.v1.GetGroupRequest"> & {
  /**
   * The account. Required.
   *
   * @generated from field: trellis.connector.v1.Account account = 1;
   */
  account?: Account | undefined;

  /**
   * The group's id, as it stands in `Group.id`. Required.
   *
   * @generated from field: string id = 2;
   */
  id: string;

  /**
   * How to read it.
   *
   * @generated from field: trellis.connector.v1.GetOptions options = 3;
   */
  options?: GetOptions | undefined;
};

/**
 * Describes the message trellis.connector.v1.GetGroupRequest.
 * Use `create(GetGroupRequestSchema)` to create a new message.
 */
export const GetGroupRequestSchema: GenMessage<GetGroupRequest> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 15);

/**
 * One group.
 *
 * @generated from message trellis.connector.v1.GetGroupResponse
 */
export type GetGroupResponse = Message<"trellis.connector.v1.GetGroupResponse"> & {
  /**
   * Always set.
   *
   * @generated from field: trellis.iam.v1.Group group = 1;
   */
  group?: Group | undefined;
};

/**
 * Describes the message trellis.connector.v1.GetGroupResponse.
 * Use `create(GetGroupResponseSchema)` to create a new message.
 */
export const GetGroupResponseSchema: GenMessage<GetGroupResponse> = /*@__PURE__*/
  messageDesc(file_trellis_connector_v1_connector, 16);

/**
 * What every connector serves. Errors of all calls have the shape of error.proto; the reasons named beside each call are
 * those that a host should expect from it, besides INVALID_CONFIG (from every call that carries an account) and
 * CONNECTOR_BUG.
 *
 * @generated from service trellis.connector.v1.ConnectorService
 */
export const ConnectorService: GenService<{
  /**
   * Says what this binary is and the **most** it can do for any account. Static: no account, no network, no clock. The
   * same binary gives the same answer for ever, and gives it within a second. What one account offers is Authenticate's
   * to say.
   *
   * @generated from rpc trellis.connector.v1.ConnectorService.Describe
   */
  describe: {
    methodKind: "unary";
    input: typeof DescribeRequestSchema;
    output: typeof DescribeResponseSchema;
  },
  /**
   * Checks the account's configuration, then tries its credentials at the vendor with the cheapest call that needs them,
   * and tells whose they are and what they can read; it may make a few more requests to learn the latter. It changes
   * nothing at the vendor, and no later call depends on it. A 403 on the call that tries the credentials is
   * PERMISSION_MISSING; one on a further request makes that resource UNAVAILABLE in the answer.
   *
   * Errors: CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED, PERMISSION_MISSING, RATE_LIMITED, UPSTREAM_*.
   *
   * @generated from rpc trellis.connector.v1.ConnectorService.Authenticate
   */
  authenticate: {
    methodKind: "unary";
    input: typeof AuthenticateRequestSchema;
    output: typeof AuthenticateResponseSchema;
  },
  /**
   * Lists the account's users as a stream of pages, progress and one receipt; list.proto says how. By default the list
   * is a census: users of **every** status, not only those the vendor shows by default. Where the vendor lets no one list
   * some (the deactivated, say), visibility is at most PARTIAL, and a note in Describe says which.
   *
   * Errors: BAD_PAGE_TOKEN, PAGE_TOKEN_EXPIRED, UNSUPPORTED, and those of Authenticate. An error after the first page
   * does not take back the pages that came.
   *
   * @generated from rpc trellis.connector.v1.ConnectorService.ListUsers
   */
  listUsers: {
    methodKind: "server_streaming";
    input: typeof ListUsersRequestSchema;
    output: typeof ListUsersResponseSchema;
  },
  /**
   * Lists the account's roles, likewise.
   *
   * @generated from rpc trellis.connector.v1.ConnectorService.ListRoles
   */
  listRoles: {
    methodKind: "server_streaming";
    input: typeof ListRolesRequestSchema;
    output: typeof ListRolesResponseSchema;
  },
  /**
   * Lists the account's groups, likewise.
   *
   * @generated from rpc trellis.connector.v1.ConnectorService.ListGroups
   */
  listGroups: {
    methodKind: "server_streaming";
    input: typeof ListGroupsRequestSchema;
    output: typeof ListGroupsResponseSchema;
  },
  /**
   * Reads one user by its id. The answer equals what a list with the same options would have held, `source` apart. The id
   * goes to the vendor percent-encoded, as one path segment; where the vendor answers with a record of another id (an alias
   * such as `me`), that is NOT_FOUND.
   *
   * Errors: NOT_FOUND when the vendor has no such user (a 404 on the whole collection is not NOT_FOUND but
   * UPSTREAM_REJECTED), UNSUPPORTED, UPSTREAM_MALFORMED when the vendor's record has no usable id, and those of
   * Authenticate.
   *
   * @generated from rpc trellis.connector.v1.ConnectorService.GetUser
   */
  getUser: {
    methodKind: "unary";
    input: typeof GetUserRequestSchema;
    output: typeof GetUserResponseSchema;
  },
  /**
   * Reads one role by its id, likewise.
   *
   * @generated from rpc trellis.connector.v1.ConnectorService.GetRole
   */
  getRole: {
    methodKind: "unary";
    input: typeof GetRoleRequestSchema;
    output: typeof GetRoleResponseSchema;
  },
  /**
   * Reads one group by its id, likewise.
   *
   * @generated from rpc trellis.connector.v1.ConnectorService.GetGroup
   */
  getGroup: {
    methodKind: "unary";
    input: typeof GetGroupRequestSchema;
    output: typeof GetGroupResponseSchema;
  },
}> = /*@__PURE__*/
  serviceDesc(file_trellis_connector_v1_connector, 0);

