// Reading a vendor's record without ever failing over one bad field. What cannot be used is absent, and noted; null and blank
// are no warnings, for they say that there is nothing (list.proto, "Bad data").

import { create } from "@bufbuild/protobuf";
import { TimestampSchema, type Timestamp } from "@bufbuild/protobuf/wkt";
import { RejectedItemSchema, type RejectedItem } from "../gen/trellis/connector/v1/list_pb";
import { SourceSchema, WarningSchema, type Source, type Warning } from "../gen/trellis/iam/v1/source_pb";
import type { Json, Kind } from "./json";
import { maxIDSize, maxPathSize, maxReasonSize } from "./limits";
import { byteLength, head } from "./text";

export const maxElements = 10_000;
const maxText = 64 << 10;
const maxWarnings = 64;
/** Longer than any number that means something. */
const maxScalar = 64;

/** Takes down what could not be used of one record. Reasons name kinds and rules, never the vendor's values. */
export class Notes {
  private readonly warnings: Warning[] = [];

  add(path: string, reason: string): void {
    if (this.warnings.length > maxWarnings) return;
    if (this.warnings.length === maxWarnings) [path, reason] = ["$", "there is more that could not be used"];
    this.warnings.push(create(WarningSchema, { path: head(path, maxPathSize), reason: head(reason, maxReasonSize) }));
  }

  /** The item's source, raw where it was asked for; undefined where there is nothing to say. */
  source(raw: Uint8Array | undefined): { source?: Source } {
    if (!raw && this.warnings.length === 0) return {};
    return { source: create(SourceSchema, { raw: raw ?? new Uint8Array(), warnings: this.warnings }) };
  }
}

/** "number where a string is expected" */
export const unexpected = (kind: Kind, want: string): string => `${kind} where ${want} is expected`;

const isNothing = (v: Json | undefined): v is undefined => v === undefined || v.kind === "null";

/** A text as the vendor sent it; "" for null, nothing, blank, and what is no text, which is noted. */
export function text(v: Json | undefined, notes: Notes, path: string): string {
  if (isNothing(v)) return "";
  if (v.kind !== "string") {
    notes.add(path, unexpected(v.kind, "a string"));
    return "";
  }
  const s = v.string().text;
  if (byteLength(s) > maxText) {
    notes.add(path, "text above 64 KiB");
    return "";
  }
  return s.trim() === "" ? "" : s;
}

/** The vendor's own value of what is matched against a table: a text, or a number or boolean as it stands there. */
function scalar(v: Json | undefined): string {
  if (isNothing(v)) return "";
  if (v.kind === "number" || v.kind === "boolean") return v.source.slice(0, maxScalar);
  return v.kind === "string" ? text(v, new Notes(), "") : "";
}

/** The entry of a table for the vendor's value, and that value; unmapped where there is none. */
export function match<E>(v: Json | undefined, notes: Notes, path: string, table: ReadonlyMap<string, E>, absent: E, unmapped: E): [E, string] {
  text(v, notes, path);
  const source = scalar(v);
  return source === "" ? [absent, ""] : [table.get(source) ?? unmapped, source];
}

/** An id, or why there is none. Of one that is only too long, both. */
export function id(v: Json | undefined): { id: string; why: string } {
  if (v === undefined) return { id: "", why: "the id is missing" };
  switch (v.kind) {
    case "null":
      return { id: "", why: "the id is null" };
    case "number":
      if (/[.eE]/.test(v.source)) return { id: "", why: "number with a fraction or exponent where an id is expected" };
      return fitID(v.source);
    case "string": {
      const s = v.string();
      if (!s.valid) return { id: "", why: "the id is not UTF-8" };
      if (s.text.trim() === "") return { id: "", why: "the id is blank" };
      return fitID(s.text);
    }
    default:
      return { id: "", why: unexpected(v.kind, "an id") };
  }
}

function fitID(s: string): { id: string; why: string } {
  const n = byteLength(s);
  return n > maxIDSize ? { id: head(s, maxIDSize), why: `the id has ${n} bytes, above ${maxIDSize}` } : { id: s, why: "" };
}

const rfc3339 = /^(\d{4}-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):\d\d:\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/;
const daysOf = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** An instant in RFC 3339. A time without a zone is no instant, and is not used. */
export function instant(v: Json | undefined, notes: Notes, path: string): { instant?: Timestamp } {
  const s = text(v, notes, path);
  if (s === "") return {};
  const m = rfc3339.exec(s);
  const ms = m ? Date.parse(`${m[1]}${m[5]}`) : NaN;
  if (!m || Number.isNaN(ms) || Number(m[3]) > (daysOf[Number(m[2]) - 1] ?? 0) || isNoLeapDay(m[1]!)) {
    notes.add(path, "text where a time in RFC 3339, with a zone, is expected");
    return {};
  }
  const year = new Date(ms).getUTCFullYear();
  if (year < 1 || year > 9999) {
    notes.add(path, "time outside the years 1 to 9999");
    return {};
  }
  const nanos = Number((m[4] ?? "").padEnd(9, "0").slice(0, 9));
  return { instant: create(TimestampSchema, { seconds: BigInt(Math.floor(ms / 1000)), nanos }) };
}

/** 29 February of a year that has none, which Date.parse takes for 1 March. */
function isNoLeapDay(date: string): boolean {
  if (date.slice(5, 10) !== "02-29") return false;
  const year = Number(date.slice(0, 4));
  return year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0);
}

/** A rejection of the i-th element of a list. */
export const reject = (index: number, itemID: string, path: string, reason: string): RejectedItem =>
  create(RejectedItemSchema, { index, id: itemID, path: head(path, maxPathSize), reason: head(reason, maxReasonSize) });
