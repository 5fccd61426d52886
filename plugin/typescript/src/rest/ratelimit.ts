// What a vendor tells of its limits: Retry-After (RFC 9110, section 10.2.3), and headers that come with every answer.

import type { IncomingHttpHeaders } from "node:http";

/** No call waits a year, and more would overflow. */
const maxRetryAfter = 365 * 24 * 3_600_000;

/** Retry-After in milliseconds: seconds, or a date, reckoned from the answer's own Date. 0: there is none that makes sense. */
export function retryAfter(headers: IncomingHttpHeaders, now: number): number {
  const v = headers["retry-after"]?.trim() ?? "";
  if (v === "") return 0;
  const seconds = Number(v);
  if (!Number.isNaN(seconds)) return seconds > 0 ? Math.min(Math.ceil(seconds * 1000), maxRetryAfter) : 0;
  const at = Date.parse(v);
  if (Number.isNaN(at)) return 0;
  return Math.min(Math.max(at - vendorTime(headers, now), 0), maxRetryAfter);
}

/** The vendor's time at an answer. One without a usable Date is taken to come from a clock like ours. */
function vendorTime(headers: IncomingHttpHeaders, now: number): number {
  const date = Date.parse(headers.date ?? "");
  return Number.isNaN(date) ? now : date;
}

/** The headers in which a vendor tells what is left of its limit. Lower case, as Node.js has them. */
export interface RateHeaders {
  remaining: string;
  /** When it takes more: in Unix seconds, or in seconds from now. */
  reset: string;
}

/** What an answer says of the limit. */
export interface Told {
  left: number;
  /** Milliseconds until more is taken; a time in whole seconds was most likely rounded down, which is added to it. */
  in: number;
}

/** Limits are of minutes and hours. A greater number is an instant, and one that is further away makes no sense. */
const maxReset = 24 * 3600;
const maxLeft = 1e9;

/** Reads what an answer tells; undefined where that is nothing, or makes no sense. */
export function told(h: RateHeaders, headers: IncomingHttpHeaders, now: number): Told | undefined {
  const left = number(headers[h.remaining]);
  const reset = number(headers[h.reset]);
  if (!(left <= maxLeft) || Number.isNaN(reset)) return undefined;
  const vendor = vendorTime(headers, now) / 1000;
  const seconds = reset > maxReset ? reset - vendor : reset;
  const rounded = Number.isInteger(reset) ? 1 : 0;
  if (seconds < -2 || seconds > maxReset) return undefined; // a second of rounding on each side
  return { left: Math.floor(left), in: (Math.max(seconds, 0) + rounded) * 1000 };
}

/** A number that is neither negative nor endless; else NaN. */
function number(v: string | string[] | undefined): number {
  const n = typeof v === "string" && v.trim() !== "" ? Number(v) : NaN;
  return n >= 0 && n < Infinity ? n : NaN;
}
