// Maps Lattica's payloads to the normalized models: pure functions, no I/O. How a list looks is documented; of users and roles
// nothing is: their members, and the words of a user's status, are assumed, and each may be missing.

import { create } from "@bufbuild/protobuf";
import type { RejectedItem } from "../gen/trellis/connector/v1/list_pb";
import { RoleAssignmentSchema, RoleAssignmentsSchema, type RoleAssignment, type RoleAssignments } from "../gen/trellis/iam/v1/access_pb";
import { RoleSchema, type Role } from "../gen/trellis/iam/v1/role_pb";
import { UserSchema, UserStatus, type User } from "../gen/trellis/iam/v1/user_pb";
import { ShapeError } from "../rest/pages";
import { id, instant, Json, JsonSyntaxError, match, maxElements, Notes, reject, text, unexpected } from "../sdk";

export type Record = Map<string, Json>;

/** A page of a list: {"data": [...], "next_cursor": ...}, null at the end. */
export interface Page {
  data: Json[];
  /** undefined: this was the last page. */
  cursor: string | undefined;
}

/** Reads a page. An end that is not said is a ShapeError: a list never just stops. So is one of several items that all are bad. */
export function decodePage(body: Buffer): Page {
  const top = parse(body);
  if (top.kind !== "object") throw new ShapeError("$", unexpected(top.kind, "an object"));
  const members = top.members();
  const cursor = cursorOf(members.get("next_cursor"));
  const list = members.get("data");
  if (list?.kind !== "array") throw new ShapeError("$.data", "no array");
  const data: Json[] = [];
  for (const element of list.elements()) {
    if (data.length === maxElements) throw new ShapeError("$.data", "a page of more than 10,000 elements");
    data.push(element);
  }
  if (data.length > 1 && !data.some((e) => e.kind === "object" && id(e.members().get("id")).why === "")) {
    throw new ShapeError("$.data", "none of several items is an object with a usable id");
  }
  return { data, cursor };
}

function parse(body: Buffer): Json {
  try {
    return Json.parse(body);
  } catch (e) {
    if (e instanceof JsonSyntaxError) throw new ShapeError("$", e.message);
    throw e;
  }
}

function cursorOf(v: Json | undefined): string | undefined {
  if (v?.kind === "null") return undefined;
  const cursor = v?.kind === "string" ? v.string().text : v?.kind === "number" ? v.source : "";
  if (cursor.trim() === "") {
    throw new ShapeError("$.next_cursor", "neither a cursor nor null, so that the end of the list cannot be known");
  }
  return cursor;
}

/** Makes items of a page's records, and rejections of what is no record or has no usable id. */
export function mapItems<T>(
  data: readonly Json[], item: (id: string, r: Record, raw: Uint8Array | undefined) => T, raw: boolean,
): { items: T[]; rejected: RejectedItem[] } {
  const items: T[] = [];
  const rejected: RejectedItem[] = [];
  data.forEach((element, i) => {
    if (element.kind !== "object") {
      rejected.push(reject(i, "", `$.data[${i}]`, unexpected(element.kind, "an object")));
      return;
    }
    const record = element.members();
    const key = id(record.get("id"));
    if (key.why !== "") rejected.push(reject(i, key.id, `$.data[${i}].id`, key.why));
    else items.push(item(key.id, record, raw ? element.raw : undefined));
  });
  return { items, rejected };
}

const statuses: ReadonlyMap<string, UserStatus> = new Map([
  ["active", UserStatus.ENABLED], ["invited", UserStatus.PENDING], ["deactivated", UserStatus.DISABLED],
]);

/** Maps a record whose id is usable. */
export function user(id: string, r: Record, raw: Uint8Array | undefined): User {
  const notes = new Notes();
  const name = text(r.get("name"), notes, "$.name");
  const primaryEmail = text(r.get("email"), notes, "$.email");
  const several = r.get("roles");
  const held = several && several.kind !== "null" ? roles(several, notes, "$.roles") : roles(r.get("role"), notes, "$.role");
  const created = instant(r.get("created_at"), notes, "$.created_at").instant;
  const [status, statusSourceValue] = match(
    r.get("status"), notes, "$.status", statuses, UserStatus.UNSPECIFIED, UserStatus.UNMAPPED);
  return create(UserSchema, {
    id, name, primaryEmail, status, statusSourceValue,
    ...(held ? { roles: held } : {}), ...(created ? { createdAt: created } : {}), ...notes.source(raw),
  });
}

/** Maps a record likewise. */
export function role(id: string, r: Record, raw: Uint8Array | undefined): Role {
  const notes = new Notes();
  const name = text(r.get("name"), notes, "$.name");
  const description = text(r.get("description"), notes, "$.description");
  const created = instant(r.get("created_at"), notes, "$.created_at").instant;
  return create(RoleSchema, { id, name, description, ...(created ? { createdAt: created } : {}), ...notes.source(raw) });
}

/** Roles by id, or as objects with id and name; one alone is a list too. One entry that cannot be used spoils the list: what is
 * left would look like all of it. */
function roles(v: Json | undefined, notes: Notes, path: string): RoleAssignments | undefined {
  if (v === undefined || v.kind === "null") return undefined;
  if (v.kind === "boolean") {
    notes.add(path, unexpected(v.kind, "a list of references"));
    return undefined;
  }
  const values: RoleAssignment[] = [];
  for (const entry of v.kind === "array" ? v.elements() : [v]) {
    const at = `${path}[${values.length}]`;
    if (values.length === maxElements) {
      notes.add(path, "a list of more than 10,000 references");
      return undefined;
    }
    const members = entry.kind === "object" ? entry.members() : undefined;
    const key = id(members ? members.get("id") : entry);
    if (key.why !== "") {
      notes.add(at, key.why);
      return undefined;
    }
    const name = text(members?.get("name"), notes, `${at}.name`);
    values.push(create(RoleAssignmentSchema, { role: { id: key.id, name } }));
  }
  return create(RoleAssignmentsSchema, { values });
}
