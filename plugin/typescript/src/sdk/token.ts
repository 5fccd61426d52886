// Page tokens (list.proto): the facts of a listing and the vendor's cursor, with a checksum over all that the token is bound to.
// The sum finds damage and mistakes. It is no proof against forgery, which would gain nothing: a token gives no right, and its
// cursor is only ever a query value. The layout is that of the Go connectors; it is nobody else's business.

import { createHash } from "node:crypto";
import { Visibility } from "../gen/trellis/connector/v1/authenticate_pb";
import { ConnectorError } from "./errors";
import { maxTokenSize } from "./limits";
import { byCode } from "./text";
import type { ListRequest } from "./connector";

/** What tokens of a list are bound to besides the request. */
export interface Binding {
  connector: string;
  resource: string;
  /** Base URL and path in force, which region and operator decide. */
  endpoint: string;
  /** The page size in force. */
  pageSize: number;
  /** Counts the meanings that cursors have had. A token of another version is PAGE_TOKEN_EXPIRED. */
  cursorVersion: number;
}

/** What a token carries. */
export interface Position {
  listing: Buffer; // 16 bytes
  started: bigint; // nanoseconds since 1970
  drift: boolean;
  visibility: Visibility;
  cursor: string;
}

/** The fingerprint of what a token is bound to. Credentials, deadline and page limit are not in it. */
export function digest(b: Binding, request: ListRequest): Buffer {
  const h = createHash("sha256");
  const put = (...parts: string[]): void => {
    h.update(uint64(parts.length)); // lengths first: no two lists of parts look the same
    for (const p of parts) h.update(uint64(Buffer.byteLength(p))).update(p);
  };
  const { account, options } = request;
  put(b.connector, b.resource, b.endpoint, account.id);
  for (const key of Object.keys(account.settings).sort(byCode)) {
    if (account.settings[key]) put("setting", key, account.settings[key]);
  }
  for (const f of [...options.filters].sort((x, y) => byCode(x.name, y.name))) put("filter", f.name, ...asSet(f.values));
  put("expand", ...asSet(options.expand));
  put(String(b.pageSize), String(options.raw));
  return h.digest();
}

const asSet = (values: readonly string[]): string[] => [...new Set(values)].sort(byCode);

function uint64(n: number): Buffer {
  const b = Buffer.alloc(8);
  b.writeBigUInt64BE(BigInt(n));
  return b;
}

const format = 1;
const headSize = 2 + 16 + 8 + 4; // format, flags, listing, start, cursor version
const sumSize = 12;
const flagDrift = 1;
const flagPartial = 2;
const flagFull = 4;
const maxCursor = (maxTokenSize / 4) * 3 - headSize - sumSize; // base64 makes 4 bytes of 3

/** The token of a position; "" for a cursor that fits no token, which is then no point to go on from. */
export function makeToken(p: Position, bound: Buffer, version: number): string {
  const cursor = Buffer.from(p.cursor);
  if (cursor.length === 0 || cursor.length > maxCursor) return "";
  const start = Buffer.alloc(headSize);
  const seen = p.visibility === Visibility.PARTIAL ? flagPartial : p.visibility === Visibility.FULL ? flagFull : 0;
  start.writeUInt8(format, 0);
  start.writeUInt8(seen | (p.drift ? flagDrift : 0), 1);
  p.listing.copy(start, 2);
  start.writeBigInt64BE(p.started, 18);
  start.writeUInt32BE(version, 26);
  const body = Buffer.concat([start, cursor]);
  return Buffer.concat([body, checksum(bound, body)]).toString("base64url");
}

/** Reads a token that comes back. Throws BAD_PAGE_TOKEN and PAGE_TOKEN_EXPIRED. */
export function parseToken(token: string, bound: Buffer, version: number): Position {
  const b = Buffer.from(token, "base64url");
  if (!isToken(token) || b.length < headSize + sumSize || b.toString("base64url") !== token) { // Buffer passes over what is no base64
    throw badToken("it is damaged or of another connector");
  }
  const body = b.subarray(0, -sumSize);
  const flags = body.readUInt8(1);
  if (body.readUInt8(0) !== format) throw badToken("it is of an unknown format");
  if (!checksum(bound, body).equals(b.subarray(-sumSize))) {
    throw badToken("it is damaged, or of a list with other options, of another account or of another connector");
  }
  if (body.readUInt32BE(26) !== version) {
    throw new ConnectorError("PAGE_TOKEN_EXPIRED", "the page token is of another version of the connector", {
      path: "options.page_token", suggestion: "start the list again, without a page token",
    });
  }
  if (flags > 7 || (flags & flagPartial && flags & flagFull)) throw badToken("it is of an unknown format");
  return {
    listing: Buffer.from(body.subarray(2, 18)),
    started: body.readBigInt64BE(18),
    drift: (flags & flagDrift) !== 0,
    visibility: flags & flagPartial ? Visibility.PARTIAL : flags & flagFull ? Visibility.FULL : Visibility.UNKNOWN,
    cursor: body.toString("utf8", headSize),
  };
}

const checksum = (bound: Buffer, body: Buffer): Buffer => createHash("sha256").update(bound).update(body).digest().subarray(0, sumSize);

/** Whether a token has the form that the contract gives to all of them. */
export const isToken = (token: string): boolean => token.length <= maxTokenSize && /^[A-Za-z0-9._~-]*$/.test(token);

export const badToken = (why: string): ConnectorError =>
  new ConnectorError("BAD_PAGE_TOKEN", `the page token cannot be used: ${why}`, {
    path: "options.page_token",
    suggestion: "send the token with the same account, region, filters, expand, raw and page size as the list it is from, or start the list again without one",
  });
