// What a failed request is, by the table of error.proto, and what helps against it.

import { STATUS_CODES } from "node:http";
import { ConnectorError, type ErrorParts, type Reason } from "../sdk";
import { retryAfter } from "./ratelimit";
import type { Redactor } from "./redact";
import { NoAnswer, type Answer, type Cause } from "./transport";

/** again: after a pause, a few times. once: one more time. patience: when the vendor's limit allows. */
export type Remedy = "nothing" | "again" | "once" | "patience";

export interface Verdict {
  error: ConnectorError;
  helps: Remedy;
}

/** What a vendor's own error says. */
export interface ErrorBody {
  code: string;
  message: string;
  requestID: string;
}

/** What the errors of one vendor say besides. */
export interface Advice {
  host: string;
  redact: Redactor;
  /** Where the credential stands in the account. */
  credentialPath: string;
  suggest: Partial<Record<Reason, string>>;
  readError(body: Buffer): ErrorBody;
}

const byStatus: ReadonlyMap<number, readonly [Reason, Remedy]> = new Map([
  [401, ["CREDENTIALS_REJECTED", "nothing"]],
  [403, ["PERMISSION_MISSING", "nothing"]],
  [408, ["UPSTREAM_TIMEOUT", "again"]],
  [429, ["RATE_LIMITED", "patience"]],
  [501, ["UPSTREAM_UNAVAILABLE", "nothing"]], // what a server does not implement now, it will not a second later
]);

const byCause: Record<Cause, readonly [Reason, Remedy]> = {
  untrusted: ["UPSTREAM_UNTRUSTED", "nothing"],
  "unknown authority": ["UPSTREAM_UNTRUSTED", "nothing"],
  timeout: ["UPSTREAM_TIMEOUT", "again"],
  "too large": ["UPSTREAM_MALFORMED", "once"],
  "cut short": ["UPSTREAM_MALFORMED", "once"],
  unreachable: ["UPSTREAM_UNAVAILABLE", "again"],
};

const suggestions: Partial<Record<Reason, string>> = {
  RATE_LIMITED: "Come back later, or have the operator set a lower requests_per_minute, or a longer max_wait.",
  UPSTREAM_UNTRUSTED: "Check operator.base_url and operator.ca_pem, and what stands between this machine and the vendor.",
  UPSTREAM_LOOP: "This is a fault of the vendor's API: report it to the vendor with the request id.",
};

/** What to do about a certificate that could be trusted, if its authority is. */
const unknownAuthority: ErrorParts = {
  path: "operator.ca_pem",
  suggestion: "Behind a proxy that opens TLS, or with an authority of your own, give its certificates with operator.ca_pem. " +
    "If you do not know whose it is, give nothing, and find out who answers there.",
};

/** Judges an answer whose status is not 2xx. */
export function judgeAnswer(a: Advice, answer: Answer): Verdict {
  const { status } = answer;
  const [reason, helps] = byStatus.get(status) ??
    (status >= 500 ? (["UPSTREAM_UNAVAILABLE", "again"] as const) : (["UPSTREAM_REJECTED", "nothing"] as const));
  const said = a.readError(answer.body);
  const code = a.redact.label(said.code, 64);
  const parts: ErrorParts = {
    upstreamStatus: status,
    upstreamExcerpt: a.redact.excerpt(said.message) || a.redact.excerpt(answer.body),
    vendorRequestId: a.redact.label(said.requestID) || requestID(a, answer.headers),
    retryAfter: helps === "nothing" ? 0 : retryAfter(answer.headers, Date.now()),
  };
  return { error: advise(a, reason, `${a.host} answered ${statusText(status)}${code && ": " + code}`, parts), helps };
}

/** Judges that there is no answer. */
export function judgeCause(a: Advice, e: NoAnswer): Verdict {
  const [reason, helps] = byCause[e.kind];
  const about = e.kind === "unknown authority" ? unknownAuthority : {};
  const parts = { ...about, upstreamStatus: e.status, vendorRequestId: requestID(a, e.headers) };
  return { error: advise(a, reason, `${a.host}: ${a.redact.text(e.message)}`, parts), helps };
}

/** The error of an answer that makes no sense. path is where in it. */
export const malformed = (a: Advice, answer: Answer, why: string, path: string): ConnectorError =>
  advise(a, "UPSTREAM_MALFORMED", `${a.host} answered ${statusText(answer.status)} with what cannot be read: ${why} (${answer.body.length} bytes)`, {
    upstreamStatus: answer.status, vendorRequestId: requestID(a, answer.headers), path,
  });

/** The error of a list that would go on for ever. */
export const endless = (a: Advice, why: string): ConnectorError =>
  advise(a, "UPSTREAM_LOOP", `the list of ${a.host} does not end: ${why}`, {});

function advise(a: Advice, reason: Reason, message: string, parts: ErrorParts): ConnectorError {
  const suggestion = parts.suggestion ?? a.suggest[reason] ?? suggestions[reason] ?? "";
  const path = reason === "CREDENTIALS_REJECTED" ? a.credentialPath : (parts.path ?? "");
  return new ConnectorError(reason, message, { ...parts, suggestion, path });
}

export const statusText = (status: number): string => (STATUS_CODES[status] ? `${status} ${STATUS_CODES[status]}` : String(status));

/** The headers in which vendors name a request, most telling first. */
const requestIDs = ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "x-amz-request-id", "cf-ray"];

export function requestID(a: Advice, headers: NodeJS.Dict<string | string[]>): string {
  for (const name of requestIDs) {
    const v = headers[name];
    if (typeof v === "string" && v !== "") return a.redact.label(v);
  }
  return "";
}
