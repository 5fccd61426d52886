// What a connector is, and what it is given. An author writes a Connector; serve does everything else.

import type { Account } from "../gen/trellis/connector/v1/account_pb";
import type { Authentication } from "../gen/trellis/connector/v1/authenticate_pb";
import type { GetOptions } from "../gen/trellis/connector/v1/connector_pb";
import type { Description } from "../gen/trellis/connector/v1/describe_pb";
import type { ListOptions, PageInfo, Progress, Receipt } from "../gen/trellis/connector/v1/list_pb";
import type { Group } from "../gen/trellis/iam/v1/group_pb";
import type { Role } from "../gen/trellis/iam/v1/role_pb";
import type { User } from "../gen/trellis/iam/v1/user_pb";

export type Item = User | Role | Group;

/** How long a call may go on. */
export interface Call {
  /** Aborted when the caller has cancelled, or is past its deadline: all work for the call stops then. */
  readonly signal: AbortSignal;
  /** In milliseconds since 1970; Infinity where there is none. */
  readonly deadline: number;
}

export interface ListRequest {
  readonly account: Account;
  readonly options: ListOptions;
}

export interface GetRequest {
  readonly account: Account;
  readonly id: string;
  readonly options: GetOptions;
}

/** Takes what a list sends. Await it: it holds a list back while its host is busy. */
export interface Sink<T extends Item> {
  page(items: T[], info: PageInfo): Promise<void>;
  progress(p: Progress): Promise<void>;
}

/**
 * A connector. Requests were checked against the description before it sees them. Any error that is no ConnectorError is a
 * CONNECTOR_BUG. A list or get that is missing answers UNSUPPORTED. Calls run at the same time, for many accounts, and nothing
 * may be kept between them that a crash could lose.
 */
export interface Connector {
  /** Static: no account, no network, no clock. */
  readonly description: Description;
  authenticate(account: Account, call: Call): Promise<Authentication>;
  listUsers?(request: ListRequest, sink: Sink<User>, call: Call): Promise<Receipt>;
  listRoles?(request: ListRequest, sink: Sink<Role>, call: Call): Promise<Receipt>;
  listGroups?(request: ListRequest, sink: Sink<Group>, call: Call): Promise<Receipt>;
  getUser?(request: GetRequest, call: Call): Promise<User>;
  getRole?(request: GetRequest, call: Call): Promise<Role>;
  getGroup?(request: GetRequest, call: Call): Promise<Group>;
}
